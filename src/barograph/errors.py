"""The one error tree, on both sides of the wire.

    BarographError                        INTERNAL_ERROR            500
      InvalidValue                        INVALID_PARAMETER_VALUE   400
        MissingValue, InvalidFilter, InvalidPath, ParamChanged, AliasNotFound, SchemaViolation, DamagedModel, NoPreview
      BadRequest                          BAD_REQUEST               400
        RunActive
      AlreadyExists                       RESOURCE_ALREADY_EXISTS   400
        ExperimentExists, RegisteredModelExists, ViewExists
      Unauthenticated                     UNAUTHENTICATED           401
      PermissionDenied                    PERMISSION_DENIED         403
        UntrustedModel
      NotFound                            RESOURCE_DOES_NOT_EXIST   404
        ExperimentNotFound, RunNotFound, LoggedModelNotFound, RegisteredModelNotFound, ModelVersionNotFound, TagNotFound, ArtifactNotFound,
        ViewNotFound, ReportNotFound, JobNotFound
      EndpointNotFound                    ENDPOINT_NOT_FOUND        404
      Conflict                            RESOURCE_CONFLICT         409
        ViewChanged, ReportChanged, NoteChanged
      TooManyRequests                     REQUEST_LIMIT_EXCEEDED    429
      NotSupported                        NOT_IMPLEMENTED           501
        NotOffered (also an AttributeError)
      ExecutionFailed                     INTERNAL_ERROR            500
      Unavailable                         TEMPORARILY_UNAVAILABLE   503
      DeadlineExceeded                    DEADLINE_EXCEEDED         504

A leaf builds its own message: what was wrong, which value, what to do. Codes and statuses are those that MLflow clients act on.
"""

from __future__ import annotations

import json
from typing import Any, ClassVar


def shown(value: object, limit: int = 120) -> str:
    """`value` as it may stand in a message: its repr, cut in the middle beyond `limit` characters."""
    text = repr(value)
    return text if len(text) <= limit else f"{text[: limit // 2]}…{text[-limit // 4 :]} ({len(text)} characters)"


class BarographError(Exception):
    """Root of all errors that Barograph raises on purpose.

    `message` is for people; `error_code` is stable and for programs. `details` are extra JSON fields of the error's wire form.
    """

    code: ClassVar[str] = "INTERNAL_ERROR"
    http_status: ClassVar[int] = 500
    retry_after_s: float | None = None
    """Seconds after which a server said to try again."""

    def __init__(self, message: str, error_code: str | None = None, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.error_code = error_code or self.code
        self.details = details

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.message, self.error_code, self.details)

    def get_http_status_code(self) -> int:
        """HTTP status of the error code."""
        return STATUS_OF_CODE.get(self.error_code, self.http_status)

    def serialize_as_json(self) -> str:
        """The error's wire form as JSON text."""
        return json.dumps({"error_code": self.error_code, "message": self.message, **self.details})

    @classmethod
    def invalid_parameter_value(cls, message: str, **details: Any) -> BarographError:
        """An `InvalidValue`; kept under the name that MLflow code uses."""
        return InvalidValue(message, **details)


def _rebuild(kind: type[BarographError], message: str, error_code: str, details: dict[str, Any]) -> BarographError:
    error = kind.__new__(kind)
    BarographError.__init__(error, message, error_code, **details)
    return error


class InvalidValue(BarographError):
    """A value is of the wrong type, form or size."""

    code = "INVALID_PARAMETER_VALUE"
    http_status = 400


class MissingValue(InvalidValue):
    """A required value is absent, null or empty."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Missing value for required parameter '{name}'. Give it a value that is not empty.")


class InvalidFilter(InvalidValue):
    """A filter or order_by text does not parse or names what cannot be searched. `column` counts from 1."""

    def __init__(self, text: str, problem: str, *, column: int | None = None) -> None:
        where = "" if column is None else f" at column {column}"
        super().__init__(f"Invalid search expression {shown(text, 300)}{where}: {problem}")
        self.column = column


class InvalidPath(InvalidValue):
    """An artifact path or URI could leave the place it belongs to."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"Invalid artifact path {shown(path)}: {problem}")


class ParamChanged(InvalidValue):
    """A param was logged before with another value. `changes` are (key, stored value, new value)."""

    def __init__(self, run_id: str, changes: list[tuple[str, str, str]]) -> None:
        listed = "; ".join(f"key {shown(k)}: stored value {shown(old)}, new value {shown(new)}" for k, old, new in changes)
        super().__init__(
            f"Changing param values is not allowed. Run {run_id} already has {listed}. Log a value that may change as a tag or a metric,"
            " or start a new run."
        )
        self.changes = changes


