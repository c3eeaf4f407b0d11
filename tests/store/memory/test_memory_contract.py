"""The store in memory keeps the contracts."""

import pytest

from barograph.store.memory import MemoryStore
from barograph.testing.contract import *  # noqa: F403  # the classes are the tests


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()
