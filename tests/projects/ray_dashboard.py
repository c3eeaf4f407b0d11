"""A server that speaks the Jobs API of a Ray dashboard as observed of version 2.60, and runs jobs as processes here.

Like Ray it gives entry points to a shell, expands variables in the values of `env_vars`, refuses a submission id that was there before, and
answers failures with tracebacks. A job that reserves 1000 processors waits for ever, even when it is told to
stop.
"""

from __future__ import annotations

import io
import json
import os
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any
from urllib.parse import unquote

from json_server import json_server
from process_group import Group

_PLACE = re.compile(r"/api/jobs/([^/]+)(/logs|/stop)?")


class Job:
    def __init__(self, request: dict[str, Any], folder: Path) -> None:
        self.request = request
        self.output = folder / "output"
        self.group: Group | None = None
        self.stopped = False

    def state(self) -> str:
        if self.group is None:
            return "PENDING"
        code = self.group.exit_code()
        if code is None:
            return "RUNNING"
        return "STOPPED" if self.stopped else "SUCCEEDED" if code == 0 else "FAILED"


class Dashboard:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.packages: dict[str, bytes] = {}
        self.uploads: list[str] = []
        self.jobs: dict[str, Job] = {}
        self.address = ""
        self.failing = 0
        self.lock = RLock()

    def submit(self, request: dict[str, Any]) -> tuple[int, object]:
        if not isinstance(request.get("entrypoint"), str):
            return 400, "Traceback (most recent call last):\nTypeError: entrypoint must be a string"
        job_id = request["submission_id"]
        if job_id in self.jobs:
            return 500, f"Traceback:\nValueError: Job with submission_id {job_id} already exists. Please use a different submission_id.\n."
        folder = self.folder / job_id
        folder.mkdir()
        job = self.jobs[job_id] = Job(request, folder)
        if request.get("entrypoint_num_cpus", 0) < 1000:
            self._start(job, folder)
        return 200, {"job_id": job_id, "submission_id": job_id}

    def _start(self, job: Job, folder: Path) -> None:
        asked = job.request.get("runtime_env", {})
        environment = dict(os.environ)
        for name, value in asked.get("env_vars", {}).items():
            environment[name] = re.sub(r"\$\{[A-Z0-9_]+\}", "", os.path.expandvars(value))
        code, paths = folder / "code", []
        for number, uri in enumerate([asked["working_dir"], *asked.get("py_modules", [])]):
            target = code if number == 0 else folder / f"module-{number}"
            zipfile.ZipFile(io.BytesIO(self.packages[uri.removeprefix("gcs://")])).extractall(target)
            target.mkdir(exist_ok=True)
            paths.append(str(target))
        environment["PYTHONPATH"] = os.pathsep.join(paths)
        job.output.write_text(f"Running entrypoint for job: {job.request['entrypoint']}\n")
        job.group = Group(job.request["entrypoint"], code, environment, job.output)

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, object]:
        with self.lock:
            if self.failing > 0:
                self.failing -= 1
                return 500, "Traceback:\nRuntimeError: the agent is restarting"
            if path.startswith("/api/packages/gcs/"):
                return self._package(method, path.rpartition("/")[2], body)
            if path == "/api/jobs/":
                return self.submit(json.loads(body))
            matched = _PLACE.fullmatch(path)
            job = self.jobs.get(unquote(matched[1])) if matched else None
            if matched is None or job is None:
                return 404, f"Job {path} does not exist"
            return self._about(job, matched[2])

    def _package(self, method: str, name: str, body: bytes) -> tuple[int, object]:
        if method == "PUT":
            self.packages[name] = body
            self.uploads.append(name)
        return (200, "") if name in self.packages else (404, f"Package gcs://{name} does not exist")

    def _about(self, job: Job, what: str | None) -> tuple[int, object]:
        if what == "/logs":
            return 200, {"logs": job.output.read_text() if job.output.exists() else ""}
        if what == "/stop":
            job.stopped = job.state() in ("PENDING", "RUNNING")
            if job.group:
                job.group.stop()
            return 200, {"stopped": job.stopped}
        return 200, {
            "type": "SUBMISSION",
            "status": job.state(),
            "message": "Job ended, last available logs: x",
            "entrypoint": job.request["entrypoint"],
        }


@contextmanager
def dashboard(folder: Path) -> Iterator[Dashboard]:
    """The server of a cluster without jobs; those that still run end with it."""
    cluster = Dashboard(folder)

    with json_server(cluster.answer) as address:
        cluster.address = address
        yield cluster
    for job in cluster.jobs.values():
        if job.group:
            job.group.end()
