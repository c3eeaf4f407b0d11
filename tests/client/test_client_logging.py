"""Params, metrics and tags: values, limits, errors."""

import math
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import barograph
from barograph import MlflowClient
from barograph.client.metric_value import metric_step, metric_value
from barograph.entities import Metric, Param, RunTag
from barograph.exceptions import MlflowException


def test_what_is_logged_is_read(tracking: str) -> None:
    with barograph.start_run() as run:
        assert barograph.log_param("p", 3) == 3
        assert barograph.log_param("p", "3") == "3"
        barograph.log_params({"q": None, "r": [1, 2]})
        barograph.log_metric("m", 1, step=2, timestamp=10)
        barograph.log_metric("m", 0.5, step=1, timestamp=20)
        barograph.log_metrics({"a": math.nan, "b": -math.inf}, step=7)
        barograph.set_tag("t", None)
        barograph.set_tags({"u": 1.5})
    data = barograph.get_run(run.info.run_id).data
    assert data.params == {"p": "3", "q": "None", "r": "[1, 2]"}
    assert data.metrics["m"] == 1.0
    assert math.isnan(data.metrics["a"])
    assert data.metrics["b"] == -math.inf
    assert (data.tags["t"], data.tags["u"]) == ("None", "1.5")
    history = MlflowClient().get_metric_history(run.info.run_id, "m")
    assert [(point.value, point.timestamp, point.step) for point in history] == [(1.0, 10, 2), (0.5, 20, 1)]
    assert MlflowClient().get_metric_history(run.info.run_id, "unknown") == []
    times = {MlflowClient().get_metric_history(run.info.run_id, key)[0].timestamp for key in ("a", "b")}
    assert len(times) == 1


def test_a_changed_param_is_refused(tracking: str) -> None:
    with barograph.start_run() as run:
        barograph.log_param("p", 1)
        with pytest.raises(MlflowException, match="'p'") as refused:
            barograph.log_params({"fresh": 1, "p": 2})
    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"
    assert barograph.get_run(run.info.run_id).data.params == {"p": "1"}


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (1, 1.0), (True, 1.0), ("2.5", 2.5), ("nan", math.nan), (np.float32(0.5), 0.5), (np.int64(7), 7.0), (np.array([3.5]), 3.5),
        (np.array(4.5), 4.5), (np.array([[6]]), 6.0), (pd.Series([2]), 2.0), (Decimal("1.5"), 1.5), (np.bool_(True), 1.0),
    ],
)  # fmt: skip
def test_numbers_of_every_kind_are_metrics(value: Any, number: float) -> None:
    made = metric_value("m", value)
    assert type(made) is float
    assert made == number or (math.isnan(made) and math.isnan(number))


@pytest.mark.parametrize("value", [None, "high", "", np.array([1.0, 2.0]), np.array([]), [1.0], {}, 1j, object(), pd.NA, 10**400])
def test_what_is_no_number_is_no_metric(value: Any) -> None:
    with pytest.raises(MlflowException, match="'m'") as refused:
        metric_value("m", value)
    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"


@given(st.floats(allow_nan=False))
def test_floats_are_kept_exactly(number: float) -> None:
    assert metric_value("m", number) == number
    assert metric_value("m", repr(number)) == number
    assert metric_value("m", np.float64(number)) == number


@pytest.mark.parametrize(("step", "number"), [(None, 0), (3, 3), (2.0, 2), (np.int32(5), 5), (-1, -1), ("4", 4)])
def test_steps_are_whole_numbers(step: Any, number: int) -> None:
    assert metric_step("m", step) == number


@pytest.mark.parametrize("step", [0.5, "a", math.nan, math.inf, [1]])
def test_other_steps_are_refused(step: Any) -> None:
    with pytest.raises(MlflowException, match="step"):
        metric_step("m", step)


@pytest.mark.parametrize(
    "log",
    [
        lambda: barograph.log_metric("", 1),
        lambda: barograph.log_metric("a//b", 1),
        lambda: barograph.log_metric("../b", 1),
        lambda: barograph.log_metric("a\nb", 1),
        lambda: barograph.log_metric(5, 1),  # type: ignore[arg-type]  # what is tested
        lambda: barograph.log_metric("m" * 251, 1),
        lambda: barograph.log_metric("m", "high"),
        lambda: barograph.log_metrics({"good": 1, "bad": "high"}),
        lambda: barograph.log_metrics([("m", 1)]),  # type: ignore[arg-type]  # what is tested
        lambda: barograph.log_metric("m", 1, step="x"),  # type: ignore[arg-type]  # what is tested
        lambda: barograph.log_metric("m", 1, timestamp="x"),  # type: ignore[arg-type]  # what is tested
        lambda: barograph.log_param("", 1),
        lambda: barograph.log_params({"good": 1, "/bad": 1}),
        lambda: barograph.log_params(["p"]),  # type: ignore[arg-type]  # what is tested
        lambda: barograph.set_tag("a/../b", 1),
        lambda: barograph.set_tags("tag"),  # type: ignore[arg-type]  # what is tested
        lambda: barograph.log_metric("m", None, synchronous=False),
    ],
)
def test_bad_keys_and_values_are_refused_at_once_and_open_no_run(sqlite_uri: str, log: Any) -> None:
    with pytest.raises(MlflowException) as refused:
        log()
    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"
    assert barograph.active_run() is None


