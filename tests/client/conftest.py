"""A fresh session for every test, on SQLite or on a real server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from barograph.client.experiments import forget_active_experiment
from barograph.client.open_runs import open_runs
from barograph.client.session import session
from barograph.testing.server import running_server


@pytest.fixture(scope="session")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_server(tmp_path_factory.mktemp("server")) as server:
        yield server.url


@pytest.fixture
def clean_session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = dict(os.environ)
    for name in before:
        if name.startswith(("BAROGRAPH_", "MLFLOW_")):
            del os.environ[name]
    os.environ["BAROGRAPH_JOURNAL_DIR"] = str(tmp_path / "journals")
    monkeypatch.chdir(tmp_path)
    yield
    while open_runs.stack:
        open_runs.pop()
    open_runs.take_all()
    forget_active_experiment()
    session.close()
    session.set_tracking_uri("")
    session.set_registry_uri("")
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def sqlite_uri(clean_session: None, tmp_path: Path) -> str:
    """Tracking on a new SQLite file."""
    uri = f"sqlite:///{tmp_path / 'runs.db'}"
    session.set_tracking_uri(uri)
    return uri


@pytest.fixture(params=["sqlite", "server"])
def tracking(request: pytest.FixtureRequest, clean_session: None, tmp_path: Path) -> str:
    """Tracking on SQLite and on a real server, in an experiment of the test's own."""
    uri = f"sqlite:///{tmp_path / 'runs.db'}" if request.param == "sqlite" else str(request.getfixturevalue("server_url"))
    session.set_tracking_uri(uri)
    from barograph import set_experiment

    set_experiment(f"test-{uuid4()}")
    return uri
