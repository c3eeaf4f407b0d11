from collections.abc import Iterator
from pathlib import Path

import pytest

from barograph.store.sql.store import SqlStore


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/store.db"


@pytest.fixture
def sql_store(url: str) -> Iterator[SqlStore]:
    store = SqlStore(url, artifact_root="memory:/artifacts")
    yield store
    store.close()
