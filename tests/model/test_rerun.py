"""A run's project, to be enqueued again: from its job, or from what its tags tell."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barograph.errors import InvalidValue
from barograph.model import Run, RunInfo, RunStatus
from barograph.model.job import REPEATS_TAG, JobState, ProjectJob
from barograph.model.rerun import job_again, unquoted

COMMIT = "c" * 40
TAGS = {
    "mlflow.source.type": "PROJECT",
    "mlflow.source.name": "https://example.org/wind.git#models",
    "mlflow.source.git.commit": COMMIT,
    "mlflow.project.entryPoint": "train",
    "mlflow.project.env": "uv",
}


def run(tags: dict[str, str], params: dict[str, str] | None = None) -> Run:
    info = RunInfo(run_id="1" * 32, experiment_id="7", name="gull", user_id="", status=RunStatus.FINISHED, start_time_ms=0, artifact_uri="")
    return Run(info=info, tags=tags, params=params or {})


def test_a_run_of_a_project_is_repeated_at_its_commit() -> None:
    again = job_again(run(TAGS, {"depth": "7", "note": "'calm sea'"}), None, parameters={"depth": "9", "new": "1"}, run_name="deeper")
    assert (again.uri, again.version, again.entry_point, again.env_manager) == (TAGS["mlflow.source.name"], COMMIT, "train", "uv")
    assert again.parameters == {"depth": "9", "note": "calm sea", "new": "1"}
    assert (again.experiment_id, again.queue, again.run_name, again.tags) == ("7", "default", "deeper", {REPEATS_TAG: "1" * 32})


def test_a_folder_is_repeated_as_it_stands() -> None:
    for uri in ("/srv/wind", "file:///srv/wind"):
        assert job_again(run(TAGS | {"mlflow.source.name": uri}), None).version is None


def test_a_run_of_a_job_is_repeated_with_what_the_job_was_given() -> None:
    job = ProjectJob(
        job_id="1", queue="gpu", state=JobState.FINISHED, uri="git@example.org:wind", version="main", entry_point="main", experiment_id="7",
        run_id="1" * 32, run_name="gull", max_attempts=3, created_ms=0, parameters={"note": "'x y'"},
    )  # fmt: skip
    again = job_again(run({"mlflow.source.git.commit": COMMIT}, {"other": "1"}), job)
    assert (again.uri, again.version, again.queue, again.max_attempts) == ("git@example.org:wind", COMMIT, "gpu", 3)
    assert again.parameters == {"note": "'x y'"}
    assert job_again(run({}), job, queue="cpu").queue == "cpu"
    assert job_again(run({}), job).version == "main"


@pytest.mark.parametrize("tags", [{}, {"mlflow.source.type": "LOCAL", "mlflow.source.name": "x.py"}, {"mlflow.source.type": "PROJECT"}])
def test_what_was_no_project_cannot_be_repeated(tags: dict[str, str]) -> None:
    with pytest.raises(InvalidValue, match="is not a run of a project"):
        job_again(run(tags), None)


@given(st.text())
def test_what_a_shell_would_quote_is_read_back(text: str) -> None:
    assert unquoted(shlex.quote(text)) == text