class AliasNotFound(InvalidValue):
    """A registered model has no such alias."""

    def __init__(self, name: str, alias: str) -> None:
        super().__init__(
            f"Registered model alias {shown(alias)} not found for model {shown(name)}. Set it with set_registered_model_alias."
        )


class SchemaViolation(InvalidValue):
    """Data do not fit a model's signature."""

    def __init__(self, message: str) -> None:
        super().__init__(message, sqlstate="KAM01", error_class="SCHEMA_ENFORCEMENT_FAILED")


class DamagedModel(InvalidValue):
    """A model's files contradict themselves, by accident or by design, and were not loaded."""

    def __init__(self, what: str, problem: str) -> None:
        super().__init__(f"Cannot load {what}: {problem}. The file is damaged or was forged. Save the model again from a source you trust.")


class NoPreview(InvalidValue):
    """An artifact cannot be shown in parts: it is of another kind, damaged, or made to take more than a preview may."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"Artifact {shown(path)} cannot be previewed: {problem} Download it to look at it.")


class BadRequest(BarographError):
    """The request contradicts what is stored."""

    code = "BAD_REQUEST"
    http_status = 400


class RunActive(BadRequest):
    """A run cannot start while another is active, unless it is nested."""

    def __init__(self, run_id: str) -> None:
        super().__init__(f"Run {run_id} is already active. End it with end_run() first, or pass nested=True to start a run inside it.")


class AlreadyExists(BarographError):
    """The name is taken. Status 400, as MLflow clients expect."""

    code = "RESOURCE_ALREADY_EXISTS"
    http_status = 400


class ExperimentExists(AlreadyExists):
    """An experiment, maybe a deleted one, has this name."""

    def __init__(self, name: str, *, deleted: bool = False) -> None:
        remedy = "It is deleted: restore it or choose another name." if deleted else "Use it with set_experiment or choose another name."
        super().__init__(f"Experiment {shown(name)} already exists. {remedy}")


class RegisteredModelExists(AlreadyExists):
    """A registered model has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Registered model {shown(name)} already exists. Add a version to it or choose another name.")


class ViewExists(AlreadyExists):
    """The owner has a view of this name in the experiment."""

    def __init__(self, name: str) -> None:
        super().__init__(f"A view {shown(name)} already exists. Choose another name, or save over that view.")


class Unauthenticated(BarographError):
    """Who is calling is not known."""

    code = "UNAUTHENTICATED"
    http_status = 401


class PermissionDenied(BarographError):
    """The caller may not do this."""

    code = "PERMISSION_DENIED"
    http_status = 403


class UntrustedModel(PermissionDenied):
    """Loading would run code, or build types, that nobody has vouched for."""


class NotFound(BarographError):
    """There is no such thing."""

    code = "RESOURCE_DOES_NOT_EXIST"
    http_status = 404


class ExperimentNotFound(NotFound):
    """No experiment has this id or name."""

    def __init__(self, what: str) -> None:
        super().__init__(f"No experiment {shown(what)} exists.")


class RunNotFound(NotFound):
    """No run has this id."""

    def __init__(self, run_id: str) -> None:
        super().__init__(f"Run {shown(run_id)} not found.")


class LoggedModelNotFound(NotFound):
    """No logged model has this id."""

    def __init__(self, model_id: str) -> None:
        super().__init__(f"Logged model {shown(model_id)} not found.")


class RegisteredModelNotFound(NotFound):
    """No registered model has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Registered model {shown(name)} not found. Create it with create_registered_model or register_model.")


class ModelVersionNotFound(NotFound):
    """The registered model has no such version."""

    def __init__(self, name: str, version: int | str) -> None:
        super().__init__(f"Model version {shown(name)} {version} not found.")


class TagNotFound(NotFound):
    """The tag to delete is not there."""

    def __init__(self, key: str, owner: str) -> None:
        super().__init__(f"No tag {shown(key)} on {owner}.")


class ArtifactNotFound(NotFound):
    """No artifact is stored at this path."""

    def __init__(self, path: str) -> None:
        super().__init__(f"No artifact at {shown(path)}.")


class ViewNotFound(NotFound):
    """No view has this id, or it is somebody else's."""

    def __init__(self, view_id: str) -> None:
        super().__init__(f"There is no view {shown(view_id)}; somebody may have deleted it meanwhile. Save it anew if it is still needed.")


class ReportNotFound(NotFound):
    """No report has this id."""

    def __init__(self, report_id: str) -> None:
        super().__init__(
            f"There is no report {shown(report_id)}; somebody may have deleted it meanwhile. Look for it in the list of reports."
        )


