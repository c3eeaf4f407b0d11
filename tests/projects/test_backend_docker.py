"""Containers, with a stub for the program docker that records its command lines and runs what containers would."""

from __future__ import annotations

import subprocess
from pathlib import Path

import msgspec
import pytest

from barograph.errors import ExecutionFailed, InvalidValue, MissingValue, Unavailable
from barograph.model import RunStatus
from barograph.projects.backends.base import Launch, TaggedJob
from barograph.projects.backends.docker import DockerBackend
from barograph.projects.backends.docker_mounts import artifacts_seen, store_seen
from barograph.projects.spec import DockerEnvironment, PythonEnvironment
from barograph.testing.contract.backends import Commands, Place, TestBackend, commands
from programs_of_stubs import Stubs, put_on_path

__all__ = ["TestBackend", "commands"]
IMAGE = "registry.example.org/team/base:1.0"


@pytest.fixture
def stubs(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Stubs:
    return put_on_path(monkeypatch, tmp_path_factory.mktemp("docker"), "stub_docker.py", "docker")


@pytest.fixture
def place(stubs: Stubs) -> Place:
    return Place(
        backend=DockerBackend(grace_s=1.0),
        config={"docker_args": {"memory": "1g"}},
        wrong={"build_image": "maybe", "docker_args": ["--privileged"]},
        environment=DockerEnvironment(image=IMAGE),
    )


def _launch(commands: Commands, environment: DockerEnvironment | None = None, **changed: object) -> Launch:
    launch = commands.launch("true")
    return msgspec.structs.replace(launch, environment=environment or launch.environment, **changed)


def _ran(stubs: Stubs) -> list[str]:
    return next(call for call in stubs.asked("docker") if call[0] == "run")


def _after(argv: list[str], option: str) -> list[str]:
    return [argv[index + 1] for index, one in enumerate(argv) if one == option]


def test_the_command_line(commands: Commands, stubs: Stubs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COPIED", "from here")
    environment = DockerEnvironment(image=IMAGE, volumes=("/data:/data:ro",), environment=(("COPIED", None), ("SET", "a b")))
    variables = {"MLFLOW_RUN_ID": "r1", "MLFLOW_TRACKING_TOKEN": "secret", "LR": "-1"}
    launch = _launch(commands, environment, variables=variables, artifact_uri=f"file://{tmp_path}/kept")
    arguments = {"memory": "1g", "gpus": "all", "init": True, "t": True, "rm": False, "env-file": ["--one", "two"]}
    job = DockerBackend().submit(launch, {"docker_args": arguments})
    assert job.wait() is RunStatus.FINISHED
    argv = _ran(stubs)
    name = argv[argv.index("--name") + 1]
    assert name == job.id
    options = ["--memory=1g", "--gpus=all", "--init", "-t", "--rm=false", "--env-file=--one", "--env-file=two"]
    assert argv == [
        "run", "--rm", "--name", name, *options,
        "-v", f"{tmp_path}/kept:{tmp_path}/kept", "-v", "/data:/data:ro", "-v", f"{commands.project}:/mlflow/projects/code/",
        "-e", "MLFLOW_RUN_ID", "-e", "MLFLOW_TRACKING_TOKEN", "-e", "LR=-1", "-e", "COPIED", "-e", "SET=a b",
        "-w", "/mlflow/projects/code/", IMAGE, "bash", "-c", "--", "true",
    ]  # fmt: skip
    assert [call[0] for call in stubs.asked("docker")] == ["image", "pull", "image", "run"]


def test_tags_name_the_image(commands: Commands) -> None:
    job = commands.submit("true")
    assert isinstance(job, TaggedJob)
    assert job.tags == {"mlflow.docker.image.uri": IMAGE, "mlflow.docker.image.id": "sha256:" + "ab" * 32}


def test_a_container_sees_tracking_variables_by_name_alone(commands: Commands) -> None:
    job = commands.submit('printf %s "$MLFLOW_TRACKING_TOKEN" > "$TOLD/token"', variables={"MLFLOW_TRACKING_TOKEN": "s e c"})
    assert job.wait() is RunStatus.FINISHED
    assert commands.text("token") == "s e c"


def test_an_image_is_built_of_the_project(commands: Commands, stubs: Stubs) -> None:
    subprocess.run(["git", "init", "-q"], cwd=commands.project, check=True)
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *who, "commit", "-q", "--allow-empty", "-m", "First"], cwd=commands.project, check=True)
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=commands.project, check=True, capture_output=True, text=True).stdout[:7]
    job = commands.submit('cat marker > "$TOLD/told"', {"build_image": True, "docker_auth": {"username": "ann", "password": "hush"}})
    assert job.wait() is RunStatus.FINISHED
    assert commands.text("told") == "here"
    assert (stubs.state / "dockerfile").read_text() == f"FROM {IMAGE}\nCOPY . /mlflow/projects/code/\nWORKDIR /mlflow/projects/code/\n"
    calls = stubs.asked("docker")
    assert calls[0] == ["login", "--username=ann", "--password-stdin"]
    assert (stubs.state / "password").read_text() == "hush"
    assert calls[1] == ["build", "--force-rm", "--tag", f"contract:{commit}", "--file", "-", str(commands.project)]
    assert f"contract:{commit}" in _ran(stubs)
    assert _after(_ran(stubs), "-v") == []


