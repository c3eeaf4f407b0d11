"""The trash over HTTP: what is in it, what purging would free, and that only what was weighed goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from server_caller import Caller

from barograph.store.opening import open_store
from barograph.testing.contract.making import UNKNOWN_RUN, new_experiment, new_registered_model, new_run, new_version

TRASH = "/api/barograph/1/trash"


@pytest.fixture
def kept(tmp_path: Path, serve: Callable[..., AbstractContextManager[Caller]]) -> Iterator[Caller]:
    """A server on a database of its own."""
    store = open_store(f"sqlite:///{tmp_path}/store.db", artifact_root="mlflow-artifacts:")
    with serve(store, artifacts_destination=str(tmp_path / "artifacts")) as caller:
        yield caller
    store.close()


def deleted_run(server: Caller, experiment_id: str, size: int = 10) -> str:
    run_id = new_run(server.store, experiment_id, name="gone")
    answer = server.raw("PUT", f"/api/2.0/mlflow-artifacts/artifacts/{experiment_id}/{run_id}/artifacts/model.bin", bytes(size))
    assert answer.status == 200
    server.store.delete_run(run_id)
    return run_id


def test_experiments_stand_with_their_runs_and_runs_alone(kept: Caller) -> None:
    active, gone = new_experiment(kept.store), new_experiment(kept.store)
    run_id = deleted_run(kept, active)
    new_run(kept.store, gone)
    kept.store.delete_experiment(gone)
    found = kept.get(TRASH).json
    assert [(each["experiment_id"], each["runs"]) for each in found["experiments"]] == [(gone, 1)]
    assert [(each["run_id"], each["name"], each["experiment_id"]) for each in found["runs"]] == [(run_id, "gone", active)]
    assert found["runs"][0]["deleted_ms"] > 0
    assert (found["experiment_count"], found["run_count"]) == (1, 1)
    kept.store.restore_run(run_id)
    kept.store.restore_experiment(gone)
    assert kept.get(TRASH).json == {}


def test_what_was_weighed_is_purged(kept: Caller) -> None:
    experiment_id = new_experiment(kept.store)
    chosen, other = deleted_run(kept, experiment_id, 2_000), deleted_run(kept, experiment_id)
    weighed = kept.ok(f"{TRASH}/weigh", {"run_ids": [chosen]})
    assert (weighed["files"], weighed["bytes"], [item["id"] for item in weighed["items"]]) == (1, 2_000, [chosen])
    assert kept.store.get_run(chosen)
    purged = kept.ok(f"{TRASH}/purge", {"run_ids": [chosen], "seal": weighed["seal"]})
    assert [item["id"] for item in purged["items"]] == [chosen]
    assert [each["run_id"] for each in kept.get(TRASH).json["runs"]] == [other]
    assert not list(kept.artifacts.rglob(chosen))
    assert list(kept.artifacts.rglob(other))


def test_everything_is_purged_without_ids(kept: Caller) -> None:
    active, gone = new_experiment(kept.store), new_experiment(kept.store)
    deleted_run(kept, active)
    new_run(kept.store, gone)
    kept.store.delete_experiment(gone)
    weighed = kept.ok(f"{TRASH}/weigh", {})
    assert sorted(item["kind"] for item in weighed["items"]) == ["experiment", "run", "run"]
    kept.ok(f"{TRASH}/purge", {"seal": weighed["seal"]})
    assert kept.get(TRASH).json == {}
    assert kept.store.get_experiment(active)


@pytest.mark.parametrize("seal", ["", "0" * 64])
def test_nothing_is_purged_without_having_been_weighed(kept: Caller, seal: str) -> None:
    run_id = deleted_run(kept, new_experiment(kept.store))
    answer = kept.post(f"{TRASH}/purge", {"run_ids": [run_id], "seal": seal})
    assert answer.status in (400, 409)
    assert kept.store.get_run(run_id)


def test_what_came_into_the_trash_meanwhile_is_not_purged(kept: Caller) -> None:
    experiment_id = new_experiment(kept.store)
    first = deleted_run(kept, experiment_id)
    seal = kept.ok(f"{TRASH}/weigh", {})["seal"]
    second = deleted_run(kept, experiment_id)
    answer = kept.post(f"{TRASH}/purge", {"seal": seal})
    assert (answer.status, answer.code) == (409, "RESOURCE_CONFLICT")
    assert [kept.store.get_run(run_id).info.run_id for run_id in (first, second)] == [first, second]


def test_what_a_version_needs_and_what_is_active_stays(kept: Caller) -> None:
    experiment_id = new_experiment(kept.store)
    needed, active = deleted_run(kept, experiment_id), new_run(kept.store, experiment_id)
    new_version(kept.store, new_registered_model(kept.store), run_id=needed)
    weighed = kept.ok(f"{TRASH}/weigh", {"run_ids": [needed, active, UNKNOWN_RUN]})
    assert {each["id"] for each in weighed["staying"]} == {needed, active}
    assert "items" not in weighed


def test_a_store_in_memory_has_no_trash(server: Caller) -> None:
    assert (server.get(TRASH).status, server.get(TRASH).code) == (501, "NOT_IMPLEMENTED")
