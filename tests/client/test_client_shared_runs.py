"""One run of many processes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import barograph
from barograph.client.open_runs import open_runs
from barograph.errors import InvalidValue, NotSupported
from barograph.model import NewRun
from barograph.store.remote import RemoteStore
from barograph.testing.server import running_server
from scripted_http import scripted_http

RANK = """
import os, sys, time
import barograph
barograph.set_tracking_uri({uri!r})
barograph.get_experiment("0")
sys.stdin.read(1)
barograph.set_experiment({experiment!r})
with barograph.start_run(**({{}} if "BAROGRAPH_SHARED_RUN" in os.environ else {{"shared": "job-1"}})) as run:
    barograph.log_metric("rank/" + os.environ["RANK"], 1.0)
    measured = f"system/rank{{os.environ['RANK']}}/cpu_utilization_percentage"
    deadline = time.monotonic() + 60
    while barograph.MlflowClient().get_metric_history(run.info.run_id, measured) == [] and time.monotonic() < deadline:
        time.sleep(0.5)
    print(run.info.run_id, run.is_joined)
    if sys.argv[1:] == [os.environ["RANK"]]:
        raise RuntimeError("rank " + os.environ["RANK"])
"""
RANKS = 16
MEASURING = {"BAROGRAPH_ENABLE_SYSTEM_METRICS_LOGGING": "1", "BAROGRAPH_SYSTEM_METRICS_SAMPLING_INTERVAL": "1"}


def ranks(count: int, uri: str, folder: Path, *arguments: str, **environment: str) -> list[tuple[str, str]]:
    """Ids of the runs that ranks got, and whether they joined. All are let go at the same moment."""
    program = folder / "rank.py"
    program.write_text(RANK.format(uri=uri, experiment=f"ranks-{folder.name}"))
    started = [
        subprocess.Popen(
            [sys.executable, str(program), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | MEASURING | environment | {"RANK": str(rank)},
        )
        for rank in range(count)
    ]
    for process in started:
        assert process.stdin
        process.stdin.write(".")
        process.stdin.flush()
    answers = [process.communicate(timeout=120)[0].split()[:2] for process in started]
    return [(run_id, joined) for run_id, joined in answers]


def test_sixteen_processes_get_one_run(tracking: str, tmp_path: Path) -> None:
    """They are let go before any of them has made the experiment."""
    answers = ranks(RANKS, tracking, tmp_path)
    assert len({run_id for run_id, _ in answers}) == 1
    assert sorted(joined for _, joined in answers).count("False") >= 1
    (run,) = barograph.search_runs(experiment_names=[f"ranks-{tmp_path.name}"], output_format="list")
    assert {key: value for key, value in run.data.metrics.items() if key.startswith("rank/")} == {f"rank/{n}": 1.0 for n in range(RANKS)}
    measured = {key.split("/")[1] for key in run.data.metrics if key.startswith("system/")}
    assert measured == {f"rank{rank}" for rank in range(RANKS)}
    assert run.info.status == "FINISHED"
    assert len(barograph.search_experiments(filter_string=f"name = 'ranks-{tmp_path.name}'")) == 1


def test_a_rank_that_fails_fails_the_run(sqlite_uri: str, tmp_path: Path) -> None:
    ranks(3, sqlite_uri, tmp_path, "1", BAROGRAPH_SHARED_RUN="job-2")
    (run,) = barograph.search_runs(experiment_names=[f"ranks-{tmp_path.name}"], output_format="list")
    assert len([key for key in run.data.metrics if key.startswith("rank/")]) == 3
    assert run.info.status == "FAILED"
    assert run.data.tags["barograph.error"] == "RuntimeError: rank 1"


def test_who_joins_does_not_end(tracking: str) -> None:
    with barograph.start_run(shared="both") as first:
        with barograph.start_run(shared="both", nested=True) as second:
            assert second.info.run_id == first.info.run_id
        assert barograph.get_run(first.info.run_id).info.status == "RUNNING"
        with pytest.raises(ValueError, match="no"), barograph.start_run(shared="both", nested=True):
            raise ValueError("no")
        assert barograph.get_run(first.info.run_id).info.status == "FAILED"
    assert barograph.get_run(first.info.run_id).info.status == "FAILED"


def test_a_success_that_comes_too_late_does_not_hide_a_failure(tracking: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The creator has seen the run running, and says that it finished while the other one keeps its traceback."""
    first = barograph.start_run(shared="race")
    log_text = barograph.MlflowClient.log_text

    def overtaken(client: barograph.MlflowClient, run_id: str, *arguments: str) -> None:
        client.update_run(run_id, status="FINISHED")
        log_text(client, run_id, *arguments)

    monkeypatch.setattr(barograph.MlflowClient, "log_text", overtaken)
    with pytest.raises(ValueError, match="no"), barograph.start_run(shared="race", nested=True):
        raise ValueError("no")
    assert barograph.get_run(first.info.run_id).info.status == "FAILED"
    barograph.end_run()
    assert barograph.get_run(first.info.run_id).info.status == "FAILED"


