"""A journal directory of the test's own, and a server that all tests of a module share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import barograph
from barograph.client.experiments import forget_active_experiment
from barograph.client.session import session
from barograph.testing.server import RunningServer, running_server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(autouse=True)
def journals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where journals are, here and in processes that the test starts."""
    monkeypatch.setenv("BAROGRAPH_JOURNAL_DIR", str(tmp_path / "journals"))
    monkeypatch.setenv("BAROGRAPH_FLUSH_TIMEOUT", "60")
    monkeypatch.setenv("BAROGRAPH_SUPPRESS_PRINTING_URL_TO_STDOUT", "1")
    return tmp_path / "journals"


@pytest.fixture
def own_session() -> Iterator[None]:
    """Leave no URI, experiment, open store or variable behind."""
    before = dict(os.environ)
    yield
    session.close()
    forget_active_experiment()
    barograph.set_tracking_uri("")
    os.environ.clear()
    os.environ.update(before)
