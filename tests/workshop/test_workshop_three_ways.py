"""The same script gives the same results whichever client and store it runs on."""

from __future__ import annotations

import pytest

from workshop_clients import Outcomes

WAYS = ("sqlite", "server", "mlflow3", "mlflow2")
OTHERS = WAYS[1:]


def test_each_way_used_the_client_it_is_named_after(flows: Outcomes) -> None:
    names = {way: flows[way]["client"][0] for way in WAYS}
    majors = {way: flows[way]["client"][1].partition(".")[0] for way in ("mlflow3", "mlflow2")}
    assert names["mlflow3"] == names["mlflow2"] == "mlflow"
    assert majors == {"mlflow3": "3", "mlflow2": "2"}
    assert names["sqlite"] == names["server"] == "barograph"


@pytest.mark.parametrize("way", WAYS)
def test_all_that_was_logged_is_there(flows: Outcomes, way: str) -> None:
    runs = flows[way]["runs"]
    assert list(runs) == ["forest-100", "forest-200", "forest-300"]
    for n_estimators, run in zip(("100", "200", "300"), runs.values(), strict=True):
        assert run["params"] == {"n_estimators": n_estimators, "max_depth": "12", "random_state": "42"}
        assert set(run["metrics"]) == {"mse", "rmse", "progress"}
        assert run["metrics"]["rmse"] ** 2 == pytest.approx(run["metrics"]["mse"], rel=1e-12)
        assert run["history"] == [[0, 0.0], [1, 0.25], [2, 0.5], [3, 0.75], [4, 1.0]]
        assert run["status"] == "FINISHED"
        assert run["team"] == "wind"
        assert run["artifacts"] == ["features.json", "predictions.png"]
        assert len(run["features"]["features"]) == 9
    assert flows[way]["found"] == 3


@pytest.mark.parametrize("way", OTHERS)
def test_params_and_metrics_are_equal(flows: Outcomes, way: str) -> None:
    for name, expected in flows["sqlite"]["runs"].items():
        run = flows[way]["runs"][name]
        assert run["params"] == expected["params"]
        for metric in ("mse", "rmse"):
            assert run["metrics"][metric] == pytest.approx(expected["metrics"][metric], abs=0, rel=1e-9)


@pytest.mark.parametrize("way", WAYS)
def test_three_versions_and_the_best_is_in_production(flows: Outcomes, way: str) -> None:
    rmses = [run["metrics"]["rmse"] for run in flows[way]["runs"].values()]
    best = str(rmses.index(min(rmses)) + 1)
    assert flows[way]["best"] == best
    expected = [[version, "Production" if version == best else "None", "READY", int(version) - 1] for version in ("1", "2", "3")]
    assert flows[way]["versions"] == expected
    assert flows[way]["champion"] == pytest.approx(flows[way]["forecasts"][best], rel=1e-9)
    assert flows[way]["production"] == pytest.approx(flows[way]["forecasts"][best], rel=1e-9)


@pytest.mark.parametrize("way", OTHERS)
def test_forecasts_are_equal(flows: Outcomes, way: str) -> None:
    expected = flows["sqlite"]["forecasts"]
    assert set(flows[way]["forecasts"]) == set(expected) == {"1", "2", "3"}
    for version, values in expected.items():
        assert len(values) == 4
        assert flows[way]["forecasts"][version] == pytest.approx(values, rel=1e-9)
