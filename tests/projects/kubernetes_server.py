"""A server with the shapes of the API of Kubernetes that jobs need, which runs the first container of a Job as a process here.

As a cluster does, it replaces `$(NAME)` in commands and values, checks names, and keeps a deleted Job until its pods have ended. Images are
folders: what an image holds is where its command runs. A Job that wants 1000 processors waits for ever; one with an unknown image says why.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any
from urllib.parse import parse_qs, urlsplit

import yaml

from json_server import json_server
from process_group import Group

_NAME = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
_JOBS = re.compile(r"/apis/batch/v1/namespaces/([^/]+)/jobs(?:/([^/]+))?")
_PODS = re.compile(r"/api/v1/namespaces/([^/]+)/pods(?:/([^/]+)/log)?")
_REFERENCE = re.compile(r"\$\$|\$\(([^)]*)\)")


def replaced(text: str, variables: Mapping[str, str]) -> str:
    """`$(NAME)` by its value and `$$` by one dollar, as the cluster does; names that it does not know stay."""
    return _REFERENCE.sub(lambda found: "$" if found[0] == "$$" else variables.get(found[1], found[0]), text)


class Job:
    def __init__(self, body: dict[str, Any], folder: Path) -> None:
        self.body = body
        self.output = folder / f"{body['metadata']['name']}.log"
        self.group: Group | None = None
        self.deleted = False
        self.obstacle = ""

    def state(self) -> str:
        if self.group is None:
            return "Pending"
        code = self.group.exit_code()
        return "Running" if code is None else "Succeeded" if code == 0 else "Failed"

    def shown(self) -> dict[str, Any]:
        state = self.state()
        condition = {"Succeeded": "Complete", "Failed": "Failed"}.get(state)
        conditions = [{"type": "SuccessCriteriaMet" if condition == "Complete" else "FailureTarget", "status": "True"}] if condition else []
        conditions += [{"type": condition, "status": "True"}] if condition else []
        metadata = {**self.body["metadata"], "creationTimestamp": _now(), **({"deletionTimestamp": _now()} if self.deleted else {})}
        return {**self.body, "metadata": metadata, "status": {"conditions": conditions, "startTime": _now()}}

    def pod(self) -> dict[str, Any]:
        waiting = {"reason": self.obstacle or "ContainerCreating", "message": "no such image" if self.obstacle else None}
        container = {"name": "project", "image": "x", "imageID": "", "ready": False, "restartCount": 0, "state": {"waiting": waiting}}
        status: dict[str, Any] = {"phase": self.state()}
        if self.group is None:
            status["containerStatuses"] = [container]
        name = self.body["metadata"]["name"]
        return {"metadata": {"name": f"{name}-abcde", "creationTimestamp": _now(), "labels": {"job-name": name}}, "status": status}


class Cluster:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.images: dict[str, Path] = {}
        self.jobs: dict[tuple[str, str], Job] = {}
        self.deletions: list[dict[str, list[str]]] = []
        self.failing = 0
        self.lock = RLock()

    def answer(self, method: str, address: str, body: bytes) -> tuple[int, object]:
        parts = urlsplit(address)
        asked = parse_qs(parts.query)
        with self.lock:
            if self.failing > 0:
                self.failing -= 1
                return _failure(500, "etcdserver: request timed out")
            for key, job in list(self.jobs.items()):
                if job.deleted and job.state() != "Running":
                    del self.jobs[key]
            if found := _JOBS.fullmatch(parts.path):
                return self._jobs(method, found[1], found[2], asked, body)
            if found := _PODS.fullmatch(parts.path):
                return self._pods(found[1], found[2], asked)
        return _failure(404, f"the server could not find {parts.path}")

    def _jobs(self, method: str, namespace: str, name: str | None, asked: dict[str, list[str]], body: bytes) -> tuple[int, object]:
        if method == "POST":
            return self._create(namespace, json.loads(body))
        job = self.jobs.get((namespace, name or ""))
        if job is None:
            return _failure(404, f'jobs.batch "{name}" not found')
        if method == "DELETE":
            self.deletions.append(asked)
            job.deleted = True
            if job.group:
                job.group.stop()
            return 200, {"kind": "Status", "status": "Success"}
        return 200, job.shown()

    def _create(self, namespace: str, body: dict[str, Any]) -> tuple[int, object]:
        metadata = body["metadata"]
        if namespace != "team-a" or metadata["namespace"] != namespace:
            return _failure(403 if namespace == "forbidden" else 404, f'namespaces "{namespace}" not found')
        container = body["spec"]["template"]["spec"]["containers"][0]
        cpus = container.get("resources", {}).get("limits", {}).get("cpu", "1")
        if not _NAME.fullmatch(metadata["name"]) or cpus == "lots":
            return _failure(422, f'Job.batch "{metadata["name"]}" is invalid: quantities must match a pattern')
        job = self.jobs[namespace, metadata["name"]] = Job(body, self.folder)
        if container["image"] not in self.images:
            job.obstacle = "ImagePullBackOff"
        elif cpus != "1000":
            self._start(job, container)
        return 201, job.shown()

    def _start(self, job: Job, container: dict[str, Any]) -> None:
        environment = {"PATH": "/usr/local/bin:/usr/bin:/bin"}
        for variable in container["env"]:
            environment[variable["name"]] = replaced(variable["value"], environment)
        argv = [replaced(part, environment) for part in container["command"]]
        job.group = Group(argv, self.images[container["image"]], environment, job.output)

    def _pods(self, namespace: str, pod: str | None, asked: dict[str, list[str]]) -> tuple[int, object]:
        if pod is None:
            name = asked["labelSelector"][0].removeprefix("job-name=")
            job = self.jobs.get((namespace, name))
            return 200, {"kind": "PodList", "apiVersion": "v1", "metadata": {}, "items": [job.pod()] if job else []}
        job = self.jobs.get((namespace, pod.removesuffix("-abcde")))
        if job is None or asked["container"] != ["project"] or asked["timestamps"] != ["true"]:
            return _failure(404, f'pods "{pod}" not found')
        lines = job.output.read_text().splitlines(keepends=True)
        return 200, "".join(f"2026-01-02T03:04:{number:02}.{number + 1}Z {line}" for number, line in enumerate(lines))


def _failure(status: int, message: str) -> tuple[int, object]:
    return status, {"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": message, "code": status}


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@contextmanager
def kubernetes_cluster(folder: Path, configuration: Path) -> Iterator[Cluster]:
    """The server of a cluster without jobs, and a file that tells clients of it; commands that still run end with it."""
    cluster = Cluster(folder)

    with json_server(cluster.answer) as address:
        known = [{"name": "here", "cluster": {"server": address}}, {"name": "gone", "cluster": {"server": "http://127.0.0.1:9"}}]
        contexts = [
            {"name": "test", "context": {"cluster": "here", "user": "u", "namespace": "team-a"}},
            {"name": "gone", "context": {"cluster": "gone", "user": "u"}},
        ]
        told = {"apiVersion": "v1", "kind": "Config", "current-context": "test", "clusters": known, "contexts": contexts}
        configuration.write_text(yaml.safe_dump({**told, "users": [{"name": "u", "user": {"token": "t"}}]}))
        yield cluster
    for job in cluster.jobs.values():
        if job.group:
            job.group.end()
