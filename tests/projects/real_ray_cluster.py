"""The contract of backends on a real Ray cluster on this machine, which starts too slowly to be part of every run of the tests.

RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER=0 ray start --head --dashboard-host=127.0.0.1 --disable-usage-stats --temp-dir=/tmp/ray-of-tests
RAY_API_SERVER_ADDRESS=http://127.0.0.1:8265 pytest tests/projects/real_ray_cluster.py
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from barograph.projects.backends.ray import RayBackend
from barograph.testing.contract.backends import Place, TestBackend, TestWaitingJobs, commands

__all__ = ["TestBackend", "TestWaitingJobs", "commands"]


@pytest.fixture
def place() -> Place:
    config = {"address": os.environ["RAY_API_SERVER_ADDRESS"]}

    @contextmanager
    def full() -> Iterator[Mapping[str, Any]]:
        yield {**config, "entrypoint_num_cpus": 1000}

    return Place(backend=RayBackend(), config=config, wrong={"address": "auto", "entrypoint_num_gpus": -1}, full=full)
