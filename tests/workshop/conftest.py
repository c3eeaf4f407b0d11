"""The workshop's flow, run once by each client at the same time, for all tests of this folder."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager

from barograph.testing.server import running_server
from workshop_clients import DATA, HERE, Farm, Outcomes, Script, as_client


@pytest.fixture(scope="session")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Farm:
    """The real wind farm's data where they lie beside the repository; a checkout elsewhere uses invented ones."""
    if DATA.exists():
        return Farm(DATA / "windfarm_data.csv", DATA / "score_windfarm_data.csv")
    assert os.environ.get("CI") != "true", f"The wind farm's data are expected in {DATA}."
    from windfarm.generate import generate

    folder = tmp_path_factory.mktemp("farm")
    days = generate()
    days.to_csv(folder / "days.csv")
    days.tail(4).to_csv(folder / "scored.csv")
    return Farm(folder / "days.csv", folder / "scored.csv")


@pytest.fixture(scope="session")
def workshop_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_server(tmp_path_factory.mktemp("server")) as running:
        yield running.url


@pytest.fixture(scope="session")
def flows(farm: Farm, workshop_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcomes]:
    """Results of the flow by way: Barograph on SQLite and on its server, and the real clients on Barograph's server.

    The real clients are told to cloudpickle: by itself the 3.x one cannot save a forest.
    """
    folder = tmp_path_factory.mktemp("flows")
    ways = {
        "sqlite": ("barograph", f"sqlite:///{folder}/local.db"),
        "server": ("barograph", workshop_server),
        "mlflow3": ("mlflow3", workshop_server),
        "mlflow2": ("mlflow2", workshop_server),
    }
    scripts: dict[str, Script] = {}
    try:
        for way, (client, uri) in ways.items():
            result = folder / f"{way}.json"
            arguments = [farm.days, farm.scored, result, uri, f"Power-{way}", *(["cloudpickle"] if client != "barograph" else [])]
            scripts[way] = Script([*as_client(client), str(HERE / "flow.py"), *map(str, arguments)], folder / way, result)
        yield Outcomes(scripts)
    finally:
        for script in scripts.values():
            script.stop()


@pytest.fixture
def kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A kernel of this interpreter, by a name that no other installation knows."""
    folder = tmp_path / "jupyter" / "kernels" / "workshop"
    folder.mkdir(parents=True)
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (folder / "kernel.json").write_text(json.dumps({"argv": command, "display_name": "workshop", "language": "python"}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.setenv("MPLBACKEND", "agg")
    for name in ("MLFLOW_TRACKING_URI", "BAROGRAPH_TRACKING_URI"):
        monkeypatch.delenv(name, raising=False)
    assert "workshop" in KernelSpecManager().find_kernel_specs()
    return "workshop"
