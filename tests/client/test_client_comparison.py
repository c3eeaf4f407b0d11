"""Runs side by side."""

from __future__ import annotations

import math

import pytest

import barograph
from barograph.client.best_value import best_of
from barograph.client.experiments import active_experiment_id
from barograph.entities import Run
from barograph.exceptions import MlflowException

HOSTILE = "<img src=x onerror=alert(1)>"


def made(name: str, loss: float, **params: object) -> Run:
    with barograph.start_run(run_name=name) as run:
        barograph.log_params({"seed": 1, **params})
        barograph.log_metrics({"loss": loss, "epochs": 3})
    return run


def test_what_differs_and_which_is_best(tracking: str) -> None:
    first, second = made("first", 0.5, lr=0.1), made("second", 0.25, lr=0.2, depth=8)
    comparison = barograph.compare([first, second.info.run_id, first])
    assert [run.info.run_name for run in comparison.runs] == ["first", "second"]
    assert [run.info.status for run in comparison.runs] == ["FINISHED", "FINISHED"]
    assert comparison.differences() == {
        "metrics": {"loss": [0.5, 0.25]},
        "params": {"depth": [None, "8"], "lr": ["0.1", "0.2"]},
        "tags": {},
    }
    shown = comparison._repr_html_()
    assert "<b>0.25 ★</b>" in shown
    assert "0.5 ★" not in shown
    assert "1 metric and 1 param alike" in shown
    assert "epochs" not in shown
    assert repr(comparison) == "Comparison of 2 runs: first, second"
    link = f"{tracking}/#/compare?runs={first.info.run_id},{second.info.run_id}"
    assert (f'href="{link}"' in shown) is tracking.startswith("http")


def test_as_a_frame(tracking: str) -> None:
    first, second = made("first", math.nan, lr=0.1), made("second", math.nan, lr=0.2)
    frame = barograph.compare(barograph.search_runs(order_by=["start_time ASC"])).to_pandas()
    assert list(frame["run_id"]) == [first.info.run_id, second.info.run_id]
    assert [name for name in frame.columns if "." in name] == ["params.lr"]
    assert "metrics.loss" in barograph.compare([first, second]).to_pandas(only_differences=False).columns


def test_texts_are_never_markup(tracking: str) -> None:
    runs = [made(f"{HOSTILE}{n}", 0.1 * n, **{f"p{n}": HOSTILE * (n + 1)}) for n in range(12)]
    barograph.MlflowClient().set_tag(runs[0].info.run_id, "note", HOSTILE)
    comparison = barograph.compare(runs)
    shown = comparison._repr_html_()
    assert "<img" not in shown
    assert "&lt;img" in shown
    assert "and 4 more" in shown
    assert repr(comparison).endswith(", …")


def test_a_run_that_goes_on_is_read_anew(tracking: str) -> None:
    client = barograph.MlflowClient()
    open_run = client.create_run(active_experiment_id())
    comparison = barograph.compare([open_run, made("done", 0.5)])
    assert comparison.goes_on
    client.log_metric(open_run.info.run_id, "loss", 0.75)
    client.set_terminated(open_run.info.run_id)
    shown = comparison._repr_html_()
    assert "0.75" in shown
    assert not comparison.goes_on


@pytest.mark.parametrize("given", [[], [3], [None]])
def test_what_is_no_run_is_refused(tracking: str, given: list[object]) -> None:
    with pytest.raises(MlflowException, match="run"):
        barograph.compare(given)  # type: ignore[arg-type]  # what callers must not give


def test_unknown_runs_are_not_found(tracking: str) -> None:
    with pytest.raises(MlflowException, match="a" * 32):
        barograph.compare(["a" * 32])


@pytest.mark.parametrize(
    ("key", "values", "best"),
    [
        ("val/rmse", [2.0, 1.0, 1.0, None, math.nan], {1, 2}),
        ("val/accuracy", [0.5, 0.75, math.inf], {1}),
        ("trees", [1.0, 2.0], set()),
        ("loss", [1.0, 1.0], set()),
        ("loss", [1.0, None], set()),
    ],
)
def test_the_best_of_a_metric(key: str, values: list[float | None], best: set[int]) -> None:
    assert best_of(key, values) == best
