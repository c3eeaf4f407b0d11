"""Jobs of a Kubernetes cluster: the official client, and a server in this process that has the shapes of the API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from barograph.errors import InvalidValue, MissingValue, PermissionDenied, Unavailable
from barograph.model import RunStatus
from barograph.projects.backends.base import TaggedJob
from barograph.projects.backends.kubernetes import KubernetesBackend
from barograph.projects.backends.kubernetes_manifest import manifest, template
from barograph.projects.backends.polled import PolledJob
from barograph.projects.spec import DockerEnvironment
from barograph.testing.contract.backends import Commands, Place, TestBackend, TestWaitingJobs, commands
from kubernetes_server import Cluster, kubernetes_cluster
from programs_of_stubs import put_on_path

__all__ = ["TestBackend", "TestWaitingJobs", "commands"]
IMAGE = "registry.example.org/team/project:1"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Cluster, Path]]:
    folder = tmp_path_factory.mktemp("kubernetes")
    with kubernetes_cluster(folder, folder / "config") as made:
        yield made, folder / "config"


@pytest.fixture
def cluster(running: tuple[Cluster, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Cluster:
    monkeypatch.setenv("KUBECONFIG", str(running[1]))
    running[0].images[IMAGE] = tmp_path / "a project"
    return running[0]


@pytest.fixture
def place(cluster: Cluster) -> Place:
    config = {"image": IMAGE}

    @contextmanager
    def full() -> Iterator[Mapping[str, Any]]:
        yield {**config, "resources": {"limits": {"cpu": "1000"}}}

    wrong = {"image": "--privileged", "resources": ["cpu"], "namespace": 7, "kube-context": "no-such-context"}
    return Place(backend=KubernetesBackend(), config=config, wrong=wrong, full=full)


def _body(cluster: Cluster, job: PolledJob) -> dict[str, Any]:
    namespace, _, name = job.id.partition("/")
    return cluster.jobs[namespace, name].body


def test_a_job_without_a_template(commands: Commands, cluster: Cluster, place: Place) -> None:
    job = commands.submit("echo $HOME", {**place.config, "resources": {"requests": {"memory": "1Gi"}}}, {"LR": "$(id)"})
    body = _body(cluster, job)
    name = body["metadata"]["name"]
    assert name.startswith("contract-")
    spec = dict(body["spec"])
    assert spec.pop("template") == {
        "spec": {
            "restartPolicy": "Never",
            "containers": [
                {
                    "name": "project", "image": IMAGE, "command": ["bash", "-c", "--", "echo $$HOME"],
                    "env": [{"name": "TOLD", "value": str(commands.told)}, {"name": "LR", "value": "$$(id)"}],
                    "resources": {"requests": {"memory": "1Gi"}},
                }
            ],
        }
    }  # fmt: skip
    assert spec == {"backoffLimit": 0, "ttlSecondsAfterFinished": 86400}
    assert body["metadata"]["namespace"] == "team-a"
    assert len(body["metadata"]["labels"]["barograph-run"]) == 32
    assert job.wait() is RunStatus.FINISHED
    assert job.tags == {}


def test_a_template_is_kept_but_for_what_the_run_decides(commands: Commands, cluster: Cluster, place: Place, tmp_path: Path) -> None:
    container = {"name": "project", "args": ["x"], "env": [{"name": "TOLD", "value": "no"}, {"name": "KEPT", "value": "a"}], "tty": True}
    pod = {"metadata": {"labels": {"a": "b"}}, "spec": {"nodeSelector": {"gpu": "yes"}, "containers": [container, {"name": "beside"}]}}
    file = tmp_path / "job.yaml"
    file.write_text(yaml.safe_dump({"kind": "Job", "metadata": {"namespace": "team-a"}, "spec": {"backoffLimit": 3, "template": pod}}))
    job = commands.submit("true", {**place.config, "kube-job-template-path": str(file)})
    body = _body(cluster, job)
    assert body["spec"]["backoffLimit"] == 3
    made = body["spec"]["template"]
    assert (made["metadata"], made["spec"]["nodeSelector"]) == ({"labels": {"a": "b"}}, {"gpu": "yes"})
    first, second = made["spec"]["containers"]
    assert first["env"] == [{"name": "KEPT", "value": "a"}, {"name": "TOLD", "value": str(commands.told)}]
    assert (first["tty"], first["image"], "args" in first, second) == (True, IMAGE, False, {"name": "beside"})
    assert job.wait() is RunStatus.FINISHED


@pytest.mark.parametrize("text", ["", "a: [", "kind: Pod\nspec: {}", "spec: {template: {spec: {containers: []}}}", "- a"])
def test_a_template_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "job.yaml").write_text(text)
    with pytest.raises(InvalidValue, match=r"job\.yaml"):
        template(str(tmp_path / "job.yaml"))


def test_a_missing_template_is_named() -> None:
    with pytest.raises(InvalidValue, match="nowhere"):
        template("/nowhere")


@pytest.mark.parametrize(
    ("project", "start"),
    [("My Project_1", "my-project-1-"), ("123", "p-123-"), ("--", "project-"), ("é" * 99, "project-"), ("a" * 99, "a" * 40)],
)
def test_names_are_those_that_clusters_take(project: str, start: str) -> None:
    made = manifest(
        template(None), project=project, run_id="r", namespace="n", image="i", command="c", variables={}, resources=None
    )  # fmt: skip
    name = made["metadata"]["name"]
    assert name.startswith(start)
    assert len(name) <= 63
    assert name.replace("-", "").isalnum()


def test_an_image_is_built_and_pushed(commands: Commands, cluster: Cluster, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stubs = put_on_path(monkeypatch, tmp_path, "stub_docker.py", "docker")
    reference = "registry.example.org/team/windfarm"
    cluster.images[f"{reference}@sha256:0123"] = commands.project
    launch = msgspec.structs.replace(commands.launch("true"), environment=DockerEnvironment(image="base:1"))
    job = KubernetesBackend().submit(launch, {"repository-uri": reference})
    assert isinstance(job, TaggedJob)
    assert job.tags == {"mlflow.docker.image.uri": reference, "mlflow.docker.image.id": "sha256:" + "ab" * 32}
    assert job.wait() is RunStatus.FINISHED
    assert [call[:2] for call in stubs.asked("docker") if call[0] in ("build", "push")] == [["build", "--force-rm"], ["push", reference]]


def test_without_an_image_what_is_missing_is_named(commands: Commands) -> None:
    with pytest.raises(MissingValue, match="repository-uri"):
        commands.submit("true", {})
    launch = msgspec.structs.replace(commands.launch("true"), environment=DockerEnvironment(image="base:1"))
    with pytest.raises(InvalidValue, match="b a d"):
        KubernetesBackend().submit(launch, {"repository-uri": "b a d"})


def test_what_it_writes_is_shown_once(commands: Commands, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.submit("echo first; sleep 0.4; echo; echo éé >&2").wait() is RunStatus.FINISHED
    assert capsys.readouterr().out == "first\n\néé\n"


def test_why_it_does_not_start_is_told(commands: Commands, cluster: Cluster, capsys: pytest.CaptureFixture[str]) -> None:
    job = commands.submit("true", {"image": "no/such:image"})
    assert job.status() is RunStatus.SCHEDULED
    assert job.new_output() == f"{job.id} waits: ImagePullBackOff: no such image\n"
    assert job.new_output() == ""
    job.cancel()
    assert job.wait() is RunStatus.KILLED
    assert cluster.deletions[-1] == {"propagationPolicy": ["Foreground"]}


def test_a_cluster_that_fails_for_a_while_is_waited_for(commands: Commands, cluster: Cluster) -> None:
    job = commands.submit('until [ -e "$TOLD/go" ]; do sleep 0.02; done')
    cluster.failing = 1
    with pytest.raises(Unavailable, match="request timed out"):
        job.status()
    cluster.failing = 2
    (commands.told / "go").touch()
    assert job.wait() is RunStatus.FINISHED


def test_refusals_name_what_was_asked_for(commands: Commands, place: Place) -> None:
    for config, named in [
        ({"namespace": "no-such"}, r"no-such.*not found"),
        ({"resources": {"limits": {"cpu": "lots"}}}, "lots.*quantities"),
        ({"kube-context": "no-such"}, "no-such"),
    ]:
        with pytest.raises(InvalidValue, match=named):
            commands.submit("true", {**place.config, **config})
    with pytest.raises(PermissionDenied, match="forbidden"):
        commands.submit("true", {**place.config, "namespace": "forbidden"})
    with pytest.raises(Unavailable, match=r"127\.0\.0\.1"):
        commands.submit("true", {**place.config, "kube-context": "gone"})


def test_without_any_cluster_that_is_said(commands: Commands, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KUBECONFIG", str(tmp_path / "none"))
    with pytest.raises(InvalidValue, match="current context"):
        commands.submit("true")


def test_the_tracking_server_may_have_another_address_there(commands: Commands, cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUBE_MLFLOW_TRACKING_URI", "http://tracking.svc:5000")
    job = commands.submit("true", variables={"MLFLOW_TRACKING_URI": "http://127.0.0.1:5000"})
    env = {one["name"]: one["value"] for one in _body(cluster, job)["spec"]["template"]["spec"]["containers"][0]["env"]}
    assert env["MLFLOW_TRACKING_URI"] == env["BAROGRAPH_TRACKING_URI"] == "http://tracking.svc:5000"
    assert job.wait() is RunStatus.FINISHED
