"""Models go both ways between Barograph and the real clients, and forecast the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from workshop_clients import HERE, Farm, Outcomes, Script, as_client

PICKLES = {"BAROGRAPH_ALLOW_PICKLE_DESERIALIZATION": "true"}


def load(client: str, uri: str, model: str, farm: Farm, folder: Path, **environment: str) -> Any:
    """Forecasts of the scored days by `model`, loaded by `client` from the server at `uri`."""
    result = folder / "forecast.json"
    command = [*as_client(client), str(HERE / "load.py"), uri, model, str(farm.scored), str(result)]
    return Script(command, folder, result, **environment).outcome()


@pytest.mark.parametrize("way", ["mlflow3", "mlflow2"])
def test_barograph_loads_what_a_real_client_logged(flows: Outcomes, workshop_server: str, farm: Farm, tmp_path: Path, way: str) -> None:
    expected = flows[way]["forecasts"]["2"]
    assert load("barograph", workshop_server, f"models:/Power-{way}/2", farm, tmp_path, **PICKLES) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("way", ["mlflow3", "mlflow2"])
def test_barograph_loads_a_real_client_s_model_by_its_run(
    flows: Outcomes, workshop_server: str, farm: Farm, tmp_path: Path, way: str
) -> None:
    model = f"runs:/{flows[way]['run_ids'][0]}/model"
    assert load("barograph", workshop_server, model, farm, tmp_path, **PICKLES) == pytest.approx(flows[way]["forecasts"]["1"], rel=1e-9)


def test_a_real_client_loads_what_barograph_logged_with_its_defaults(
    flows: Outcomes, workshop_server: str, farm: Farm, tmp_path: Path
) -> None:
    expected = flows["server"]["forecasts"]["2"]
    assert load("mlflow3", workshop_server, "models:/Power-server/2", farm, tmp_path) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("client", ["mlflow3", "mlflow2"])
def test_a_real_client_loads_what_barograph_cloudpickled(workshop_server: str, farm: Farm, tmp_path: Path, client: str) -> None:
    result = tmp_path / "logged.json"
    command = [*as_client("barograph"), str(HERE / "log_small.py"), workshop_server, str(farm.days), str(farm.scored), str(result)]
    logged = Script(command, tmp_path, result).outcome()
    for model in (f"runs:/{logged['run_id']}/model", f"models:/{logged['name']}/1"):
        assert load(client, workshop_server, model, farm, tmp_path) == pytest.approx(logged["forecast"], rel=1e-9)
