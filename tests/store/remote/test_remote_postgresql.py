"""The contract over HTTP on PostgreSQL: remote store, two server processes, one database."""

from collections.abc import Iterator

import pytest

from barograph.store.remote import RemoteStore
from barograph.testing.contract import *  # noqa: F403  # the suite is collected where it is imported
from barograph.testing.server import running_server
from postgresql_server import PostgresqlServer


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, postgresql: PostgresqlServer) -> Iterator[RemoteStore]:
    options = ("--backend-store-uri", postgresql.new_database(), "--workers", "2")
    with running_server(tmp_path_factory.mktemp("server"), *options) as server, pytest.MonkeyPatch.context() as environment:
        # A server that fails must fail the test, at once and not after patient retries.
        environment.setenv("BAROGRAPH_HTTP_REQUEST_MAX_RETRIES", "0")
        remote = RemoteStore(server.url)
        yield remote
        remote.close()
