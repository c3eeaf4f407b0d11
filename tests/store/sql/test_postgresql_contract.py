"""The contract on a real PostgreSQL server."""

from collections.abc import Iterator

import pytest

from barograph.store.sql.store import SqlStore
from barograph.testing.contract import *  # noqa: F403  # the suite is collected where it is imported
from postgresql_server import PostgresqlServer


@pytest.fixture(scope="module")
def store(postgresql: PostgresqlServer) -> Iterator[SqlStore]:
    store = SqlStore(postgresql.new_database(), artifact_root="memory:/artifacts")
    yield store
    store.close()
