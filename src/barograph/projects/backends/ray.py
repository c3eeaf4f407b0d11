"""The backend `ray`: a job of a Ray cluster, by the API of its dashboard."""

from __future__ import annotations

import os
import secrets
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from barograph.errors import InvalidValue, MissingValue, NotFound, shown
from barograph.model import RunStatus
from barograph.projects.backends.base import Launch
from barograph.projects.backends.configuration import read_configuration
from barograph.projects.backends.polled import PolledJob
from barograph.projects.backends.ray_client import RayClient
from barograph.projects.backends.ray_environment import runtime_environment
from barograph.projects.backends.ray_package import packed
from barograph.projects.backends.variables import checked

_MEANINGS = {
    "PENDING": RunStatus.SCHEDULED,
    "RUNNING": RunStatus.RUNNING,
    "SUCCEEDED": RunStatus.FINISHED,
    "STOPPED": RunStatus.KILLED,
    "FAILED": RunStatus.FAILED,
}
_LAUNCH_VARIABLE = "BAROGRAPH_PROJECT_LAUNCH"
# Ray gives an entry point to a shell, and expands variables in the values of variables: the launch therefore comes encoded.
_ENTRY_POINT = (
    'python3 -c "import base64, json, os;'
    f" launch = json.loads(base64.b64decode(os.environ.pop('{_LAUNCH_VARIABLE}')));"
    " os.environ.update(launch['variables']);"
    " os.execvp('bash', ['bash', '-c', '--', launch['command']])\""
)
_LARGEST_LAUNCH = 120 * 1024

_Amount = Annotated[float, Meta(ge=0)]


class RayConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`address` is the dashboard's; RAY_API_SERVER_ADDRESS or RAY_ADDRESS of the environment unless given.

    `working_dir` is the address of a zip file that the cluster can read; the project's folder is uploaded unless it is given, but for the
    names in `excludes`. Folders in `py_modules` are uploaded too. `runtime_env` replaces what would be made of the project's environment.
    The others are what the command itself reserves.
    """

    address: str | None = None
    working_dir: str | None = None
    excludes: list[str] = []
    py_modules: list[str] = []
    runtime_env: dict[str, Any] | None = None
    entrypoint_num_cpus: _Amount | None = None
    entrypoint_num_gpus: _Amount | None = None
    entrypoint_memory: Annotated[int, Meta(ge=0)] | None = None
    entrypoint_resources: dict[str, _Amount] | None = None
    metadata: dict[str, str] = {}


class RayJob(PolledJob):
    """A job of a cluster. Ray ends one that waits for room only when there is some: it starts the command then, and ends it at once."""

    never_begun_s = 2.0

    def __init__(self, job_id: str, cluster: RayClient) -> None:
        super().__init__(job_id)
        self._cluster = cluster
        self._shown = 0
        self._reason = ""

    def look(self) -> RunStatus:
        """What the cluster says; a job that was deleted there is KILLED."""
        try:
            details = self._cluster.details(self.id)
        except NotFound:
            return RunStatus.KILLED
        status = _MEANINGS.get(details.status, RunStatus.RUNNING)
        if status is RunStatus.FAILED and details.message:
            self._reason = f"{self.id}: {details.message.partition(', last available logs')[0]}\n"
        return status

    def stop(self) -> None:
        """Have the cluster stop it."""
        self._cluster.stop(self.id)

    def new_output(self) -> str:
        """What its log has more than before, and why it failed."""
        reason, self._reason = self._reason, ""
        try:
            text = self._cluster.logs(self.id)
        except NotFound:
            return reason
        new = text[self._shown :]
        self._shown = len(text)
        return new + reason


class RayBackend:
    """Submits commands as jobs."""

    name = "ray"
    activates = False
    configuration = RayConfig

    def submit(self, launch: Launch, config: Mapping[str, Any]) -> RayJob:
        """Upload the project's folder, unless the cluster has it already, and submit a job."""
        options = read_configuration(RayConfig, self.name, config)
        address = options.address or os.environ.get("RAY_API_SERVER_ADDRESS") or os.environ.get("RAY_ADDRESS", "")
        if not address:
            raise MissingValue("address of the backend ray, such as http://127.0.0.1:8265")
        cluster = RayClient(address)
        job: dict[str, Any] = {
            "entrypoint": _ENTRY_POINT,
            "submission_id": f"barograph-{secrets.token_hex(8)}",
            "metadata": {"barograph_run_id": launch.run_id} | options.metadata,
            "runtime_env": self._runtime_env(launch, options, cluster),
        }
        for key in ("entrypoint_num_cpus", "entrypoint_num_gpus", "entrypoint_memory", "entrypoint_resources"):
            if (value := getattr(options, key)) is not None:
                job[key] = value
        return RayJob(cluster.submit(job), cluster)

    def _runtime_env(self, launch: Launch, options: RayConfig, cluster: RayClient) -> dict[str, Any]:
        given = options.runtime_env
        made = dict(runtime_environment(launch.environment, launch.directory) if given is None else given)
        code = {"command": launch.command, "variables": checked(launch.variables)}
        encoded = b64encode(msgspec.json.encode(code)).decode("ascii")
        if len(encoded) > _LARGEST_LAUNCH:
            raise InvalidValue(f"Command and variables take {len(encoded)} bytes; a job of Ray takes {_LARGEST_LAUNCH}. Shorten them.")
        made["env_vars"] = {**made.get("env_vars", {}), _LAUNCH_VARIABLE: encoded}
        if options.working_dir:
            made["working_dir"] = _remote(options.working_dir)
        else:
            made["working_dir"] = _uploaded(launch.directory, cluster, frozenset(options.excludes))
        if options.py_modules:
            folders = [launch.directory / module for module in options.py_modules]
            made["py_modules"] = [_uploaded(folder, cluster, frozenset(options.excludes), below=folder.name) for folder in folders]
        return made


def _uploaded(folder: Path, cluster: RayClient, left_out: frozenset[str], *, below: str = "") -> str:
    if not folder.is_dir():
        raise InvalidValue(f"The folder {shown(str(folder))} does not exist, so it cannot be uploaded to the Ray cluster.")
    name, data = packed(folder, left_out=left_out, below=below)
    if not cluster.has_package(name):
        cluster.upload_package(name, data)
    return f"gcs://{name}"


def _remote(address: str) -> str:
    if not address.startswith(("https://", "s3://", "gs://", "azure://", "abfss://", "gcs://")):
        raise InvalidValue(
            f"Configuration key working_dir of the backend ray is {shown(address)}, which a cluster cannot read."
            " Give an https, s3 or gs address of a zip file, or leave it out: the project's folder is uploaded then."
        )
    return address
