"""One run of many processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import barograph
from barograph.errors import InvalidValue, NotSupported
from barograph.model import NewRun
from barograph.store.remote import RemoteStore
from scripted_http import scripted_http

RANK = """
import os, sys
import barograph
barograph.set_tracking_uri({uri!r})
barograph.set_experiment({experiment!r})
sys.stdin.read(1)
with barograph.start_run(**({{}} if "BAROGRAPH_SHARED_RUN" in os.environ else {{"shared": "job-1"}})) as run:
    barograph.log_metric("rank/" + os.environ["RANK"], 1.0)
    print(run.info.run_id, run.is_joined)
    if sys.argv[1:] == [os.environ["RANK"]]:
        raise RuntimeError("rank " + os.environ["RANK"])
"""
RANKS = 16


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
            env=os.environ | environment | {"RANK": str(rank)},
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
    barograph.set_experiment(f"ranks-{tmp_path.name}")
    answers = ranks(RANKS, tracking, tmp_path)
    assert len({run_id for run_id, _ in answers}) == 1
    assert sorted(joined for _, joined in answers).count("False") >= 1
    (run,) = barograph.search_runs(experiment_names=[f"ranks-{tmp_path.name}"], output_format="list")
    assert run.data.metrics == {f"rank/{rank}": 1.0 for rank in range(RANKS)}
    assert run.info.status == "FINISHED"


def test_a_rank_that_fails_fails_the_run(sqlite_uri: str, tmp_path: Path) -> None:
    ranks(3, sqlite_uri, tmp_path, "1", BAROGRAPH_SHARED_RUN="job-2")
    (run,) = barograph.search_runs(experiment_names=[f"ranks-{tmp_path.name}"], output_format="list")
    assert len(run.data.metrics) == 3
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
