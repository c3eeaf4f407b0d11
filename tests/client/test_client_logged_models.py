"""Logged models, datasets, and how metrics are tied to them."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import barograph
from barograph import MlflowClient
from barograph.entities import LoggedModelOutput, LoggedModelStatus
from barograph.exceptions import MlflowException


def test_a_model_from_start_to_end(tracking: str, tmp_path: Path) -> None:
    client = MlflowClient()
    with barograph.start_run() as run:
        made = barograph.initialize_logged_model("forest", tags={"a": 1}, params={"n": 3}, model_type="regressor")
    assert (made.status, made.source_run_id, made.params, made.tags["a"]) == (LoggedModelStatus.PENDING, run.info.run_id, {"n": "3"}, "1")
    assert made.model_uri == f"models:/{made.model_id}"
    (tmp_path / "MLmodel").write_text("x")
    client.log_model_artifact(made.model_id, tmp_path / "MLmodel")
    assert [found.path for found in client.list_logged_model_artifacts(made.model_id)] == ["MLmodel"]
    assert barograph.finalize_logged_model(made.model_id, "READY").status == LoggedModelStatus.READY
    barograph.set_logged_model_tags(made.model_id, {"b": 2})
    barograph.delete_logged_model_tag(made.model_id, "a")
    barograph.log_model_params({"k": "v"}, made.model_id)
    read = barograph.get_logged_model(made.model_id)
    assert (read.tags.get("b"), "a" in read.tags, read.params) == ("2", False, {"n": "3", "k": "v"})
    assert barograph.last_logged_model() == read
    found = barograph.search_logged_models(filter_string="name = 'forest'", output_format="list")
    assert [model.model_id for model in found] == [made.model_id]
    frame = barograph.search_logged_models()
    assert list(frame.columns) == sorted(frame.columns)
    assert frame["status"].tolist() == ["READY"]
    client.delete_logged_model(made.model_id)
    assert barograph.search_logged_models(output_format="list") == []


def test_models_of_a_run_are_among_its_artifacts(tracking: str, tmp_path: Path) -> None:
    client = MlflowClient()
    with barograph.start_run() as run:
        made = barograph.initialize_logged_model("model")
        (tmp_path / "MLmodel").write_text("x")
        client.log_model_artifacts(made.model_id, tmp_path)
        barograph.log_outputs([LoggedModelOutput(made.model_id, 0)])
    run_id = run.info.run_id
    assert client.list_artifacts(run_id) == []
    assert "model/MLmodel" in [found.path for found in client.list_artifacts(run_id, "model")]
    assert Path(client.download_artifacts(run_id, "model")).joinpath("MLmodel").read_text() == "x"
    assert barograph.artifacts.load_text(f"runs:/{run_id}/model/MLmodel") == "x"


def test_metrics_are_tied_to_models(sqlite_uri: str) -> None:
    client = MlflowClient()
    with barograph.start_run() as run:
        one, two = barograph.initialize_logged_model("one"), barograph.initialize_logged_model("two")
        barograph.log_outputs([LoggedModelOutput(one.model_id, 5), LoggedModelOutput(two.model_id, 5)])
        barograph.log_metric("first_only", 1, step=5)
        barograph.log_metrics({"each": 1}, step=5)
        barograph.log_metric("other_step", 1, step=6)
        barograph.log_metric("named", 1, model_id=two.model_id)
        with barograph.set_active_model(model_id=two.model_id):
            assert barograph.get_active_model_id() == two.model_id
            barograph.log_metric("active", 1)
        assert barograph.get_active_model_id() is None

    def keys_of(model_id: str) -> set[str]:
        return {point.key for point in barograph.get_logged_model(model_id).metrics or []}

    assert keys_of(one.model_id) == {"first_only", "each"}
    assert keys_of(two.model_id) == {"each", "named", "active"}
    assert set(client.get_run(run.info.run_id).data.metrics) == {"first_only", "each", "other_step", "named", "active"}
    assert client.get_run(run.info.run_id).inputs.model_inputs == []


def test_a_foreign_model_becomes_an_input(sqlite_uri: str) -> None:
    made = barograph.create_external_model("elsewhere")
    assert (made.status, made.tags["mlflow.model.isExternal"]) == (LoggedModelStatus.READY, "true")
    with barograph.start_run() as run:
        barograph.log_metric("m", 1, model_id=made.model_id)
    assert [given.model_id for given in barograph.get_run(run.info.run_id).inputs.model_inputs] == [made.model_id]
    with barograph.set_active_model(name="elsewhere") as active:
        assert active.model_id == made.model_id


def test_datasets_are_recorded(tracking: str) -> None:
    frame = pd.DataFrame({"a": [1.5, 2], "b": ["x", "y"]})
    data = barograph.data.from_pandas(frame, source="farm.csv", targets="a", name="farm")
    with barograph.start_run() as run:
        barograph.log_input(data, "training", {"k": "v"})
        model = barograph.initialize_logged_model("model")
        barograph.log_metric("m", 1, dataset=data, model_id=model.model_id)
        barograph.log_inputs([barograph.data.from_numpy(np.arange(3))], ["eval"])
    inputs = {given.dataset.name: given for given in barograph.get_run(run.info.run_id).inputs.dataset_inputs}
    assert {tag.key: tag.value for tag in inputs["farm"].tags} == {"k": "v", "mlflow.data.context": "training"}
    assert inputs["farm"].dataset.digest == data.digest
    assert barograph.data.get_source(inputs["farm"]).uri == "farm.csv"
    assert inputs["dataset"].dataset.source_type == "code"
    (point,) = barograph.get_logged_model(model.model_id).metrics or []
    assert (point.key, point.run_id, point.dataset_name, point.dataset_digest) == ("m", run.info.run_id, "farm", data.digest)


def test_bad_models_and_datasets_are_refused(sqlite_uri: str) -> None:
    for call in (
        lambda: barograph.finalize_logged_model("m-" + "0" * 32, "DONE"),
        lambda: barograph.log_input(pd.DataFrame({"a": [1]})),
        lambda: barograph.log_input(context="training"),
        lambda: barograph.log_inputs([1, 2], ["a"]),
        barograph.set_active_model,
        lambda: barograph.log_model_params({"a": 1}),
        lambda: barograph.search_logged_models(order_by=[{"ascending": True}]),
    ):
        with pytest.raises(MlflowException) as refused:
            call()  # type: ignore[no-untyped-call]  # lambdas have no types
        assert refused.value.error_code == "INVALID_PARAMETER_VALUE"
    assert barograph.active_run() is None
