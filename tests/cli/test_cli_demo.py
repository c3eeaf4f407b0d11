"""`barograph demo`: what it makes, and that it makes it once."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest
import urllib3
from test_cli_commands import COMMAND, PREFIX, run

from barograph.demo import make_demo
from barograph.errors import InvalidValue
from barograph.model import Query, RunFilter, RunStatus, Stage, View
from barograph.store.base import Store
from barograph.store.opening import open_store

_NOW_MS = 1_760_000_000_000


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("demo") / "made"
    assert make_demo(directory, now_ms=_NOW_MS).is_new
    return directory


def opened(directory: Path) -> Store:
    return open_store(f"sqlite:///{directory / 'barograph.db'}")


def runs_of(store: Store, name: str) -> dict[str, str]:
    experiment_id = store.get_experiment_by_name(name).experiment_id
    return {run.info.name: run.info.run_id for run in store.search_runs([experiment_id], Query(max_results=1000)).items}


def test_experiments_of_every_kind_are_there(demo: Path) -> None:
    store = opened(demo)
    names = {found.name for found in store.search_experiments(Query(max_results=100)).items}
    assert {"wind-farm", "turbine-inspection", "hyper-parameters", "cross-validation"} <= names
    assert store.count_runs(RunFilter(experiment_ids=(store.get_experiment_by_name("hyper-parameters").experiment_id,))) == 202
    network = store.get_run(runs_of(store, "turbine-inspection")["resnet50"])
    loss = next(metric for metric in network.metrics if metric.key == "train/loss")
    assert loss.step == 5_999
    folder = demo / "artifacts" / network.info.experiment_id / network.info.run_id / "artifacts"
    assert len(list((folder / "images").iterdir())) == 5
    assert (folder / "predictions.json").is_file()
    store.close()


def test_runs_are_nested_three_deep(demo: Path) -> None:
    store = opened(demo)
    runs = runs_of(store, "cross-validation")
    fold = store.get_run(runs["boosting-fold-1"])
    assert fold.tags["mlflow.parentRunId"] == runs["cv-boosting"]
    assert store.get_run(runs["boosting-fold-1-fit"]).tags["mlflow.parentRunId"] == fold.info.run_id
    store.close()


def test_the_registry_has_a_history(demo: Path) -> None:
    store = opened(demo)
    model = store.get_registered_model("WindFarmPower")
    assert set(model.aliases) == {"champion", "challenger", "fallback"}
    versions = store.search_model_versions(Query(filter="name = 'WindFarmPower'", max_results=100)).items
    assert {version.stage for version in versions} == {Stage.ARCHIVED, Stage.PRODUCTION, Stage.STAGING}
    store.close()


def test_states_that_pages_must_show_are_there(demo: Path) -> None:
    store = opened(demo)
    assert store.get_run(runs_of(store, "turbine-inspection")["convnext-small"]).info.status is RunStatus.RUNNING
    assert store.get_run(runs_of(store, "wind-farm")["network-512"]).info.status is RunStatus.FAILED
    deleted = store.search_experiments(Query(view=View.DELETED_ONLY, max_results=100)).items
    assert [found.name for found in deleted] == ["first-tries"]
    assert [report.title for report in store.list_reports()] == ["How the inspection network was chosen"]
    store.close()


def test_the_same_seed_makes_the_same_runs(demo: Path, tmp_path: Path) -> None:
    first = opened(demo)
    made = {}
    for seed in (1, 2):
        make_demo(tmp_path / str(seed), seed=seed, now_ms=_NOW_MS)
        made[seed] = opened(tmp_path / str(seed))
    names = ("wind-farm", "turbine-inspection", "hyper-parameters", "cross-validation")
    assert all(runs_of(first, name) == runs_of(made[1], name) for name in names)
    run_id = runs_of(first, "hyper-parameters")["guided-042"]
    assert first.get_run(run_id) == made[1].get_run(run_id)
    assert runs_of(made[2], "wind-farm") != runs_of(first, "wind-farm")
    for store in (first, *made.values()):
        store.close()


def test_a_store_that_is_there_is_left_alone(tmp_path: Path) -> None:
    make_demo(tmp_path / "demo")
    store = opened(tmp_path / "demo")
    store.create_experiment("mine")
    store.close()
    assert not make_demo(tmp_path / "demo", seed=7).is_new
    store = opened(tmp_path / "demo")
    assert store.get_experiment_by_name("mine")
    store.close()


def test_a_directory_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(InvalidValue, match="other files"):
        make_demo(tmp_path)
    told = run(tmp_path, "demo", "--dir", ".", "--no-serve")
    assert (told.returncode, "--dir" in told.stderr) == (1, True)


def test_the_command_makes_and_serves(tmp_path: Path) -> None:
    told = run(tmp_path, "demo", "--dir", "here", "--no-serve")
    assert (told.returncode, "here" in told.stdout) == (0, True)
    process = subprocess.Popen([*COMMAND, "demo", "--dir", "here", "--port", "0"], cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        assert "was already" in process.stdout.readline()
        url = process.stdout.readline().removeprefix(PREFIX).strip()
        found = urllib3.request("POST", f"{url}/api/2.0/mlflow/experiments/search", json={"max_results": 100}).json()
        assert "wind-farm" in {each["name"] for each in found["experiments"]}
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        process.stdout.close()
