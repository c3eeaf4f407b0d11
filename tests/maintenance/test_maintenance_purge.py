"""What a purge takes, what it leaves, and that it can be gone on with."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from textwrap import dedent
from threading import Event, Thread

import pytest

from barograph.artifacts.opening import open_artifacts
from barograph.errors import BarographError, InvalidValue
from barograph.maintenance.check import check_store
from barograph.maintenance.database import existing
from barograph.maintenance.purge import Purged, PurgeRequest, parse_age, purge
from barograph.maintenance.purge import files as purge_files
from barograph.maintenance.purge.files import Files
from barograph.model import Metric, NewLoggedModel, NewModelVersion, NewRun
from barograph.store.base import Store
from barograph.store.opening import open_store
from barograph.testing.server import running_server
from maintained_stores import queried


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "artifacts"


def run_with_files(store: Store, experiment_id: str = "0", count: int = 2) -> str:
    info = store.create_run(NewRun(experiment_id=experiment_id)).info
    artifacts = open_artifacts(info.artifact_uri)
    for i in range(count):
        artifacts.put(f"model/part {i}.bin", [b"12345"])
    store.log_batch(info.run_id, metrics=[Metric(key="k", value=1, timestamp_ms=1)], params={"p": "1"})
    return info.run_id


def purged(uri: str, destination: str | Path = "unused", *, dry_run: bool = False, with_files: bool = True, **request: object) -> Purged:
    with existing(uri) as database:
        files = Files(str(destination)) if with_files else None
        done = purge(database, PurgeRequest(**request), files, dry_run=dry_run)  # type: ignore[arg-type]  # fields of a request
        assert list(check_store(database)) == []
    return done


def gone(done: Purged) -> list[str]:
    return [item.id for item in done.items]


def runs_left(uri: str) -> list[str]:
    return [row[0] for row in queried(uri, "SELECT uuid FROM run ORDER BY id")]


def test_deleted_runs_go_with_their_files_and_others_stay(uri: str, root: Path) -> None:
    store = open_store(uri, artifact_root=str(root))
    kept, going = run_with_files(store), run_with_files(store)
    store.delete_run(going)
    store.close()
    looked = purged(uri, dry_run=True)
    assert [(item.id, item.size.files, item.size.bytes) for item in looked.items if item.size] == [(going, 2, 10)]
    assert runs_left(uri) == [kept, going]
    assert (root / "0" / going / "artifacts/model/part 0.bin").is_file()
    assert gone(purged(uri)) == [going]
    assert runs_left(uri) == [kept]
    assert [place.name for place in (root / "0").iterdir()] == [kept]
    assert gone(purged(uri)) == []


def test_metadata_only_leaves_every_byte(uri: str, root: Path) -> None:
    store = open_store(uri, artifact_root=str(root))
    run_id = run_with_files(store)
    store.delete_run(run_id)
    store.close()
    assert gone(purged(uri, with_files=False)) == [run_id]
    assert (root / "0" / run_id / "artifacts/model/part 1.bin").read_bytes() == b"12345"


def test_ids_name_what_goes_and_must_be_deleted(uri: str, root: Path) -> None:
    store = open_store(uri, artifact_root=str(root))
    active, one, two = (run_with_files(store) for _ in range(3))
    store.delete_run(one)
    store.delete_run(two)
    store.close()
    done = purged(uri, run_ids=(one, active, "0" * 32))
    assert (gone(done), [found.id for found in done.refused], done.unknown) == ([one], [active], ("0" * 32,))
    assert runs_left(uri) == [active, two]


def test_what_was_deleted_lately_is_spared(uri: str, root: Path) -> None:
    store = open_store(uri, artifact_root=str(root))
    run_id = run_with_files(store)
    store.delete_run(run_id)
    store.close()
    assert gone(purged(uri, older_than_ms=60_000)) == []
    (refused,) = purged(uri, older_than_ms=60_000, run_ids=(run_id,)).refused
    assert "--older-than" in refused.reason
    assert gone(purged(uri)) == [run_id]


def test_an_experiment_goes_with_all_that_is_in_it(uri: str, root: Path) -> None:
    store = open_store(uri, artifact_root=str(root))
    experiment_id = store.create_experiment("going", tags={"a": "b"})
    run_id = run_with_files(store, experiment_id)
    model = store.create_logged_model(NewLoggedModel(experiment_id=experiment_id, source_run_id=run_id))
    open_artifacts(model.artifact_location).put("MLmodel", [b"x"])
    store.log_batch(run_id, metrics=[Metric(key="rmse", value=1, timestamp_ms=1, model_id=model.model_id)])
    other = store.create_experiment("other")
    store.delete_experiment(experiment_id)
    store.close()
    assert set(gone(purged(uri, experiment_ids=(experiment_id, other)))) == {run_id, model.model_id, experiment_id}
    assert {row[0] for row in queried(uri, "SELECT name FROM experiment")} == {"Default", "other"}
    assert not (root / experiment_id).exists()
    assert queried(uri, "SELECT count(*) FROM series") == [(0,)]


def test_an_experiment_with_a_restored_run_stays_whole(uri: str, root: Path) -> None:
    store = open_store(uri, artifact_root=str(root))
    experiment_id = store.create_experiment("kept")
    run_id = run_with_files(store, experiment_id)
    model = store.create_logged_model(NewLoggedModel(experiment_id=experiment_id))
    store.delete_experiment(experiment_id)
    store.restore_run(run_id)
    store.close()
    done = purged(uri)
    assert (gone(done), [found.id for found in done.refused]) == ([], [experiment_id])
    assert queried(uri, "SELECT model_id FROM logged_model") == [(model.model_id,)]


def test_the_default_experiment_stays(uri: str, root: Path) -> None:
    store = open_store(uri, artifact_root=str(root))
    run_id = run_with_files(store)
    store.delete_experiment("0")
    store.close()
    done = purged(uri)
    assert (gone(done), [found.id for found in done.refused]) == ([run_id], ["0"])


def test_a_logged_model_goes_and_the_run_keeps_its_points(uri: str, root: Path) -> None:
    store = open_store(uri, artifact_root=str(root))
    run_id = run_with_files(store)
    models = [store.create_logged_model(NewLoggedModel(experiment_id="0")) for _ in range(2)]
    for model in models:
        open_artifacts(model.artifact_location).put("MLmodel", [b"x"])
        store.log_batch(run_id, metrics=[Metric(key="rmse", value=1, timestamp_ms=1, model_id=model.model_id)])
    store.delete_logged_model(models[0].model_id)
    store.close()
    assert gone(purged(uri)) == [models[0].model_id]
    store = open_store(uri)
    assert len(store.metric_history(run_id, "rmse").items) == 1
    assert len(store.get_logged_model(models[1].model_id).metrics) == 1
    store.close()
    assert [place.name for place in (root / "0" / "models").iterdir()] == [models[1].model_id]


@pytest.mark.parametrize("how", ["run_id", "source", "model_id"])
def test_what_registered_versions_need_stays_unless_forced(uri: str, root: Path, how: str) -> None:
    store = open_store(uri, artifact_root=str(root))
    run_id = run_with_files(store)
    model = store.create_logged_model(NewLoggedModel(experiment_id="0"))
    store.create_registered_model("m")
    named = {
        "run_id": NewModelVersion(name="m", source="s3://elsewhere/x", run_id=run_id),
        "source": NewModelVersion(name="m", source=f"{store.get_run(run_id).info.artifact_uri}/model"),
        "model_id": NewModelVersion(name="m", source=f"models:/{model.model_id}", model_id=model.model_id),
    }
    store.create_model_version(named[how])
    store.delete_run(run_id)
    store.delete_logged_model(model.model_id)
    store.close()
    needed, free = (model.model_id, run_id) if how == "model_id" else (run_id, model.model_id)
    done = purged(uri)
    assert (gone(done), [found.id for found in done.refused]) == ([free], [needed])
    assert "Version 1 of registered model 'm'" in done.refused[0].reason
    assert gone(purged(uri, force=True)) == [needed]


def test_files_go_first_and_a_purge_that_broke_off_is_gone_on_with(uri: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(uri, artifact_root=str(root))
    runs = [run_with_files(store) for _ in range(5)]
    for run_id in runs:
        store.delete_run(run_id)
    store.close()
    delete = purge_files.Files.delete

    def failing(self: Files, owner: purge_files.Owner) -> None:
        if owner.id == runs[2]:
            raise BarographError("The disk is on fire.")
        delete(self, owner)

    monkeypatch.setattr(purge_files.Files, "delete", failing)
    done = purged(uri)
    assert [(found.id, found.reason) for found in done.failed] == [(runs[2], "The disk is on fire.")]
    assert runs_left(uri) == [runs[2]]
    monkeypatch.setattr(purge_files.Files, "delete", delete)
    assert gone(purged(uri)) == [runs[2]]
    assert list((root / "0").iterdir()) == []


KILLED = dedent("""
    import sys
    from barograph.maintenance.database import existing
    from barograph.maintenance.purge import PurgeRequest, purge as purged
    from barograph.maintenance.purge.files import Files
    module = sys.modules["barograph.maintenance.purge.purge"]
    def paused(*arguments):
        print("paused", flush=True)
        sys.stdin.readline()
    module.delete_runs = paused
    with existing(sys.argv[1]) as database:
        purged(database, PurgeRequest(), Files("unused"))
