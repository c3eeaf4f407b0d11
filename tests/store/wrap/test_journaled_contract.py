"""The contract through a journal: journaled store, remote store, real server, SQLite. What is read was written before."""

from collections.abc import Iterator

import pytest

from barograph.store.remote import RemoteStore
from barograph.store.wrap.journal import JournaledStore
from barograph.testing.contract import *  # noqa: F403 - the suite's classes are collected where they are imported
from barograph.testing.server import running_server


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JournaledStore]:
    with running_server(tmp_path_factory.mktemp("server")) as server, pytest.MonkeyPatch.context() as environment:
        environment.setenv("BAROGRAPH_HTTP_REQUEST_MAX_RETRIES", "0")
        journaled = JournaledStore(RemoteStore(server.url))
        yield journaled
        journaled.close()