def test_without_git_the_built_image_has_no_tag(commands: Commands, stubs: Stubs) -> None:
    assert commands.submit("true", {"build_image": True}).wait() is RunStatus.FINISHED
    assert "contract" in _ran(stubs)


@pytest.mark.parametrize(("image", "named"), [("--privileged", "--privileged"), ("a\nRUN evil", "evil"), ("a b", "a b"), ("$(id)", "id")])
def test_no_image_becomes_an_option_or_a_line(commands: Commands, image: str, named: str) -> None:
    for config in ({}, {"build_image": True}):
        with pytest.raises(InvalidValue, match="not the name of an image") as refused:
            DockerBackend().submit(_launch(commands, DockerEnvironment(image=image)), config)
        assert named in refused.value.message


@pytest.mark.parametrize("option", ["--privileged", "-v", "a b", "name", "", "x=y"])
def test_no_argument_becomes_another(commands: Commands, option: str) -> None:
    with pytest.raises(InvalidValue, match="docker_args"):
        commands.submit("true", {"docker_args": {option: "1"}})


def test_what_is_missing_is_named(commands: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    docker = DockerBackend()
    with pytest.raises(MissingValue, match="docker_env"):
        docker.submit(msgspec.structs.replace(commands.launch("true"), environment=PythonEnvironment()), {})
    with pytest.raises(InvalidValue, match="UNSET_HERE"):
        docker.submit(_launch(commands, DockerEnvironment(image=IMAGE, environment=(("UNSET_HERE", None),))), {})
    with pytest.raises(ExecutionFailed, match="missing/image"):
        docker.submit(_launch(commands, DockerEnvironment(image="missing/image")), {})
    with pytest.raises(ExecutionFailed, match="docker build"):
        docker.submit(_launch(commands, DockerEnvironment(image="broken")), {"build_image": True})
    with pytest.raises(MissingValue, match="MLproject"):
        docker.submit(_launch(commands, project_name=None), {"build_image": True})
    with pytest.raises(InvalidValue, match="colon"):
        docker.submit(_launch(commands, directory=Path("/a:b")), {})
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Unavailable, match="docker"):
        commands.submit("true")


def test_stores_on_this_disk_are_mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    inside = "/mlflow/tmp/mlruns"
    for uri, folder, changed in [
        ("sqlite:///runs.db", tmp_path, f"sqlite:///{inside}/runs.db"),
        (f"sqlite:///{tmp_path}/kept/runs.db?timeout=3", tmp_path / "kept", f"sqlite:///{inside}/runs.db"),
        (f"file://{tmp_path}/mlruns", tmp_path / "mlruns", f"file://{inside}"),
        ("mlruns", tmp_path / "mlruns", f"file://{inside}"),
    ]:
        seen = store_seen({"MLFLOW_TRACKING_URI": uri, "BAROGRAPH_TRACKING_URI": uri, "OTHER": "sqlite:///x.db"})
        assert seen.volumes == (f"{folder}:{inside}",)
        assert seen.changed == {"MLFLOW_TRACKING_URI": changed, "BAROGRAPH_TRACKING_URI": changed}
    for uri in ("http://127.0.0.1:5000", "postgresql://u@h/d", "databricks://x", "sqlite://", ""):
        assert store_seen({"MLFLOW_TRACKING_URI": uri}).volumes == ()


def test_the_doors_of_clouds_are_opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "key.json"))
    assert "AWS_ACCESS_KEY_ID" in artifacts_seen("s3://bucket/0/r/artifacts").copied
    assert artifacts_seen("gs://bucket/x").volumes == (f"{tmp_path}/key.json:/.gcs",)
    assert artifacts_seen("/kept/0/r/artifacts").volumes == ("/kept/0/r/artifacts:/kept/0/r/artifacts",)
    for uri in (None, "mlflow-artifacts:/0/r", "http://127.0.0.1/x"):
        assert artifacts_seen(uri).volumes == ()
