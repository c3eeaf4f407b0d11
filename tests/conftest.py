"""Rules for every test: in continuous integration nothing may be skipped."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator

import pytest

from postgresql_server import PostgresqlServer, running_postgresql

ON_CI = os.environ.get("CI") == "true"


def _no_skips(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure; an expected failure is not a skip."""
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped where CI=true. {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if ON_CI:
        _no_skips(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if ON_CI:
        _no_skips(report)
    return report


@pytest.fixture(scope="session", autouse=True)
def journals_of_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep journals of tests, and of programs that they start, away from those of whoever runs them."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("BAROGRAPH_JOURNAL_DIR", str(tmp_path_factory.mktemp("journals")))
        yield


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    """The PostgreSQL server of all tests."""
    with running_postgresql() as server:
        yield server
