"""Jobs of a Ray cluster, on a server in this process that speaks its API, as real_ray_cluster.py does on a real one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from barograph.errors import InvalidValue, MissingValue, Unavailable
from barograph.model import RunStatus
from barograph.projects.backends.polled import PolledJob
from barograph.projects.backends.ray import RayBackend
from barograph.projects.backends.ray_environment import runtime_environment
from barograph.projects.backends.ray_package import packed
from barograph.projects.spec import (
    CondaEnvironment,
    DockerEnvironment,
    LockedEnvironment,
    PythonEnvironment,
    RequirementsEnvironment,
    ScriptEnvironment,
)
from barograph.testing.contract.backends import Commands, Place, TestBackend, TestWaitingJobs, commands
from ray_dashboard import Dashboard, dashboard

__all__ = ["TestBackend", "TestWaitingJobs", "commands"]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    with dashboard(tmp_path_factory.mktemp("ray")) as made:
        yield made


@pytest.fixture
def place(cluster: Dashboard) -> Place:
    config = {"address": cluster.address}

    @contextmanager
    def full() -> Iterator[Mapping[str, Any]]:
        yield {**config, "entrypoint_num_cpus": 1000}

    wrong = {"address": "auto", "entrypoint_num_gpus": -1, "excludes": "data", "working_dir": "/here"}
    return Place(backend=RayBackend(), config=config, wrong=wrong, full=full)


def _request(cluster: Dashboard, job: PolledJob) -> dict[str, Any]:
    return cluster.jobs[job.id].request


def test_the_request(commands: Commands, cluster: Dashboard, place: Place) -> None:
    config = {**place.config, "entrypoint_num_cpus": 2, "entrypoint_memory": 1000, "metadata": {"team": "a"}}
    config["runtime_env"] = {"env_vars": {"A": "1"}}
    job = commands.submit("true", config)
    asked = _request(cluster, job)
    assert (asked["entrypoint_num_cpus"], asked["entrypoint_memory"], asked["metadata"]["team"]) == (2, 1000, "a")
    assert "entrypoint_num_gpus" not in asked
    assert len(asked["metadata"]["barograph_run_id"]) == 32
    assert asked["runtime_env"]["env_vars"]["A"] == "1"
    assert job.wait() is RunStatus.FINISHED


def test_no_value_stands_in_the_entry_point(commands: Commands, cluster: Dashboard) -> None:
    first = commands.submit("echo '$(id)' `id`", variables={"X": "; id"})
    second = commands.submit("true")
    assert _request(cluster, first)["entrypoint"] == _request(cluster, second)["entrypoint"]
    assert (first.wait(), second.wait()) == (RunStatus.FINISHED, RunStatus.FINISHED)


def test_a_folder_is_uploaded_once(commands: Commands, cluster: Dashboard) -> None:
    before = len(cluster.uploads)
    for _ in range(2):
        assert commands.submit("true").wait() is RunStatus.FINISHED
    assert len(cluster.uploads) <= before + 1
    (commands.project / "more").write_text(str(commands.project))
    assert commands.submit("test -e more").wait() is RunStatus.FINISHED
    assert len(cluster.uploads) > before


def test_modules_come_along_and_what_is_excluded_does_not(commands: Commands, place: Place) -> None:
    (commands.project / "lib" / "windtools").mkdir(parents=True)
    (commands.project / "lib" / "windtools" / "__init__.py").write_text("answer = 42\n")
    (commands.project / "data").mkdir()
    (commands.project / "data" / "big.bin").write_text("big")
    config = {**place.config, "py_modules": ["lib/windtools"], "excludes": ["data", "lib"]}
    job = commands.submit('ls > "$TOLD/part"; python3 -c \'import windtools\' && mv "$TOLD/part" "$TOLD/listed"', config)
    assert job.wait() is RunStatus.FINISHED
    assert commands.text("listed").split() == ["marker"]
    with pytest.raises(InvalidValue, match="no-such-folder"):
        commands.submit("true", {**place.config, "py_modules": ["no-such-folder"]})


def test_what_it_writes_is_shown_once(commands: Commands, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.submit("echo first; sleep 0.3; echo éé >&2").wait() is RunStatus.FINISHED
    assert [line for line in capsys.readouterr().out.splitlines() if "entrypoint" not in line] == ["first", "éé"]


def test_why_it_failed_is_shown(commands: Commands, capsys: pytest.CaptureFixture[str]) -> None:
    job = commands.submit("echo written; exit 3")
    assert job.wait() is RunStatus.FAILED
    assert capsys.readouterr().out.splitlines()[1:] == ["written", f"{job.id}: Job ended"]


def test_a_dashboard_that_fails_for_a_while_is_waited_for(commands: Commands, cluster: Dashboard) -> None:
    job = commands.submit('until [ -e "$TOLD/go" ]; do sleep 0.02; done')
    cluster.failing = 1
    with pytest.raises(Unavailable, match="the agent is restarting"):
        job.status()
    cluster.failing = 2
    (commands.told / "go").touch()
    assert job.wait() is RunStatus.FINISHED


def test_a_dashboard_that_fails_for_long_is_given_up(commands: Commands, cluster: Dashboard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PolledJob, "patience_s", 0.3)
    job = commands.submit("true")
    cluster.failing = 1000
    with pytest.raises(Unavailable, match="the agent is restarting"):
        job.wait()
    cluster.failing = 0


def test_refusals_name_the_cluster_and_the_reason(
    commands: Commands, place: Place, cluster: Dashboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster.failing = 1
    with pytest.raises(Unavailable, match=r"127\.0\.0\.1.*the agent is restarting"):
        commands.submit("true", {**place.config, "working_dir": "https://example.org/x.zip"})
    monkeypatch.setattr("barograph.projects.backends.ray.secrets.token_hex", lambda _: "twice")
    commands.submit("true")
    with pytest.raises(InvalidValue, match=r"127\.0\.0\.1.*barograph-twice.*already exists"):
        commands.submit("true")
    monkeypatch.setenv("BAROGRAPH_HTTP_REQUEST_MAX_RETRIES", "0")
    with pytest.raises(Unavailable, match=r"Ray cluster at http://127\.0\.0\.1:9"):
        commands.submit("true", {"address": "http://127.0.0.1:9", "working_dir": "https://example.org/x.zip"})
    with pytest.raises(InvalidValue, match="working_dir"):
        commands.submit("true", {**place.config, "working_dir": "/some/where"})
    with pytest.raises(InvalidValue, match="Shorten"):
        commands.submit("true", variables={"LONG": "x" * 100_000})


def test_without_an_address_the_environment_names_the_cluster(
    commands: Commands, cluster: Dashboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("RAY_API_SERVER_ADDRESS", "RAY_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(MissingValue, match="address"):
        commands.submit("true", {})
    monkeypatch.setenv("RAY_ADDRESS", cluster.address)
    assert commands.submit("true", {}).wait() is RunStatus.FINISHED


def test_a_job_that_was_deleted_is_killed(commands: Commands, cluster: Dashboard) -> None:
    job = commands.submit("true")
    assert cluster.jobs[job.id].group is not None
    group = cluster.jobs.pop(job.id).group
    assert job.wait() is RunStatus.KILLED
    assert group is not None
    group.end()


def test_what_a_project_asks_for_is_asked_of_ray(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "requirements.txt").write_text("# pinned\nnumpy==2.0  # exact\n-r sub/more.txt\n\n")
    (tmp_path / "sub" / "more.txt").write_text("rich>=13; python_version > '3'\n")
    (tmp_path / "conda.yaml").write_text("dependencies: [python=3.11]\n")
    lines = ["numpy==2.0", "rich>=13; python_version > '3'"]
    asked = PythonEnvironment(python="3.11", build_dependencies=("pip",), dependencies=("-r requirements.txt",))
    assert runtime_environment(asked, tmp_path) == {"pip": ["pip", *lines]}
    assert runtime_environment(RequirementsEnvironment(), tmp_path) == {"pip": lines}
    assert runtime_environment(PythonEnvironment(), tmp_path) == {}
    assert runtime_environment(ScriptEnvironment(script="a.py", dependencies=("rich",)), tmp_path) == {"pip": ["rich"]}
    assert runtime_environment(CondaEnvironment(file="conda.yaml"), tmp_path) == {"conda": {"dependencies": ["python=3.11"]}}
    assert runtime_environment(DockerEnvironment(image="a/b:1"), tmp_path) == {"image_uri": "a/b:1"}
    with pytest.raises(InvalidValue, match="runtime_env"):
        runtime_environment(LockedEnvironment(has_lock=True), tmp_path)
    for line, problem in [("-r ../x.txt", "outside"), ("-r none.txt", "cannot be read"), ("-r requirements.txt", "ten deep")]:
        (tmp_path / "requirements.txt").write_text(line)
        with pytest.raises(InvalidValue, match=problem):
            runtime_environment(RequirementsEnvironment(), tmp_path)


def test_a_given_environment_is_taken_instead(commands: Commands, place: Place, cluster: Dashboard) -> None:
    launch = msgspec.structs.replace(commands.launch("true"), environment=LockedEnvironment(has_lock=True))
    job = place.backend.submit(launch, {**place.config, "runtime_env": {"pip": ["rich"]}})
    assert cluster.jobs[job.id].request["runtime_env"]["pip"] == ["rich"]
    assert job.wait() is RunStatus.FINISHED


def test_equal_folders_make_equal_packages(tmp_path: Path) -> None:
    for name in ("a", "b"):
        folder = tmp_path / name
        (folder / ".git").mkdir(parents=True)
        (folder / ".git" / "config").write_text(name)
        (folder / "run.sh").write_text("echo")
        (folder / "run.sh").chmod(0o755)
        (folder / "out").symlink_to("/etc/hostname")
    first, second = packed(tmp_path / "a"), packed(tmp_path / "b")
    assert first == second
    (tmp_path / "b" / "run.sh").write_text("echo 2")
    assert packed(tmp_path / "b")[0] != first[0]


def test_a_folder_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("barograph.projects.backends.ray_package.MAX_BYTES", 10)
    (tmp_path / "data").write_text("x" * 11)
    with pytest.raises(InvalidValue, match="excludes"):
        packed(tmp_path)
    assert packed(tmp_path, left_out=frozenset({"data"}))