def test_long_values_are_cut_or_refused(sqlite_uri: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    with barograph.start_run() as run:
        barograph.log_param("p", "x" * 6001)
        barograph.set_tag("t", "y" * 8001)
        assert "6001 characters" in caplog.text
        monkeypatch.setenv("MLFLOW_TRUNCATE_LONG_VALUES", "false")
        with pytest.raises(MlflowException, match="6001"):
            barograph.log_param("q", "x" * 6001)
    data = barograph.get_run(run.info.run_id).data
    assert (len(data.params["p"]), len(data.tags["t"])) == (6000, 8000)


def test_a_run_may_be_named(tracking: str) -> None:
    with barograph.start_run() as other:
        pass
    barograph.log_metric("m", 1, run_id=other.info.run_id)
    barograph.log_metrics({"n": 2}, run_id=other.info.run_id)
    barograph.log_params({"p": 3}, run_id=other.info.run_id)
    assert barograph.active_run() is None
    data = barograph.get_run(other.info.run_id).data
    assert (data.metrics, data.params) == ({"m": 1.0, "n": 2.0}, {"p": "3"})


def test_logging_opens_a_run(sqlite_uri: str) -> None:
    barograph.log_param("p", 1)
    opened = barograph.active_run()
    assert opened is not None
    barograph.end_run()
    assert barograph.get_run(opened.info.run_id).data.params == {"p": "1"}


def test_tags_are_deleted(tracking: str) -> None:
    with barograph.start_run() as run:
        barograph.set_tag("t", 1)
        barograph.delete_tag("t")
        with pytest.raises(MlflowException) as refused:
            barograph.delete_tag("t")
    assert refused.value.error_code == "RESOURCE_DOES_NOT_EXIST"
    assert "t" not in barograph.get_run(run.info.run_id).data.tags


def test_large_batches_are_split(tracking: str) -> None:
    client = MlflowClient()
    with barograph.start_run() as run:
        pass
    client.log_batch(
        run.info.run_id,
        metrics=[Metric("m", step, 1, step) for step in range(2345)],
        params=[Param(f"p{n}", str(n)) for n in range(250)],
        tags=[RunTag(f"t{n}", str(n)) for n in range(101)],
    )
    client.log_batch(run.info.run_id)
    data = client.get_run(run.info.run_id).data
    assert len(data.params) == 250
    assert sum(key.startswith("t") for key in data.tags) == 101
    assert data.metrics == {"m": 2344.0}
    assert len(client.get_metric_history(run.info.run_id, "m")) == 2345


def test_one_param_with_two_values_in_a_batch_is_refused(sqlite_uri: str) -> None:
    with barograph.start_run() as run, pytest.raises(MlflowException, match="'p'"):
        MlflowClient().log_batch(run.info.run_id, params=[Param("p", "1"), Param("p", "2")])
    assert barograph.get_run(run.info.run_id).data.params == {}


def test_not_waiting_raises_at_wait_only(sqlite_uri: str) -> None:
    with barograph.start_run() as run:
        waited = barograph.log_metric("m", 1, synchronous=False)
        assert waited is not None
        waited.wait()
        barograph.log_param("p", 1)
        failed = barograph.log_param("p", 2, synchronous=False)
        with pytest.raises(MlflowException, match="'p'") as refused:
            failed.wait()
    assert refused.value.error_code == "INTERNAL_ERROR"
    barograph.flush_async_logging()
    assert barograph.get_run(run.info.run_id).data.metrics == {"m": 1.0}


def test_nothing_sends_nothing(sqlite_uri: str) -> None:
    with barograph.start_run() as run:
        barograph.log_params({})
        barograph.log_metrics({})
        barograph.set_tags({})
    assert barograph.get_run(run.info.run_id).data.params == {}


def test_unknown_runs_are_not_found(tracking: str) -> None:
    unknown = "0" * 32
    for call in (
        lambda: barograph.get_run(unknown),
        lambda: barograph.log_metric("m", 1, run_id=unknown),
        lambda: barograph.delete_run(unknown),
        lambda: MlflowClient().set_tag(unknown, "t", 1),
    ):
        with pytest.raises(MlflowException) as refused:
            call()
        assert refused.value.error_code == "RESOURCE_DOES_NOT_EXIST"
