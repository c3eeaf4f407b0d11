"""Contexts of metrics, nested params, and series read back."""

import math
from collections import OrderedDict
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

import barograph
from barograph import MlflowClient
from barograph.client.nested_params import flat_params
from barograph.exceptions import MlflowException


def logged() -> str:
    with barograph.start_run() as run:
        for step in range(3):
            barograph.log_metric("loss", 1 / (step + 1), step=step, timestamp=1_000 + step)
            barograph.log_metric("loss", 2 / (step + 1), step=step, timestamp=1_000 + step, context={"subset": "val"})
            barograph.log_metrics({"loss": step, "acc": 0.5}, step=step, timestamp=2_000, context={"subset": "val", "fold": 1})
    return str(run.info.run_id)


def test_contexts_are_series_of_their_own_under_names_that_all_clients_read(tracking: str) -> None:
    run_id = logged()
    names = ["acc fold:1 subset:val", "loss", "loss fold:1 subset:val", "loss subset:val"]
    assert sorted(barograph.get_run(run_id).data.metrics) == names
    assert [point.value for point in MlflowClient().get_metric_history(run_id, "loss subset:val")] == [2.0, 1.0, 2 / 3]
    found = barograph.metric_series(run_id, output_format="list")
    assert [(each.name, each.key, each.context) for each in found] == [
        (names[0], "acc", {"fold": "1", "subset": "val"}),
        (names[1], "loss", {}),
        (names[2], "loss", {"fold": "1", "subset": "val"}),
        (names[3], "loss", {"subset": "val"}),
    ]


def test_contexts_are_searched_and_sorted_by_like_any_key(tracking: str) -> None:
    run_id = logged()
    with barograph.start_run():
        barograph.log_metric("loss", 0.1, context={"subset": "val"})
    found = barograph.search_runs(filter_string="metrics.`loss subset:val` > 0.5", order_by=["metrics.`loss subset:val` DESC"])
    assert list(found["run_id"]) == [run_id]
    assert found["metrics.loss subset:val"][0] == 2 / 3


def test_an_empty_context_is_none(tracking: str) -> None:
    with barograph.start_run() as run:
        barograph.log_metric("m", 1.0, context={})
        barograph.log_metrics({"n": 1.0}, context={})
    assert set(barograph.get_run(run.info.run_id).data.metrics) == {"m", "n"}


@pytest.mark.parametrize("context", ["val", {"subset": None}, {"subset": "x" * 300}])
def test_what_is_no_context_is_refused_and_logs_nothing(tracking: str, context: Any) -> None:
    with barograph.start_run() as run:
        with pytest.raises(MlflowException, match=r"context|characters") as refused:
            barograph.log_metrics({"a": 1.0}, context=context)
        assert refused.value.error_code == "INVALID_PARAMETER_VALUE"
    assert barograph.get_run(run.info.run_id).data.metrics == {}


def test_series_come_as_a_frame(tracking: str) -> None:
    runs = [logged(), logged()]
    frame = barograph.metric_series(runs[::-1], "loss", contexts=[{}, {"subset": "val"}])
    assert list(frame.columns) == ["run_id", "name", "key", "context.subset", "step", "timestamp", "value"]
    assert frame.shape == (12, 7)
    assert list(frame["run_id"].unique()) == runs[::-1]
    first = frame[frame["run_id"] == runs[1]]
    assert list(first["context.subset"].astype(object).fillna("")) == ["", "", "", "val", "val", "val"]
    assert list(first["step"]) == [0, 1, 2, 0, 1, 2]
    assert str(first["timestamp"].iloc[1]) == "1970-01-01 00:00:01.001000+00:00"
    assert list(first["value"]) == [1.0, 0.5, 1 / 3, 2.0, 1.0, 2 / 3]
    means = frame.groupby(["context.subset", "step"], observed=True)["value"].mean()
    assert means[("val", 1)] == 1.0


def test_a_frame_of_nothing_has_its_columns(tracking: str) -> None:
    frame = barograph.metric_series("0" * 32)
    assert list(frame.columns) == ["run_id", "name", "key", "step", "timestamp", "value"]
    assert frame.empty


def test_series_come_as_arrays_in_a_range_as_a_sample(tracking: str) -> None:
    with barograph.start_run() as run:
        metrics = [barograph.entities.Metric("m", math.nan if step == 400 else math.sin(step), step * 10, step) for step in range(1_000)]
        MlflowClient().log_batch(run.info.run_id, metrics=metrics)
    (whole,) = barograph.metric_series(run.info.run_id, "m", output_format="list", axis="time")
    assert np.array_equal(whole.steps, np.arange(1_000))
    assert np.isnan(whole.values[400])
    (part,) = barograph.metric_series(run.info.run_id, "m", max_points=50, start_step=300, end_step=699, output_format="list")
    assert 25 <= len(part.steps) <= 50
    assert 400 in part.steps
    assert (part.count, part.first_step, part.last_step) == (1_000, 0, 999)


@pytest.mark.parametrize("wrong", [{"axis": "epoch"}, {"output_format": "csv"}, {"max_points": 3}, {"start_step": 2, "end_step": 1}])
def test_wrong_arguments_are_refused(tracking: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(MlflowException) as refused:
        barograph.metric_series("0" * 32, **wrong)
    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"
    with pytest.raises(MlflowException, match="run_ids"):
        barograph.metric_series([])


def test_nested_params_are_flat_texts_and_filter_as_numbers(tracking: str) -> None:
    nested = {"opt": {"lr": 1e-3, "betas": [0.9, 0.99], "warmup": {}}, "layers": {0: {"size": 64}, 1: {"size": 32}}, "seed": 1}
    with barograph.start_run() as run:
        barograph.log_params(nested)
        assert barograph.log_param("data", {"path": "x", "split": MappingProxyType({"val": 0.1})})["path"] == "x"
    params = barograph.get_run(run.info.run_id).data.params
    assert params == {
        "opt.lr": "0.001",
        "opt.betas": "[0.9, 0.99]",
        "opt.warmup": "{}",
        "layers.0.size": "64",
        "layers.1.size": "32",
        "seed": "1",
        "data.path": "x",
        "data.split.val": "0.1",
    }
    assert list(barograph.search_runs(filter_string="params.opt.lr > 0.0005")["run_id"]) == [run.info.run_id]
    assert barograph.search_runs(filter_string="params.opt.lr > 0.005").empty


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"opt": {"lr": 1}, "opt.lr": 2}, "'opt.lr'"),
        ({"a": {"b": {"c": 1}, "b.c": 1}}, "'a.b.c'"),
        ({"a": {1: "x", "1": "y"}}, "'a.1'"),
        ({"a": {None: 1}}, "None"),
        ({"a": {"": 1}}, "''"),
        ({"a": {"b=c": 1}}, "a.b=c"),
    ],
)
def test_nested_params_that_have_no_one_name_are_refused(tracking: str, params: dict[str, Any], told: str) -> None:
    with barograph.start_run() as run:
        with pytest.raises(MlflowException, match=r".*") as refused:
            barograph.log_params({"fine": 1, **params})
        assert told in str(refused.value)
    assert barograph.get_run(run.info.run_id).data.params == {}


def test_a_mapping_that_holds_itself_is_refused() -> None:
    endless: dict[str, Any] = {}
    endless["again"] = endless
    with pytest.raises(MlflowException, match="deeper"):
        flat_params({"a": endless})
    assert flat_params({"a": OrderedDict(b=1)}) == {"a.b": 1}
