"""URIs that name a model: `models:/name/version`, `/stage`, `/latest`, `@alias`, `models:/<model id>`, and `runs:/<run id>/<path>`.

Names are taken as written, without percent-decoding. An authority (`models://profile/...`) is accepted and not used.
"""

import re

import msgspec

from barograph.errors import InvalidValue, shown
from barograph.model import Stage
from barograph.registry.stages import parse_stage

_MODELS = re.compile(r"models:(?://[^/]*)?/(.*)", re.DOTALL)
_RUNS = re.compile(r"runs:(?://[^/]*)?/(.*)", re.DOTALL)
_MODEL_ID = re.compile(r"m-[0-9a-f]{32}")
_FORMS = "models:/name/version, models:/name/stage, models:/name/latest, models:/name@alias or models:/model_id"


class VersionUri(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a registered model, by one of version, stage or alias; with none of them the latest. `path` is inside its files."""

    name: str
    version: int | None = None
    stage: Stage | None = None
    alias: str | None = None
    path: str = ""


class LoggedModelUri(msgspec.Struct, frozen=True, kw_only=True):
    """A logged model and a path inside its files."""

    model_id: str
    path: str = ""


class RunUri(msgspec.Struct, frozen=True, kw_only=True):
    """A path below a run's artifacts, `""` for all of them."""

    run_id: str
    path: str = ""


def is_models_uri(uri: str) -> bool:
    """Whether the URI's scheme is `models:`."""
    return uri.startswith("models:")


def is_runs_uri(uri: str) -> bool:
    """Whether the URI's scheme is `runs:`."""
    return uri.startswith("runs:")


def parse_models_uri(uri: str, *, allow_path: bool = False) -> VersionUri | LoggedModelUri:
    """Read a `models:` URI. Only with `allow_path` may a path inside the model's files follow (`models:/name/3/MLmodel`)."""
    match = _MODELS.fullmatch(uri)
    segments = match.group(1).split("/") if match else []
    if not segments or not all(segments):
        raise InvalidValue(f"Invalid model URI {shown(uri)}. Write {_FORMS}.")
    first = segments[0]
    if "@" in first or _MODEL_ID.fullmatch(first) or len(segments) == 1:
        path = "/".join(segments[1:])
        named = _alias(first, path, uri) if "@" in first else LoggedModelUri(model_id=first, path=path)
    else:
        path = "/".join(segments[2:])
        named = _version(first, segments[1], path)
    if path and not allow_path:
        raise InvalidValue(f"Invalid model URI {shown(uri)}: {shown(path)} after the model is not allowed here. Write {_FORMS}.")
    return named


def _alias(segment: str, path: str, uri: str) -> VersionUri:
    name, _, alias = segment.rpartition("@")
    if not name or not alias:
        raise InvalidValue(f"Invalid model URI {shown(uri)}: name or alias is empty. Write models:/name@alias.")
    return VersionUri(name=name, alias=alias, path=path)


def _version(name: str, suffix: str, path: str) -> VersionUri:
    if suffix.isascii() and suffix.isdecimal():
        return VersionUri(name=name, version=int(suffix), path=path)
    if suffix.lower() == "latest":
        return VersionUri(name=name, path=path)
    return VersionUri(name=name, stage=parse_stage(suffix), path=path)


def parse_runs_uri(uri: str) -> RunUri:
    """Read a `runs:` URI; the run id must not be empty."""
    match = _RUNS.fullmatch(uri)
    run_id, _, path = match.group(1).partition("/") if match else ("", "", "")
    if not run_id:
        raise InvalidValue(f"Invalid run URI {shown(uri)}. Write runs:/run_id/path.")
    return RunUri(run_id=run_id, path=path.strip("/"))