def test_who_stays_longer_moves_the_end(tracking: str) -> None:
    with barograph.start_run(shared="longer") as first:
        second = barograph.start_run(shared="longer", nested=True)
        assert open_runs.stack.pop() is second
    ended = barograph.get_run(first.info.run_id).info.end_time
    open_runs.stack.append(second)
    while time.time_ns() // 10**6 <= ended:
        pass
    barograph.end_run()
    assert barograph.get_run(first.info.run_id).info.status == "FINISHED"
    assert barograph.get_run(first.info.run_id).info.end_time > ended


def test_the_same_rank_of_a_job_started_anew_ends_the_run(tracking: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was killed, and back before anybody noticed."""
    monkeypatch.setenv("RANK", "3")
    barograph.start_run(shared="again")
    open_runs.take_all()
    open_runs.stack.clear()
    monkeypatch.setenv("RANK", "1")
    with barograph.start_run(shared="again") as other:
        assert other.is_joined
    assert barograph.get_run(other.info.run_id).info.status == "RUNNING"
    monkeypatch.setenv("RANK", "3")
    with barograph.start_run(shared="again") as same:
        assert not same.is_joined
    assert same.info.run_id == other.info.run_id
    assert barograph.get_run(other.info.run_id).info.status == "FINISHED"


def test_who_comes_after_the_end_resumes(tracking: str) -> None:
    with barograph.start_run(shared="again") as first:
        pass
    with barograph.start_run(shared="again", tags={"more": "1"}) as second:
        assert (second.info.run_id, second.info.status, second.data.tags["more"]) == (first.info.run_id, "RUNNING", "1")
    assert barograph.get_run(first.info.run_id).info.status == "FINISHED"


def test_a_run_is_either_resumed_or_shared(sqlite_uri: str) -> None:
    with barograph.start_run() as run:
        pass
    with pytest.raises(InvalidValue, match="job"):
        barograph.start_run(run_id=run.info.run_id, shared="job")


@pytest.mark.parametrize(("status", "body"), [(404, b"{}"), (200, b'{"store_type": "SqlStore"}')])
def test_other_servers_get_no_heartbeats_and_share_no_runs(status: int, body: bytes) -> None:
    with scripted_http(lambda handler, _: handler.answer(status, body)) as (url, asked):
        store = RemoteStore(url)
        store.beat(["a" * 32], period_ms=1)
        store.beat(["a" * 32], period_ms=1)
        assert store.contacts(["a" * 32]) == ()
        with pytest.raises(NotSupported, match="run_id"):
            store.join_run(NewRun(experiment_id="0"), "job")
        store.close()
    assert [each.path for each in asked] == ["/api/3.0/mlflow/server-info"]


def test_a_heartbeat_does_not_wait_for_the_journal(clean_session: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process with much left to send is alive."""
    from barograph.store.wrap.journal import JournaledStore

    os.environ["BAROGRAPH_USER_DATA_DIR"] = str(tmp_path / "user")
    with running_server(tmp_path / "server") as server:
        store = JournaledStore(RemoteStore(server.url))
        run_id = store.create_run(NewRun(experiment_id="0")).info.run_id
        with monkeypatch.context() as patch:
            patch.setattr(store, "flush", lambda: pytest.fail("it waited"))
            store.beat([run_id], period_ms=60_000)
        assert RemoteStore(server.url).contacts([run_id])[0].last_ms is not None
        store.close()
