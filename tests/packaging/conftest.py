"""A user of one's own for every test: no memory of models, a fresh session, an empty working directory."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from barograph.client.experiments import forget_active_experiment
from barograph.client.open_runs import open_runs
from barograph.client.session import session
from barograph.testing.server import running_server


@pytest.fixture(autouse=True)
def own_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    before = dict(os.environ)
    for name in before:
        if name.startswith(("BAROGRAPH_", "MLFLOW_")):
            del os.environ[name]
    os.environ["BAROGRAPH_USER_DATA_DIR"] = str(tmp_path / "user")
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    yield tmp_path / "user"
    while open_runs.stack:
        open_runs.pop()
    open_runs.take_all()
    forget_active_experiment()
    session.close()
    session.set_tracking_uri("")
    session.set_registry_uri("")
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session")
def model_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_server(tmp_path_factory.mktemp("server")) as server:
        yield server.url


@pytest.fixture
def frame() -> pd.DataFrame:
    hours = range(40)
    return pd.DataFrame({"speed": [3.0 + hour % 17 / 2 for hour in hours], "direction": [hour * 37 % 360 / 1.0 for hour in hours]})


@pytest.fixture
def mlflow3_python() -> Path:
    """The interpreter of the environment that has the current MLflow and no Barograph."""
    python = Path(__file__).resolve().parents[2] / ".env-mlflow3" / "bin" / "python"
    assert python.exists(), f"{python} is missing: `make test` creates it."
    return python
