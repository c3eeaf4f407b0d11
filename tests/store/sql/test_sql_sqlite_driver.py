"""The SQLite that is used: the newer one, and known to be safe where binaries of it are to be had."""

import importlib.util
import sqlite3

import pytest

from barograph.store.sql.sqlite_driver import driver, loses_commits


def test_the_newer_of_both_is_used() -> None:
    assert driver.sqlite_version_info >= sqlite3.sqlite_version_info
    if importlib.util.find_spec("pysqlite3") is not None:
        assert not loses_commits(driver.sqlite_version_info)


@pytest.mark.parametrize(
    ("version", "loses"),
    [
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
        ((4, 0, 0), False),
    ],
)
def test_releases_that_lose_commits_are_known(version: tuple[int, int, int], loses: bool) -> None:
    assert loses_commits(version) is loses
