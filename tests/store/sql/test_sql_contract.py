from collections.abc import Iterator

import pytest

from barograph.store.sql.store import SqlStore
from barograph.testing.contract import *  # noqa: F403  # the suite is collected where it is imported


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    store = SqlStore(f"sqlite:///{tmp_path_factory.mktemp('contract')}/store.db", artifact_root="memory:/artifacts")
    yield store
    store.close()
