"""Models go both ways between Barograph and the real clients, and forecast the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from workshop_clients import HERE, Farm, Outcomes, Script, as_client

PICKLES = {"BAROGRAPH_ALLOW_PICKLE_DESERIALIZATION": "true"}


def load(client: str, uri: str, models: list[str], farm: Farm, folder: Path, **environment: str) -> Any:
    """Forecasts of the scored days by each of the `models`, loaded by `client` from the server at `uri`."""
    result = folder / f"{client}.json"
    command = [*as_client(client), str(HERE / "load.py"), uri, str(farm.scored), str(result), *models]
    return Script(command, folder, result, **environment).outcome()


@pytest.fixture(scope="module")
def cloudpickled(workshop_server: str, farm: Farm, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A small forest that Barograph logged and registered as cloudpickle: its run, its name and what it forecasts."""
    folder = tmp_path_factory.mktemp("cloudpickled")
    result = folder / "logged.json"
    command = [*as_client("barograph"), str(HERE / "log_small.py"), workshop_server, str(farm.days), str(farm.scored), str(result)]
    return Script(command, folder, result).outcome()


def test_barograph_loads_what_real_clients_logged_by_version_and_by_run(
    flows: Outcomes, workshop_server: str, farm: Farm, tmp_path: Path
) -> None:
    expected = {}
    for way in ("mlflow3", "mlflow2"):
        expected[f"models:/Power-{way}/2"] = flows[way]["forecasts"]["2"]
        expected[f"runs:/{flows[way]['run_ids'][0]}/model"] = flows[way]["forecasts"]["1"]
    forecasts = load("barograph", workshop_server, list(expected), farm, tmp_path, **PICKLES)
    for model, forecast in expected.items():
        assert forecasts[model] == pytest.approx(forecast, rel=1e-9)


def test_the_current_client_loads_what_barograph_logged(
    flows: Outcomes, cloudpickled: Any, workshop_server: str, farm: Farm, tmp_path: Path
) -> None:
    expected = {
        "models:/Power-server/2": flows["server"]["forecasts"]["2"],
        f"runs:/{flows['server']['run_ids'][0]}/model": flows["server"]["forecasts"]["1"],
        f"models:/{cloudpickled['name']}/1": cloudpickled["forecast"],
    }
    forecasts = load("mlflow3", workshop_server, list(expected), farm, tmp_path)
    for model, forecast in expected.items():
        assert forecasts[model] == pytest.approx(forecast, rel=1e-9)


def test_the_2x_client_loads_what_barograph_cloudpickled(cloudpickled: Any, workshop_server: str, farm: Farm, tmp_path: Path) -> None:
    """It knows neither skops nor models that live outside of their run."""
    model = f"models:/{cloudpickled['name']}/1"
    assert load("mlflow2", workshop_server, [model], farm, tmp_path)[model] == pytest.approx(cloudpickled["forecast"], rel=1e-9)
