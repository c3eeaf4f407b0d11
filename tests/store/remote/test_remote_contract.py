"""The contract over HTTP: remote store, real server, SQLite."""

from collections.abc import Iterator

import pytest

from barograph.store.remote import RemoteStore
from barograph.testing.contract import *  # noqa: F403 - the suite's classes are collected where they are imported
from barograph.testing.server import running_server


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteStore]:
    with running_server(tmp_path_factory.mktemp("server")) as server, pytest.MonkeyPatch.context() as environment:
        # A server that fails must fail the test, at once and not after patient retries.
        environment.setenv("BAROGRAPH_HTTP_REQUEST_MAX_RETRIES", "0")
        remote = RemoteStore(server.url)
        yield remote
        remote.close()
