"""Rules for every test: in continuous integration nothing may be skipped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Generator, Iterator

import pytest
import urllib3

from postgresql_server import PostgresqlServer, running_postgresql

ON_CI = os.environ.get("CI") == "true"

# Tests that run in the background of a script, or under nohup, have these ignored, and so would the programs that tests send them to.
for _number, _default in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, _default)


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


@pytest.fixture(scope="module")
def s3_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that speaks S3, on loopback, with the bucket `bucket`."""
    log = tmp_path_factory.mktemp("s3") / "log"
    start = "from moto.server import ThreadedMotoServer; server = ThreadedMotoServer('127.0.0.1', 0, verbose=False); server.start()"
    program = f"{start}; print(server.get_host_and_port()[1], flush=True); input()"
    with (
        log.open("wb") as errors,
        subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors) as process,
    ):
        assert process.stdout is not None
        port = process.stdout.readline().strip().decode()
        assert port, log.read_text()
        url = f"http://127.0.0.1:{port}"
        urllib3.request("PUT", f"{url}/bucket")
        yield url
        process.terminate()
