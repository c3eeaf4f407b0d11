"""Projects on backends from end to end: what `run` hands over, and what it records of it."""

from __future__ import annotations

from pathlib import Path

import pytest

import barograph
from barograph import projects
from barograph.errors import ExecutionFailed, InvalidValue
from programs_of_stubs import put_on_path
from ray_dashboard import dashboard

MLPROJECT = """
name: windfarm
entry_points:
  main:
    parameters: {word: {type: string, default: none}}
    command: 'printf "%s%s\\n" {word} "$MLFLOW_RUN_ID" >> "$TOLD"'
  wrong: {command: exit 3}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    barograph.set_tracking_uri(f"sqlite:///{tmp_path}/runs/kept.db")
    (tmp_path / "runs").mkdir()
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "MLproject").write_text(MLPROJECT)
    monkeypatch.setenv("TOLD", str(tmp_path / "told"))
    return folder


def test_a_queue_runs_all_that_is_put_into_it(project: Path, tmp_path: Path) -> None:
    put = [
        projects.run(str(project), parameters={"word": f"; {n}"}, backend="queue", backend_config={"workers": 1}, synchronous=False)
        for n in range(3)
    ]
    assert all(one.wait() for one in put)
    assert (tmp_path / "told").read_text().splitlines() == [f"; {n}{one.run_id}" for n, one in enumerate(put)]
    tags = barograph.get_run(put[0].run_id).data.tags
    assert tags["mlflow.project.backend"] == "queue"
    with pytest.raises(ExecutionFailed):
        projects.run(str(project), "wrong", backend="queue")


def test_a_project_with_an_image_runs_in_a_container(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stubs = put_on_path(monkeypatch, tmp_path, "stub_docker.py", "docker")
    (project / "MLproject").write_text(f"{MLPROJECT}\ndocker_env: {{image: 'python:3.12-slim', environment: [TOLD]}}\n")
    done = projects.run(str(project), parameters={"word": "$(id)"}, docker_args={"memory": "1g"})
    assert (tmp_path / "told").read_text() == f"$(id){done.run_id}\n"
    tags = barograph.get_run(done.run_id).data.tags
    assert tags["mlflow.project.env"] == "docker"
    assert tags["mlflow.docker.image.uri"] == "python:3.12-slim"
    assert tags["mlflow.docker.image.id"].startswith("sha256:")
    argv = next(call for call in stubs.asked("docker") if call[0] == "run")
    assert "--memory=1g" in argv
    assert f"{tmp_path}/runs:/mlflow/tmp/mlruns" in argv
    assert not [word for word in argv if "$(id)" in word and not word.startswith("BAROGRAPH_PARAM")]


def test_what_this_machine_cannot_make_the_cluster_makes(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "conda.yaml").write_text("dependencies: [python=3.12, gdal]\n")
    (project / "MLproject").write_text(f"{MLPROJECT}\nconda_env: conda.yaml\n")
    monkeypatch.setenv("BAROGRAPH_ENV_MANAGER", "conda")
    with dashboard(tmp_path) as cluster:
        config = {"address": cluster.address}
        projects.run(str(project), parameters={"word": "${HOME}"}, backend="ray", backend_config=config)
        (job,) = cluster.jobs.values()
        assert job.request["runtime_env"]["conda"] == {"dependencies": ["python=3.12", "gdal"]}
        assert (tmp_path / "told").read_text().startswith("${HOME}")
        with pytest.raises(InvalidValue, match="ray makes environments"):
            projects.run(str(project), backend="ray", backend_config=config, env_manager="local")


@pytest.mark.parametrize("backend", ["local", "queue", "docker", "kubernetes", "slurm", "ray", "agents"])
def test_a_wrong_configuration_makes_no_run(project: Path, backend: str) -> None:
    with pytest.raises(InvalidValue, match="no-such-key"):
        projects.run(str(project), backend=backend, backend_config={"no-such-key": "many"})
    assert barograph.search_runs(output_format="list") == []
