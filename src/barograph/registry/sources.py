"""Rules for the source of a new model version, so that nobody reads through a version what they could not read otherwise.

A path on the server's disk, or behind its artifact proxy, is accepted only inside the artifacts of the run or logged model that the
version is said to come from. Object stores have rules of their own and are accepted as written.
"""

from typing import Protocol

import msgspec

from barograph.artifacts.resolve import check_location, contains, join, parse_location, proxied_uri, redacted
from barograph.errors import InvalidValue, MissingValue, shown
from barograph.model import LoggedModel, Run
from barograph.registry.model_uri import LoggedModelUri, is_models_uri, is_runs_uri, parse_models_uri, parse_runs_uri
from barograph.registry.versions import VersionLookups, find_version


class SourceLookups(VersionLookups, Protocol):
    """The reads that checking a source takes; every store has them."""

    def get_run(self, run_id: str) -> Run: ...

    def get_logged_model(self, model_id: str, *, allow_deleted: bool = False) -> LoggedModel: ...


class ResolvedSource(msgspec.Struct, frozen=True, kw_only=True):
    """A checked source: `source` in normal form, `storage_location` where the files are, and what the version comes from."""

    source: str
    storage_location: str
    run_id: str | None = None
    model_id: str | None = None


def resolve_source(
    store: SourceLookups, source: str, *, run_id: str | None = None, model_id: str | None = None, allow_local: bool = False
) -> ResolvedSource:
    """Check and normalise the source of a new model version.

    `allow_local` accepts any local path; it is for callers who own the machine, never for a server. An unacceptable source raises
    `InvalidValue`; an unknown run, logged model or version raises `NotFound`.
    """
    if not source:
        raise MissingValue("source")
    run_id, model_id = run_id or None, model_id or None
    model = store.get_logged_model(model_id) if model_id else None
    if model and run_id is None:
        run_id = model.source_run_id or None
    if is_models_uri(source):
        return _from_models_uri(store, source, run_id, model)
    if is_runs_uri(source):
        return _from_runs_uri(store, source, run_id, model)
    location = _checked(source)
    if not _is_served(location) or (allow_local and parse_location(location).scheme == "file"):
        return ResolvedSource(source=location, storage_location=location, run_id=run_id, model_id=model_id)
    roots = [model.artifact_location] if model else []
    if run_id:
        roots.append(store.get_run(run_id).info.artifact_uri)
    if not any(contains(root, location) for root in roots):
        remedy = "Register files of that run or model only." if roots else "Give the run_id or model_id whose artifacts hold the model."
        raise InvalidValue(
            f"Invalid model version source {shown(source)}: it is not inside the artifacts of the version's run or logged model. {remedy}"
        )
    return ResolvedSource(source=location, storage_location=location, run_id=run_id, model_id=model_id)


def _checked(source: str) -> str:
    """The location in stored form. A URL of a server's artifact route becomes the `mlflow-artifacts:` URI that it stands for."""
    try:
        return check_location(proxied_uri(source) or source)
    except InvalidValue as problem:
        raise InvalidValue(f"Invalid model version source {shown(redacted(source))}. {problem.message}") from None


def _is_served(location: str) -> bool:
    """Whether the place belongs to the server: its disk or what it proxies. Other schemes are object stores or not opened here at all."""
    try:
        return parse_location(location).scheme in ("file", "mlflow-artifacts")
    except InvalidValue:
        return False


def _from_models_uri(store: SourceLookups, source: str, run_id: str | None, model: LoggedModel | None) -> ResolvedSource:
    uri = parse_models_uri(source)
    if isinstance(uri, LoggedModelUri):
        if model is None or model.model_id != uri.model_id:
            named = "none was given" if model is None else f"model_id is {shown(model.model_id)}"
            raise InvalidValue(f"Source {shown(source)} needs model_id {shown(uri.model_id)}, but {named}.")
        return ResolvedSource(source=source, storage_location=model.artifact_location, run_id=run_id, model_id=model.model_id)
    target = find_version(store, uri)
    return ResolvedSource(
        source=f"models:/{target.name}/{target.version}",
        storage_location=target.storage_location,
        run_id=run_id or target.run_id,
        model_id=model.model_id if model else target.model_id,
    )


def _from_runs_uri(store: SourceLookups, source: str, run_id: str | None, model: LoggedModel | None) -> ResolvedSource:
    uri = parse_runs_uri(source)
    if uri.run_id != run_id:
        named = "none was given" if run_id is None else f"run_id is {shown(run_id)}"
        raise InvalidValue(f"Source {shown(source)} needs run_id {shown(uri.run_id)}, but {named}.")
    run = store.get_run(uri.run_id)
    logged = model or logged_model_of_run(store, run, uri.path)
    first, _, rest = uri.path.partition("/")
    root, path = (logged.artifact_location, rest) if logged and first == logged.name else (run.info.artifact_uri, uri.path)
    return ResolvedSource(source=source, storage_location=join(root, path), run_id=run_id, model_id=logged.model_id if logged else None)


def logged_model_of_run(store: SourceLookups, run: Run, path: str) -> LoggedModel | None:
    """The logged model that `runs:/<run>/<path>` may mean: an output of the run named by the first segment, of the highest step."""
    name = path.partition("/")[0]
    for output in sorted(run.model_outputs, key=lambda output: output.step, reverse=True):
        model = store.get_logged_model(output.model_id, allow_deleted=True)
        if model.name == name:
            return model
    return None