""")


def test_a_purge_that_is_killed_before_the_rows_went_is_gone_on_with(uri: str, root: Path) -> None:
    store = open_store(uri, artifact_root=str(root))
    run_id = run_with_files(store)
    store.delete_run(run_id)
    store.close()
    with subprocess.Popen([sys.executable, "-c", KILLED, uri], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "paused\n"
        process.kill()
    assert runs_left(uri) == [run_id]
    assert list((root / "0").iterdir()) == []
    assert gone(purged(uri)) == [run_id]
    assert runs_left(uri) == []


def test_rows_of_a_run_that_was_restored_meanwhile_stay(uri: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(uri, artifact_root=str(root))
    run_id = run_with_files(store)
    store.delete_run(run_id)
    monkeypatch.setattr(purge_files.Files, "delete", lambda _self, owner: store.restore_run(owner.id))
    done = purged(uri)
    assert ("restored" in done.failed[0].reason, gone(done)) == (True, [])
    assert len(store.metric_history(run_id, "k").items) == 1
    store.close()


def test_a_folder_that_is_not_the_runs_own_is_not_touched(uri: str, root: Path) -> None:
    store = open_store(uri, artifact_root=str(root))
    run_id = run_with_files(store)
    store.delete_run(run_id)
    with existing(uri) as database:
        database.write(lambda connection: connection.exec_driver_sql(f"UPDATE run SET artifact_uri = '{root}/0'"))
    store.close()
    assert "folder of its own" in purged(uri).failed[0].reason
    assert (root / "0" / run_id).is_dir()


@pytest.mark.parametrize("where", ["local", "s3", "proxy root", "through the server"])
def test_five_thousand_files_all_go(where: str, tmp_path: Path, s3_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_S3_ENDPOINT_URL", s3_url)
    for name, value in (("AWS_ACCESS_KEY_ID", "k"), ("AWS_SECRET_ACCESS_KEY", "s"), ("AWS_DEFAULT_REGION", "us-east-1")):
        monkeypatch.setenv(name, value)
    uri, destination = f"sqlite:///{tmp_path}/barograph.db", tmp_path / "artifacts"
    root = {"local": f"{tmp_path}/artifacts", "s3": f"s3://bucket/{tmp_path.name}"}.get(where, "mlflow-artifacts:")
    store = open_store(uri, artifact_root=root)
    info = store.create_run(NewRun(experiment_id="0")).info
    other = store.create_run(NewRun(experiment_id="0")).info
    store.delete_run(info.run_id)
    store.close()
    files = root if where in ("local", "s3") else str(destination)
    artifacts = open_artifacts(files)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda i: artifacts.put(f"0/{info.run_id}/artifacts/part {i % 7}/{i}", [b"x"]), range(5_000)))
    artifacts.put(f"0/{other.run_id}/artifacts/kept", [b"x"])
    if where == "through the server":
        with running_server(tmp_path) as server, existing(uri) as database:
            done = purge(database, PurgeRequest(), Files("not used", str(server)))
    else:
        looked = purged(uri, destination, dry_run=True)
        assert (looked.size.files, looked.size.bytes) == (5_000, 5_000)
        done = purged(uri, destination)
    assert gone(done) == [info.run_id]
    assert [child.path for child in artifacts.list("0")] == [f"0/{other.run_id}"]


def test_purging_a_long_run_lets_writers_in(tmp_path: Path) -> None:
    uri = f"sqlite:///{tmp_path}/store.db"
    store = open_store(uri, artifact_root="memory-less")
    going, other = (store.create_run(NewRun(experiment_id="0")).info.run_id for _ in range(2))
    for batch in range(40):
        metrics = [Metric(key=f"k{i}", value=i * 0.7, timestamp_ms=batch, step=batch) for i in range(1_000)]
        store.log_batch(going, metrics=metrics)
    store.delete_run(going)
    ended, waits = Event(), []

    def write() -> None:
        step = 0
        while not ended.is_set():
            began = time.monotonic()
            store.log_batch(other, metrics=[Metric(key="k", value=1, timestamp_ms=step, step=step)])
            waits.append(time.monotonic() - began)
            step += 1

    writer = Thread(target=write)
    writer.start()
    with existing(uri) as database:
        assert gone(purge(database, PurgeRequest(), None)) == [going]
    ended.set()
    writer.join()
    assert len(waits) > 10  # commits came in between those of the purge
    assert len(store.metric_history(other, "k").items) == len(waits)
    store.close()


@pytest.mark.parametrize(("text", "age"), [("30d", 30 * 86_400_000), ("1d2h3m4s", 93_784_000), ("1.5h", 5_400_000), ("0s", 0)])
def test_ages(text: str, age: int) -> None:
    assert parse_age(text) == age


@pytest.mark.parametrize("text", ["", "30", "1h1d", "-1d", "d", "1w"])
def test_what_is_no_age(text: str) -> None:
    with pytest.raises(InvalidValue, match="30d"):
        parse_age(text)
