"""Models in stores: logged, tied to runs, registered, and loaded by every kind of URI; locally and through a server."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pandas as pd
import pytest
from sklearn.ensemble import RandomForestRegressor

import barograph
from barograph.errors import BarographError, InvalidValue, NotFound


@pytest.fixture(params=["sqlite", "server"])
def tracking(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    uri = f"sqlite:///{tmp_path / 'runs.db'}" if request.param == "sqlite" else str(request.getfixturevalue("model_server"))
    barograph.set_tracking_uri(uri)
    barograph.set_experiment(f"models-{uuid4()}")
    return uri


@pytest.fixture
def name() -> str:
    return f"Power-{uuid4()}"


@pytest.fixture
def forest(frame: pd.DataFrame) -> Any:
    return RandomForestRegressor(3, random_state=0).fit(frame, frame["speed"] ** 3)


def test_a_logged_model_loads_by_every_uri(tracking: str, forest: Any, frame: pd.DataFrame, name: str) -> None:
    with barograph.start_run() as run:
        info = barograph.sklearn.log_model(forest, name="model", input_example=frame[:2], registered_model_name=name)
    client = barograph.MlflowClient()
    client.set_registered_model_alias(name, "best", "1")
    client.transition_model_version_stage(name, "1", "Production")
    run_id = run.info.run_id
    uris = [
        info.model_uri,
        f"runs:/{run_id}/model",
        f"models:/{name}/1",
        f"models:/{name}/latest",
        f"models:/{name}/production",
        f"models:/{name}@best",
        client.get_logged_model(info.model_id).artifact_location,
    ]
    expected = forest.predict(frame).tolist()
    for uri in uris:
        loaded = barograph.pyfunc.load_model(uri)
        assert loaded.predict(frame).tolist() == expected
        assert loaded.model_id == info.model_id
    assert barograph.sklearn.load_model(info.model_uri).predict(frame).tolist() == expected
    assert Path(barograph.pyfunc.get_model_dependencies(info.model_uri)).read_text().startswith("scikit-learn==")


def test_a_logged_model_is_tied_to_its_run(tracking: str, forest: Any, frame: pd.DataFrame) -> None:
    with barograph.start_run() as run:
        barograph.log_params({"trees": 3})
        barograph.log_metric("mse", 0.5, step=2)
        barograph.log_metric("mse", 0.4, step=3)
        info = barograph.sklearn.log_model(forest, name="model", params={"trees": 9, "depth": 4}, tags={"site": "north"}, step=2)
        barograph.log_metric("late", 0.1, step=2)
    client = barograph.MlflowClient()
    logged = client.get_logged_model(info.model_id)
    assert logged.status == "READY"
    assert logged.source_run_id == run.info.run_id
    assert logged.params == {"trees": "3", "depth": "4"}
    assert logged.tags["site"] == "north"
    assert {(metric.key, metric.value) for metric in logged.metrics} == {("mse", 0.5), ("late", 0.1)}
    outputs = client.get_run(run.info.run_id).outputs.model_outputs
    assert [(output.model_id, output.step) for output in outputs] == [(info.model_id, 2)]
    assert info.model_uri == f"models:/{info.model_id}"
    assert info.run_id == run.info.run_id
    assert info.name == "model"
    assert info.params == {"trees": "3", "depth": "4"}
    assert barograph.models.get_model_info(f"runs:/{run.info.run_id}/model").model_uuid == info.model_id


def test_no_run_is_started_for_a_model(tracking: str, forest: Any) -> None:
    info = barograph.sklearn.log_model(forest, name="model")
    assert barograph.active_run() is None
    assert info.run_id is None
    assert barograph.sklearn.load_model(info.model_uri).n_estimators == 3


def test_a_model_that_cannot_be_saved_is_marked_failed_and_the_error_goes_on(tracking: str) -> None:
    with pytest.raises(InvalidValue, match="reviewed list"), barograph.start_run():
        barograph.sklearn.log_model(open, name="broken")
    (failed,) = barograph.search_logged_models(filter_string="name = 'broken'", output_format="list")
    assert failed.status == "FAILED"


@pytest.mark.parametrize("arguments", [{"name": "a/b"}, {"name": "a", "artifact_path": "b"}, {"name": ""}, {"name": 3}])
def test_names_are_checked_before_anything_is_made(tracking: str, forest: Any, arguments: dict[str, Any]) -> None:
    with pytest.raises(InvalidValue):
        barograph.sklearn.log_model(forest, **arguments)
    assert barograph.search_logged_models(output_format="list") == []


def test_artifact_path_still_names_a_model(tracking: str, forest: Any) -> None:
    with pytest.warns(FutureWarning, match="name"):
        assert barograph.sklearn.log_model(forest, "old").name == "old"


def test_a_model_saved_below_a_run_loads_and_registers(tracking: str, forest: Any, frame: pd.DataFrame, name: str) -> None:
    barograph.sklearn.save_model(forest, "saved")
    with barograph.start_run() as run:
        barograph.log_artifacts("saved", "deep/model")
    uri = f"runs:/{run.info.run_id}/deep/model"
    assert barograph.pyfunc.load_model(uri).predict(frame).tolist() == forest.predict(frame).tolist()
    version = barograph.register_model(uri, name, tags={"site": "north"})
    assert int(version.version) == 1
    assert version.run_id == run.info.run_id
    assert version.tags == {"site": "north"}
    assert barograph.sklearn.load_model(f"models:/{name}/1").n_estimators == 3


def test_registering_a_logged_model_by_its_run_and_a_version_by_its_name(tracking: str, forest: Any, name: str) -> None:
    with barograph.start_run() as run:
        info = barograph.sklearn.log_model(forest, name="model")
    version = barograph.register_model(f"runs:/{run.info.run_id}/model", name)
    assert version.source == info.model_uri
    assert version.run_id == run.info.run_id
    again = barograph.register_model(f"models:/{name}/1", name)
    assert int(again.version) == 2
    assert again.source == f"models:/{name}/1"
    assert barograph.sklearn.load_model(f"models:/{name}/2").n_estimators == 3
    tag = barograph.MlflowClient().get_logged_model(info.model_id).tags["mlflow.modelVersions"]
    assert name in tag


@pytest.mark.parametrize("uri", ["runs:/{run}/nothing", "runs:/" + "0" * 32 + "/model", "models:/m-" + "0" * 32, "models:/Nobody/1"])
def test_what_is_not_there_is_neither_registered_nor_loaded(tracking: str, uri: str, name: str) -> None:
    with barograph.start_run() as run:
        barograph.log_param("a", 1)
    named = uri.format(run=run.info.run_id)
    with pytest.raises(BarographError) as loading:
        barograph.pyfunc.load_model(named)
    with pytest.raises(BarographError) as registering:
        barograph.register_model(named, name)
    assert loading.value.error_code == registering.value.error_code == "RESOURCE_DOES_NOT_EXIST"


def test_a_stage_without_version_and_a_flavour_that_is_not_there(tracking: str, name: str) -> None:
    info = barograph.pyfunc.log_model(name="model", python_model=lambda data: data, registered_model_name=name)
    with pytest.raises(NotFound, match="Staging"):
        barograph.pyfunc.load_model(f"models:/{name}/staging")
    with pytest.raises(InvalidValue, match="stage"):
        barograph.pyfunc.load_model(f"models:/{name}/soon")
    with pytest.raises(NotFound, match="sklearn"):
        barograph.sklearn.load_model(info.model_uri)


def test_a_signature_can_be_set_later_but_not_on_a_version(tracking: str, forest: Any, frame: pd.DataFrame, name: str) -> None:
    info = barograph.sklearn.log_model(forest, name="model", registered_model_name=name)
    assert info.signature is None
    signature = barograph.models.infer_signature(frame, forest.predict(frame))
    barograph.models.set_signature(info.model_uri, signature)
    assert barograph.models.get_model_info(info.model_uri).signature == signature
    assert barograph.pyfunc.load_model(info.model_uri).metadata.signature == signature
    with pytest.raises(InvalidValue, match="registered version"):
        barograph.models.set_signature(f"models:/{name}/1", signature)


def test_configuration_of_a_custom_model_becomes_params_of_the_run(tracking: str) -> None:
    with barograph.start_run() as run:
        barograph.pyfunc.log_model(name="model", python_model=lambda data: data, model_config={"a": 1, "b": {"c": "x"}})
    assert barograph.get_run(run.info.run_id).data.params == {"a": "1", "b/c": "x"}
