"""The API of Ray Jobs, which a cluster's dashboard answers. Ray itself is not needed on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import quote

import msgspec

from barograph.errors import BarographError, InvalidValue, NotFound, Unavailable, shown
from barograph.outbound import OutboundClient, one_attempt

T = TypeVar("T")
_LOOK_S = 30.0
# Ray answers mistakes of a request with the status of a failure, too.
_FAULTS = ("ValueError", "TypeError", "ray.exceptions.RuntimeEnv")
_JSON = {"Content-Type": "application/json"}


class _Submitted(msgspec.Struct):
    submission_id: str


class RayJobDetails(msgspec.Struct):
    """What a cluster says of a job: PENDING, RUNNING, STOPPED, SUCCEEDED or FAILED, and why."""

    status: str
    message: str | None = None


class _Logs(msgspec.Struct):
    logs: str = ""


class RayClient:
    """Requests to the dashboard of one cluster. Errors name the cluster: `Unavailable` where it does not answer, or fails."""

    def __init__(self, address: str) -> None:
        try:
            self._http = OutboundClient(address, authenticated=False)
        except InvalidValue:
            raise InvalidValue(
                f"Configuration key address of the backend ray is {shown(address)}. Give the dashboard's, such as http://127.0.0.1:8265."
            ) from None

    @property
    def address(self) -> str:
        """The dashboard's, without credentials."""
        return self._http.base_url

    def submit(self, job: Mapping[str, Any]) -> str:
        """Submit a job, and return its id. Raises `InvalidValue` with the cluster's reason if it refuses."""
        try:
            said = self._ask("POST", "/api/jobs/", body=msgspec.json.encode(job), repeatable=False)
        except InvalidValue as error:
            asked = {key: value for key, value in job.items() if key not in ("entrypoint", "runtime_env")}
            raise InvalidValue(f"The Ray cluster at {self.address} refused the job {shown(asked, 400)}: {_reason(error.message)}") from None
        return _read(said, _Submitted, self.address).submission_id

    def details(self, job_id: str) -> RayJobDetails:
        """What the cluster says of a job. Raises `NotFound` if it knows none of this id."""
        return _read(self._look(_place(job_id)), RayJobDetails, self.address)

    def logs(self, job_id: str) -> str:
        """All that a job has written."""
        return _read(self._look(f"{_place(job_id)}/logs"), _Logs, self.address).logs

    def stop(self, job_id: str) -> None:
        """Have a job stopped; the answer does not wait for its end."""
        self._ask("POST", f"{_place(job_id)}/stop")

    def has_package(self, name: str) -> bool:
        """Whether the cluster keeps a package of this name; it is kept until the job that uses it."""
        try:
            self._ask("GET", f"/api/packages/gcs/{quote(name, safe='')}")
        except NotFound:
            return False
        return True

    def upload_package(self, name: str, data: bytes) -> None:
        """Give the cluster a package."""
        self._ask("PUT", f"/api/packages/gcs/{quote(name, safe='')}", body=data, headers={"Content-Type": "application/octet-stream"})

    def _look(self, path: str) -> bytes:
        """What is asked again soon, so once is enough; a cluster that fails of it may do better then."""
        with one_attempt(_LOOK_S):
            try:
                return self._ask("GET", path)
            except NotFound:
                raise
            except BarographError as error:
                raise Unavailable(error.message) from None

    def _ask(
        self, method: str, path: str, *, body: bytes | None = None, headers: Mapping[str, str] = _JSON, repeatable: bool = True
    ) -> bytes:
        try:
            answer = self._http.request(method, path, body=body, headers=headers, repeatable=repeatable, accepted=(400, 404, 500))
        except Unavailable as error:
            problem = error.message.partition(": ")[2].partition(". ")[0] or error.message
            raise Unavailable(
                f"The Ray cluster at {self.address} cannot be reached: {problem}. Check that its dashboard runs there."
            ) from None
        if answer.status == 404:
            raise NotFound(f"The Ray cluster at {self.address} does not know {path}.")
        if answer.status >= 300:
            reason = _reason(answer.data.decode("utf-8", "replace"))
            kind = InvalidValue if answer.status == 400 or reason.startswith(_FAULTS) else Unavailable
            raise kind(f"The Ray cluster at {self.address} says: {reason}")
        return answer.data


def _place(job_id: str) -> str:
    return f"/api/jobs/{quote(job_id, safe='')}"


def _reason(text: str) -> str:
    """The last line of a traceback that says something."""
    lines = [line.strip() for line in text.splitlines() if line.strip(" .")]
    return lines[-1][:1000] if lines else "it gave no reason"


def _read(data: bytes, kind: type[T], address: str) -> T:
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.DecodeError as error:
        raise Unavailable(f"What answers at {address} does not speak Ray's Jobs API ({error}). Check the address.") from None
