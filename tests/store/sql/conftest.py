from collections.abc import Iterator
from pathlib import Path

import pytest

from barograph.store.sql.store import SqlStore


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/store.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def sql_store(request: pytest.FixtureRequest, url: str) -> Iterator[SqlStore]:
    """A new store on each kind of database."""
    where = url if request.param == "sqlite" else request.getfixturevalue("postgresql").new_database()
    store = SqlStore(where, artifact_root="memory:/artifacts")
    yield store
    store.close()
