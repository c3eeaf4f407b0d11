"""Backups hold one moment, restore to either kind of database, and are all or nothing."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from textwrap import dedent
from threading import Event, Thread

import pytest

from barograph.artifacts.opening import open_artifacts
from barograph.errors import InvalidValue, Unavailable
from barograph.maintenance.backup.blocks import BackupWriter, Piece, Rows, blocks, verify
from barograph.maintenance.backup.places import Places
from barograph.maintenance.backup.restore import restore
from barograph.maintenance.backup.write import BackedUp, back_up
from barograph.maintenance.check import check_store
from barograph.maintenance.database import existing
from barograph.model import Metric, NewLoggedModel, NewRun
from barograph.store.opening import open_store
from barograph.store.sql import migrate
from barograph.store.sql.engine import WRITES, open_engine
from maintained_stores import contents, execute, filled, queried
from postgresql_server import PostgresqlServer

KINDS = ["sqlite", "postgresql"]


@pytest.fixture(params=KINDS)
def other(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where to restore to, on each kind of database."""
    return f"sqlite:///{tmp_path}/other.db" if request.param == "sqlite" else request.getfixturevalue("postgresql").new_database()


@pytest.fixture
def crossed(uri: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Where to restore to, on the other kind of database than `uri`."""
    return f"sqlite:///{tmp_path}/other.db" if uri.startswith("postgresql") else request.getfixturevalue("postgresql").new_database()


def backed_up(uri: str, file: Path, places: Places | None = None) -> BackedUp:
    with existing(uri, any_version=True) as database:
        return back_up(database, file, places)


def assert_sound(uri: str) -> None:
    with existing(uri) as database:
        assert list(check_store(database)) == []


def test_a_store_comes_back_whole_in_either_kind(uri: str, other: str, tmp_path: Path) -> None:
    filled(uri)
    store = open_store(uri)
    store.delete_experiment(store.create_experiment("deleted"))
    gone = store.create_experiment("purged")
    store.close()
    execute(uri, f"DELETE FROM experiment WHERE id = {gone}")
    done = backed_up(uri, tmp_path / "x.backup")
    restored = restore(other, tmp_path / "x.backup", None)
    assert restored.rows == done.rows
    assert contents(other) == contents(uri)
    assert_sound(other)
    store = open_store(other)
    assert int(store.create_experiment("next")) == int(gone) + 1  # an id is never given twice
    run_id = store.create_run(NewRun(experiment_id="0")).info.run_id
    store.log_batch(run_id, metrics=[Metric(key="new", value=1, timestamp_ms=1)], params={"p": "1"})
    store.create_registered_model("new")
    store.close()
    assert_sound(other)


def test_the_same_store_is_backed_up_to_the_same_rows(uri: str, crossed: str, tmp_path: Path) -> None:
    filled(uri)
    backed_up(uri, tmp_path / "one")
    restore(crossed, tmp_path / "one", None)
    backed_up(crossed, tmp_path / "two")

    def rows(file: Path) -> dict[str, list[list[object]]]:
        found: dict[str, list[list[object]]] = {}
        for block in blocks(file):
            if isinstance(block, Rows):
                found.setdefault(block.table, []).extend(block.rows)
        return {name: sorted(held, key=repr) for name, held in found.items()}

    assert rows(tmp_path / "one") == rows(tmp_path / "two")


def test_a_backup_beside_writers_is_of_one_moment(uri: str, tmp_path: Path) -> None:
    store = open_store(uri, artifact_root="a")
    runs = [store.create_run(NewRun(experiment_id="0")).info.run_id for _ in range(4)]
    enough, started = Event(), [Event() for _ in runs]

    def write(run_id: str, ready: Event) -> None:
        step = 0
        while not enough.is_set():
            points = [Metric(key=key, value=step, timestamp_ms=step, step=step) for key in "ab"]
            store.log_batch(run_id, metrics=points, params={f"p{step}": str(step)}, tags={"last": str(step)})
            step += 1
            if step == 20:
                ready.set()

    writers = [Thread(target=write, args=pair) for pair in zip(runs, started, strict=True)]
    for writer in writers:
        writer.start()
    for ready in started:
        assert ready.wait(60)
    files = [tmp_path / f"{i}.backup" for i in range(3)]
    for file in files:
        backed_up(uri, file)
    enough.set()
    for writer in writers:
        writer.join()
    store.close()
    lengths = []
    for number, file in enumerate(files):
        copy = f"sqlite:///{tmp_path}/copy{number}.db"
        restore(copy, file, None)
        assert_sound(copy)
        restored = open_store(copy)
        for run_id in runs:
            run = restored.get_run(run_id)
            steps = [[metric.step for metric in restored.metric_history(run_id, key).items] for key in "ab"]
            assert steps[0] == steps[1] == list(range(len(run.params)))
            assert run.tags["last"] == str(len(run.params) - 1)
        lengths.append(sum(len(restored.get_run(run_id).params) for run_id in runs))
        restored.close()
    assert all(before <= after for before, after in pairwise(lengths))
    assert lengths[0] >= 80


def test_artifacts_go_into_the_file_and_back(uri: str, crossed: str, tmp_path: Path) -> None:
    root = tmp_path / "artifacts"
    store = open_store(uri, artifact_root="mlflow-artifacts:")
    run = store.create_run(NewRun(experiment_id="0")).info
    model = store.create_logged_model(NewLoggedModel(experiment_id="0"))
    store.close()
    places = Places(str(root))
    large = bytes(range(256)) * 40_000
    held = {run.artifact_uri: {"a.txt": b"a", "deep/er/b.bin": large, "empty": b""}, model.artifact_location: {"MLmodel": b"m"}}
    for location, files in held.items():
        for path, content in files.items():
            places.open(location).put(path, [content])
    done = backed_up(uri, tmp_path / "x", places)
    assert (done.files, done.file_bytes) == (4, len(large) + 2)
    elsewhere = Places(str(tmp_path / "elsewhere"))
    assert restore(crossed, tmp_path / "x", elsewhere).files == 4
    for location, files in held.items():
        for path, content in files.items():
            assert b"".join(elsewhere.open(location).get(path)) == content
    assert restore(crossed, tmp_path / "x", None, force=True).files == 0


def test_files_for_places_that_are_no_runs_own_are_refused(tmp_path: Path) -> None:
    piece = Piece(owner="0" * 32, uri=str(tmp_path), path="x", data=b"", is_last=True)
    with pytest.raises(InvalidValue, match="not a folder of their run's own"):
        Places("a").put(iter([piece]))
    assert open_artifacts(str(tmp_path)).list() == ()


def test_a_store_that_holds_something_is_kept_unless_forced(uri: str, crossed: str, tmp_path: Path) -> None:
    filled(uri)
    backed_up(uri, tmp_path / "x")
    open_store(crossed, artifact_root="a").close()
    restore(crossed, tmp_path / "x", None)  # one that was only opened is empty
    before = contents(crossed)
    with pytest.raises(InvalidValue, match=r"not empty \(4 in run"):
        restore(crossed, tmp_path / "x", None)
    store = open_store(crossed)
    store.create_run(NewRun(experiment_id="0"))
    store.close()
    restore(crossed, tmp_path / "x", None, force=True)
    assert contents(crossed) == before


def test_tables_of_others_are_not_replaced_even_if_forced(uri: str, crossed: str, tmp_path: Path) -> None:
    filled(uri)
    backed_up(uri, tmp_path / "x")
    execute(crossed, "CREATE TABLE run (x INTEGER)")
    with pytest.raises(InvalidValue, match="other software"):
        restore(crossed, tmp_path / "x", None, force=True)
    assert queried(crossed, "SELECT x FROM run") == []


def test_a_store_that_is_open_is_not_replaced(uri: str, crossed: str, tmp_path: Path) -> None:
    filled(uri)
    backed_up(uri, tmp_path / "x")
    store = open_store(crossed, artifact_root="a")
    run_id = store.create_run(NewRun(experiment_id="0")).info.run_id
    with pytest.raises(Unavailable, match="Stop servers"):
        restore(crossed, tmp_path / "x", None, force=True)
    store.log_batch(run_id, params={"still": "there"})
    store.close()
    restore(crossed, tmp_path / "x", None, force=True)
    assert contents(crossed) == contents(uri)


@pytest.mark.parametrize("at", [0, 9, 200, -33, -1])
def test_a_damaged_file_is_refused_before_anything_is_written(tmp_path: Path, at: int) -> None:
    uri, file = f"sqlite:///{tmp_path}/store.db", tmp_path / "x.backup"
    filled(uri)
    backed_up(uri, file)
    content = bytearray(file.read_bytes())
    content[at] ^= 1
    for broken in (content, file.read_bytes()[:-1], file.read_bytes()[:1000], b""):
        (tmp_path / "broken").write_bytes(broken)
        with pytest.raises(InvalidValue, match=r"damaged|not a backup"):
            restore(f"sqlite:///{tmp_path}/other.db", tmp_path / "broken", None)
    assert not (tmp_path / "other.db").exists()


def test_a_backup_that_breaks_off_leaves_no_file(tmp_path: Path) -> None:
    def broken_off() -> None:
        with BackupWriter(tmp_path / "x") as writer:
            writer.write(Rows(table="run", rows=[[1]]))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken_off()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(InvalidValue, match="Cannot write"):
        BackupWriter(tmp_path / "not" / "there")


def test_a_file_is_private_not_overwritten_and_named_by_time_in_a_folder(tmp_path: Path) -> None:
    uri = f"sqlite:///{tmp_path}/store.db"
    filled(uri)
    folder = tmp_path / "backups"
    folder.mkdir()
    done = backed_up(uri, folder)
    (file,) = folder.iterdir()
    assert (done.file, file.suffix, file.stat().st_mode & 0o777) == (str(file), ".backup", 0o600)
    with pytest.raises(InvalidValue, match="there already"):
        backed_up(uri, file)


@pytest.mark.parametrize("version", migrate.known_versions()[:-1])
def test_a_backup_of_an_older_version_is_upgraded(uri: str, crossed: str, tmp_path: Path, version: str) -> None:
    engine = open_engine(uri)
    with engine.execution_options(**WRITES).begin() as connection:
        migrate.upgrade(connection, None, version)
    engine.dispose()
    columns = "(id, name, artifact_location, lifecycle, created_ms, updated_ms)"
    execute(
        uri,
        "INSERT INTO series_attributes (id, document) VALUES (0, '{}')",
        f"INSERT INTO experiment {columns} VALUES (0, 'Default', 'a', 'active', 1, 1)",
        f"INSERT INTO experiment {columns} VALUES (5, 'old', 'a', 'active', 1, 1)",
    )
    assert backed_up(uri, tmp_path / "x").schema_version == version
    assert queried(uri, "SELECT version_num FROM barograph_schema") == [(version,)]  # a backup changes nothing
    restore(crossed, tmp_path / "x", None)
    assert_sound(crossed)
    assert queried(crossed, "SELECT name FROM experiment ORDER BY id") == [("Default",), ("old",)]


def test_a_backup_of_a_newer_release_is_refused(tmp_path: Path) -> None:
    uri = f"sqlite:///{tmp_path}/store.db"
    filled(uri)
    execute(uri, "UPDATE barograph_schema SET version_num = '9999'")
    backed_up(uri, tmp_path / "x")
    with pytest.raises(InvalidValue, match="does not know"):
        restore(f"sqlite:///{tmp_path}/other.db", tmp_path / "x", None)


def test_texts_that_postgresql_cannot_hold_are_told(postgresql: PostgresqlServer, tmp_path: Path) -> None:
    uri, other = f"sqlite:///{tmp_path}/store.db", postgresql.new_database()
    store = open_store(uri, artifact_root="a")
    store.create_experiment("e", tags={"k": "a\x00b"})
    store.close()
    backed_up(uri, tmp_path / "x")
    with pytest.raises(InvalidValue, match="NUL"):
        restore(other, tmp_path / "x", None)
    assert queried(other, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


RESTORE = dedent("""
    import sys
    from pathlib import Path
    from barograph.maintenance.backup import restore as module
    load = module._compare
    def paused(*arguments):
        print("paused", flush=True)
        sys.stdin.readline()
        return load(*arguments)
    module._compare = paused
    module.restore(sys.argv[1], Path(sys.argv[2]), None, force=True)
""")


def test_a_restore_that_is_killed_leaves_what_was_there(uri: str, crossed: str, tmp_path: Path) -> None:
    filled(uri)
    backed_up(uri, tmp_path / "x")

    def killed() -> None:
        command = [sys.executable, "-c", RESTORE, crossed, str(tmp_path / "x")]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "paused\n"
            process.kill()

    killed()
    with pytest.raises(InvalidValue), existing(crossed):
        pass
    filled(crossed)
    before = contents(crossed)
    killed()
    assert contents(crossed) == before
    restore(crossed, tmp_path / "x", None, force=True)
    assert contents(crossed) == contents(uri)
    assert [file.name for file in tmp_path.iterdir() if "restoring" in file.name] == []


def test_the_header_says_whose_it_is(uri: str, tmp_path: Path) -> None:
    filled(uri)
    backed_up(uri, tmp_path / "x")
    header = verify(tmp_path / "x")
    assert (header.schema_version, header.database) == (migrate.CURRENT_VERSION, uri.partition(":")[0])
    assert header.last_ids["experiment"] == 1
