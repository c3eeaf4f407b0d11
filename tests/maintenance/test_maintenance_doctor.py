"""What the doctor names, and what it mends."""

from pathlib import Path

import pytest

from barograph.maintenance import machine_health, sqlite_health
from barograph.maintenance.database import existing
from barograph.maintenance.doctor import diagnosis
from barograph.maintenance.finding import Finding
from barograph.maintenance.machine_health import file_findings, file_system_of, journal_findings, space_findings
from barograph.model import Metric, NewRun
from barograph.store.opening import open_store
from maintained_stores import execute, filled
from postgresql_server import PostgresqlServer

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
filer:/home /home nfs4 rw 0 0
/dev/sdb1 /home/local\\040disk xfs rw 0 0
scratch /scratch lustre rw 0 0
share /mnt/c 9p rw 0 0
"""
EXPECTED_OF_TESTS = {"setting-fsync", "setting-random-page-cost"}  # the tests' own server is fast, not safe


@pytest.fixture(autouse=True)
def _own_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BAROGRAPH_USER_DATA_DIR", str(tmp_path / "user"))
    monkeypatch.setenv("BAROGRAPH_JOURNAL_DIR", str(tmp_path / "journals"))


def diagnosed(uri: str, *, fix: bool = False) -> dict[str, Finding]:
    with existing(uri, any_version=True) as database:
        found = diagnosis(database, uri, artifacts_destination="memory-less", fix=fix)
        return {finding.code: finding for finding in found if finding.code not in EXPECTED_OF_TESTS}


def test_a_healthy_store_has_no_findings(uri: str) -> None:
    filled(uri)
    assert diagnosed(uri) == {}


def test_a_sqlite_that_may_lose_commits_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Old:
        sqlite_version = "3.40.1"
        sqlite_version_info = (3, 40, 1)

    uri = f"sqlite:///{tmp_path / 'store.db'}"
    filled(uri)
    monkeypatch.setattr(sqlite_health, "driver", Old)
    found = diagnosed(uri)["old-sqlite"]
    assert "3.40.1" in found.message
    assert "pysqlite3" in (found.fix or "")


def test_missing_and_extra_indexes_are_named_and_the_missing_made(uri: str) -> None:
    filled(uri)
    execute(uri, "DROP INDEX ix_param_key_id_text", "CREATE INDEX mine ON run (name)")
    found = diagnosed(uri)
    assert (found["missing-index"].subject, found["extra-index"].subject) == ("ix_param_key_id_text", "mine")
    assert diagnosed(uri, fix=True)["missing-index"].mended
    assert diagnosed(uri).keys() == {"extra-index"}


def test_an_index_whose_building_broke_off_is_built_again(postgresql: PostgresqlServer) -> None:
    uri = postgresql.new_database()
    filled(uri)
    execute(uri, "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_run_newest'::regclass")
    assert "never finished" in diagnosed(uri)["missing-index"].message
    assert diagnosed(uri, fix=True)["missing-index"].mended
    assert diagnosed(uri) == {}


def test_statistics_that_were_never_taken_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uri = f"sqlite:///{tmp_path}/store.db"
    filled(uri)
    monkeypatch.setattr(sqlite_health, "_WORTH_STATISTICS", 5)
    assert "never taken" in diagnosed(uri)["stale-statistics"].message
    assert diagnosed(uri, fix=True)["stale-statistics"].mended
    assert diagnosed(uri) == {}


def test_statistics_of_postgresql(postgresql: PostgresqlServer) -> None:
    uri = postgresql.new_database()
    store = open_store(uri, artifact_root="a")
    run_id = store.create_run(NewRun(experiment_id="0")).info.run_id
    execute(uri, "ALTER TABLE series SET (autovacuum_enabled = off)", "ALTER TABLE name SET (autovacuum_enabled = off)")
    for batch in range(2):
        store.log_batch(run_id, metrics=[Metric(key=f"k{batch}-{i}", value=i, timestamp_ms=1) for i in range(1_000)])
    store.close()  # the server learns of the rows when the connection ends
    assert "never taken" in diagnosed(uri)["stale-statistics"].message
    assert diagnosed(uri, fix=True)["stale-statistics"].mended
    assert "stale-statistics" not in diagnosed(uri)


def test_dangerous_settings_of_postgresql_are_errors(postgresql: PostgresqlServer) -> None:
    uri = postgresql.new_database()
    filled(uri)
    with existing(uri) as database:
        found = {finding.code: finding for finding in diagnosis(database, uri, artifacts_destination="a")}
    assert found["setting-fsync"].is_bad
    assert "fsync = on" in (found["setting-fsync"].fix or "")
    assert "1.1" in (found["setting-random-page-cost"].fix or "")


def test_a_version_of_another_release_is_told(uri: str) -> None:
    filled(uri)
    execute(uri, "UPDATE barograph_schema SET version_num = '0001'")
    assert "db upgrade" in (diagnosed(uri)["schema-version"].fix or "")
    execute(uri, "UPDATE barograph_schema SET version_num = '9999'")
    assert diagnosed(uri)["schema-version"].is_bad


def test_a_store_from_the_future_is_told(uri: str) -> None:
    filled(uri)
    execute(uri, "UPDATE experiment SET updated_ms = 9999999999999")
    assert "in the future" in diagnosed(uri)["clock"].message


def test_small_pieces_of_metrics_are_told(uri: str) -> None:
    store = open_store(uri, artifact_root="a")
    run_id = store.create_run(NewRun(experiment_id="0")).info.run_id
    for step in range(15):
        store.log_batch(run_id, metrics=[Metric(key=f"k{i}", value=i, timestamp_ms=1, step=step) for i in range(50)])
    store.close()
    assert "db compact" in (diagnosed(uri)["small-chunks"].fix or "")


@pytest.mark.parametrize(
    ("place", "kind"),
    [("/x/y.db", "ext4"), ("/home/ada/y.db", "nfs4"), ("/home/local disk/y.db", "xfs"), ("/homestead/y.db", "ext4"), ("/mnt/c/y.db", "9p")],
)
def test_the_file_system_is_that_of_the_innermost_mount(place: str, kind: str) -> None:
    assert file_system_of(Path(place), MOUNTS) == kind


def test_files_on_other_machines_are_errors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table, file = tmp_path / "mounts", tmp_path / "store.db"
    file.touch(mode=0o600)
    monkeypatch.setattr(machine_health, "_MOUNTS", table)
    for kind, code, bad in (("nfs4", "network-file-system", True), ("9p", "shared-file-system", False)):
        table.write_text(f"x {tmp_path.resolve()} {kind} rw 0 0\n")
        (found,) = file_findings(file)
        assert (found.code, found.is_bad) == (code, bad)


def test_files_that_all_may_change_and_full_disks_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "store.db"
    file.touch()
    file.chmod(0o666)
    assert [found.code for found in file_findings(file)] == ["open-to-all"]
    monkeypatch.setattr(machine_health, "_LITTLE", 1 << 62)
    assert [found.is_bad for found in space_findings(tmp_path / "not" / "there")] == [False]
    monkeypatch.setattr(machine_health, "_NOTHING", 1 << 62)
    assert [found.is_bad for found in space_findings(file)] == [True]


def test_waiting_journals_are_counted(tmp_path: Path) -> None:
    from barograph.store.wrap.journal.segment import journal_directory

    assert list(journal_findings()) == []
    journal_directory().mkdir(parents=True)
    (journal_directory() / "one.journal").write_bytes(b"x")
    (found,) = journal_findings()
    assert "barograph sync" in (found.fix or "")