class JobNotFound(NotFound):
    """No job has this id."""

    def __init__(self, job_id: str) -> None:
        super().__init__(f"There is no job {shown(job_id)}; it went with its run if that was purged. List jobs with `barograph jobs list`.")


class EndpointNotFound(BarographError):
    """The server has no such route."""

    code = "ENDPOINT_NOT_FOUND"
    http_status = 404


class Conflict(BarographError):
    """Someone else changed the thing first."""

    code = "RESOURCE_CONFLICT"
    http_status = 409


class ViewChanged(Conflict):
    """The view is not what the caller saw last."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Somebody changed the view meanwhile: it is called {shown(name)} now. Look at it, and change it again.")


class ReportChanged(Conflict):
    """The report is not what the caller saw last."""

    def __init__(self, title: str, revision: int) -> None:
        super().__init__(f"Somebody changed the report: it is revision {revision} now, called {shown(title)}. Look at it, then save again.")


class NoteChanged(Conflict):
    """The note is not what the caller saw last."""

    def __init__(self) -> None:
        super().__init__("Somebody changed the note meanwhile. Look at what it says now, and change it again.")


class TooManyRequests(BarographError):
    """The caller exceeds a limit for now."""

    code = "REQUEST_LIMIT_EXCEEDED"
    http_status = 429


class NotSupported(BarographError):
    """Understood, and not offered here."""

    code = "NOT_IMPLEMENTED"
    http_status = 501


class ExecutionFailed(BarographError):
    """A project's command failed, or what makes its environment or fetches its sources did."""


class NotOffered(NotSupported, AttributeError):
    """A name of MLflow's surface that Barograph does not have. `hasattr` is false for it."""

    def __init__(self, module: str, name: str, what: str) -> None:
        super().__init__(f"{module}.{name} is not offered yet: {what} is missing from this version of Barograph.")


class Unavailable(BarographError):
    """Not at the moment; try again."""

    code = "TEMPORARILY_UNAVAILABLE"
    http_status = 503


class DeadlineExceeded(BarographError):
    """It took too long."""

    code = "DEADLINE_EXCEEDED"
    http_status = 504


STATUS_OF_CODE: dict[str, int] = {
    "INVALID_PARAMETER_VALUE": 400, "BAD_REQUEST": 400, "RESOURCE_ALREADY_EXISTS": 400, "UNAUTHENTICATED": 401,
    "CUSTOMER_UNAUTHORIZED": 401, "PERMISSION_DENIED": 403, "RESOURCE_DOES_NOT_EXIST": 404, "ENDPOINT_NOT_FOUND": 404, "NOT_FOUND": 404,
    "RESOURCE_CONFLICT": 409, "ALREADY_EXISTS": 409, "ABORTED": 409, "REQUEST_LIMIT_EXCEEDED": 429, "RESOURCE_EXHAUSTED": 429,
    "CANCELLED": 499, "INTERNAL_ERROR": 500, "INVALID_STATE": 500, "DATA_LOSS": 500, "NOT_IMPLEMENTED": 501,
    "TEMPORARILY_UNAVAILABLE": 503, "DEADLINE_EXCEEDED": 504,
}  # fmt: skip
"""HTTP status of every error code on the wire."""

_FAMILIES: tuple[type[BarographError], ...] = (
    InvalidValue, BadRequest, AlreadyExists, Unauthenticated, PermissionDenied, NotFound, EndpointNotFound, Conflict, TooManyRequests,
    NotSupported, Unavailable, DeadlineExceeded,
)  # fmt: skip
_KIND_OF_CODE: dict[str, type[BarographError]] = {kind.code: kind for kind in _FAMILIES} | {
    "CUSTOMER_UNAUTHORIZED": Unauthenticated,
    "NOT_FOUND": NotFound,
    "ALREADY_EXISTS": AlreadyExists,
    "ABORTED": Conflict,
    "RESOURCE_EXHAUSTED": TooManyRequests,
}
_KIND_OF_STATUS: dict[int, type[BarographError]] = {
    400: BadRequest, 401: Unauthenticated, 403: PermissionDenied, 404: EndpointNotFound, 409: Conflict, 429: TooManyRequests,
    501: NotSupported, 503: Unavailable, 504: DeadlineExceeded,
}  # fmt: skip


def from_wire(status: int, error_code: str | None, message: str) -> BarographError:
    """The error that a server's answer means. Unknown codes keep their name; without a code the HTTP status decides."""
    kind = _KIND_OF_CODE.get(error_code or "") or (BarographError if error_code else _KIND_OF_STATUS.get(status, BarographError))
    return _rebuild(kind, message, error_code or kind.code, {})
