"""What the check finds and mends, on both kinds of database."""

from pathlib import Path

import pytest

from barograph.errors import InvalidValue, NotSupported
from barograph.maintenance.check import check_store
from barograph.maintenance.database import existing
from barograph.maintenance.finding import Finding
from barograph.store.sql import schema
from barograph.store.sql.sqlite_driver import driver as sqlite
from maintained_stores import contents, execute, filled, queried


def checked(uri: str, *, repair: bool = False) -> list[Finding]:
    with existing(uri) as database:
        return list(check_store(database, repair=repair))


def codes(findings: list[Finding]) -> set[tuple[str, str]]:
    return {(finding.code, finding.subject) for finding in findings}


def test_a_sound_store_has_no_findings(uri: str) -> None:
    filled(uri)
    assert checked(uri) == []


def test_every_missing_index_is_named_and_made_again(uri: str) -> None:
    filled(uri)
    names = [str(index.name) for table in schema.metadata.sorted_tables for index in table.indexes]
    before = contents(uri)
    execute(uri, *(f"DROP INDEX {name}" for name in names))
    found = checked(uri)
    assert codes(found) == {("missing-index", name) for name in names}
    assert all(finding.is_bad and finding.fix for finding in found)
    assert [finding.mended for finding in checked(uri, repair=True)] == [True] * len(names)
    assert checked(uri) == []
    assert contents(uri) == before


def test_an_index_of_somebody_else_is_a_hint(uri: str) -> None:
    filled(uri)
    execute(uri, "CREATE INDEX mine ON run (name)")
    (found,) = checked(uri)
    assert (found.code, found.subject, found.is_bad) == ("extra-index", "mine", False)


def test_a_missing_table_and_a_missing_column_are_named(uri: str) -> None:
    filled(uri)
    execute(uri, "DROP TABLE run_heartbeat", "ALTER TABLE registered_model DROP COLUMN description")
    assert codes(checked(uri)) >= {("missing-table", "run_heartbeat"), ("missing-column", "registered_model.description")}


@pytest.mark.parametrize(
    "change",
    [
        "point_count = point_count + 1", "nan_count = 7", "next_sequence = 0", "first_step = first_step - 1", "last_value = 77.5",
        "last_value = NULL", "min_value = 1e300", "max_value = NULL, max_step = NULL, max_ms = NULL",
    ],
)  # fmt: skip
def test_a_wrong_summary_is_found_and_written_anew(uri: str, change: str) -> None:
    filled(uri)
    before = contents(uri)
    execute(uri, f"UPDATE series SET {change} WHERE key_id = (SELECT id FROM name WHERE text = 'long')")
    assert [finding.code for finding in checked(uri)] == ["wrong-summary"] * 3
    assert [finding.mended for finding in checked(uri, repair=True)] == [True] * 3
    assert checked(uri) == []
    assert contents(uri) == before


def test_wrong_steps_of_a_chunk_are_written_anew(uri: str) -> None:
    filled(uri)
    execute(uri, "UPDATE chunk SET min_step = 12345 WHERE point_count = 500")
    assert "steps of chunks [0]" in checked(uri)[0].message
    checked(uri, repair=True)
    assert checked(uri) == []


def test_a_chunk_that_cannot_be_read_is_told_and_left_alone(uri: str) -> None:
    filled(uri, runs=1)
    execute(uri, "UPDATE chunk SET codec = 1 WHERE point_count = 500")
    for repair in (False, True):
        (found,) = checked(uri, repair=repair)
        assert (found.code, found.is_bad) == ("unreadable-chunk", True)
        assert "'long'" in found.message
    assert queried(uri, "SELECT count(*) FROM chunk WHERE point_count = 500") == [(1,)]


def test_points_that_are_gone_are_told(uri: str) -> None:
    filled(uri, runs=1)
    execute(uri, "DELETE FROM chunk WHERE point_count = 500")
    assert [found.code for found in checked(uri)] == ["lost-points"]


def test_orphaned_rows_are_counted(uri: str) -> None:
    filled(uri, runs=1)
    if uri.startswith("postgresql"):
        execute(uri, "ALTER TABLE param DROP CONSTRAINT fk_param_run_id", "INSERT INTO param VALUES (999, 1, 'x', NULL, NULL)")
        assert codes(checked(uri)) == {("missing-constraint", "param.fk_param_run_id"), ("orphaned-rows", "param")}
        assert [found.mended for found in checked(uri, repair=True)] == [False, False]
        execute(uri, "DELETE FROM param WHERE run_id = 999")
        assert [found.mended for found in checked(uri, repair=True)] == [True]
        assert checked(uri) == []
    else:
        with sqlite.connect(uri.removeprefix("sqlite:///")) as connection:
            connection.execute("INSERT INTO param VALUES (999, 1, 'x', NULL, NULL)")
        connection.close()
        assert codes(checked(uri)) == {("orphaned-rows", "param")}


def test_the_default_experiment_is_missed(uri: str) -> None:
    filled(uri, runs=1)
    execute(uri, "DELETE FROM experiment WHERE id = 0")
    assert [found.subject for found in checked(uri)] == ["experiment"]


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    uri, file = f"sqlite:///{tmp_path}/store.db", tmp_path / "store.db"
    filled(uri)
    content = bytearray(file.read_bytes())
    half = len(content) // 2 // 4096 * 4096
    content[half : half + 8192] = b"\xff" * 8192
    file.write_bytes(content)
    found = checked(uri)
    assert any(finding.is_bad and finding.code in ("damaged-file", "unreadable") for finding in found)


def test_what_is_no_store_is_refused_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="no database file"), existing(f"sqlite:///{tmp_path}/none.db"):
        pass
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(NotSupported, match="is a server"), existing("http://127.0.0.1:1"):
        pass


def test_an_empty_database_is_no_store(uri: str) -> None:
    execute(uri, "CREATE TABLE other (x INTEGER)")
    with pytest.raises(InvalidValue, match="holds no store"), existing(uri):
        pass
