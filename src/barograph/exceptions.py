"""Errors under the names that MLflow code imports; `barograph.errors` has the tree."""

from barograph.errors import (
    AlreadyExists,
    BadRequest,
    BarographError,
    ExecutionFailed,
    InvalidValue,
    NotFound,
    NotSupported,
    PermissionDenied,
    Unauthenticated,
)

MlflowException = BarographError
RestException = BarographError
ExecutionException = ExecutionFailed
MlflowNotImplementedException = NotSupported


class MissingConfigException(BarographError):
    """An expected configuration file or key is missing."""


class InvalidUrlException(BarographError):
    """A URL cannot be requested."""


__all__ = [
    "AlreadyExists",
    "BadRequest",
    "BarographError",
    "ExecutionException",
    "InvalidUrlException",
    "InvalidValue",
    "MissingConfigException",
    "MlflowException",
    "MlflowNotImplementedException",
    "NotFound",
    "NotSupported",
    "PermissionDenied",
    "RestException",
    "Unauthenticated",
]
