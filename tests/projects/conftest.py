"""A tracking store of the test's own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from barograph.client.experiments import forget_active_experiment
from barograph.client.session import session
from barograph.store.base import Store
from barograph.store.opening import open_store
from barograph.testing.server import RunningServer, running_server


@pytest.fixture(autouse=True)
def nothing_stays() -> Iterator[None]:
    """Leave the environment and the session as they were."""
    before = dict(os.environ)
    yield
    forget_active_experiment()
    session.close()
    session.set_tracking_uri("")
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    """A server with a store of the test's own."""
    with running_server(tmp_path / "server") as running:
        yield running


@pytest.fixture
def store(server: RunningServer) -> Iterator[Store]:
    """The store of that server, by HTTP."""
    opened = open_store(server.url)
    yield opened
    opened.close()


@pytest.fixture
def tracking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Tracking in a file, from a folder of the test's own, in an environment without settings."""
    for name in [name for name in os.environ if name.startswith(("BAROGRAPH_", "MLFLOW_"))]:
        del os.environ[name]
    os.environ["BAROGRAPH_JOURNAL_DIR"] = str(tmp_path / "journals")
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    uri = f"sqlite:///{tmp_path / 'runs.db'}"
    session.set_tracking_uri(uri)
    return uri
