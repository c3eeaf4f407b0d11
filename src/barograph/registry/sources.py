"""Rules for the source of a new model version, so that nobody reads through a version what they could not read otherwise.

A path on the server's disk, or behind its artifact proxy, is accepted only inside the artifacts of the run or logged model that the
version is said to come from. Object stores have rules of their own and are accepted as written.
"""

import os
import re
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import msgspec

from barograph.artifacts.resolve import join, safe_path
from barograph.errors import InvalidValue, MissingValue, shown
from barograph.model import LoggedModel, Run
from barograph.registry.model_uri import LoggedModelUri, is_models_uri, is_runs_uri, parse_models_uri, parse_runs_uri
from barograph.registry.versions import VersionLookups, find_version

OBJECT_STORES = frozenset("s3 s3a gs az azure adl abfs abfss wasb wasbs r2 b2 oss hdfs viewfs dbfs ftp sftp hf".split())
_PROXY_ROUTE = re.compile(r"/(?:ajax-)?api/2\.0/mlflow-artifacts/artifacts/")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")
_FORBIDDEN = re.compile(r"[?#\\\x00-\x1f\x7f]")
_MAX_DECODINGS = 8


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
    _refuse_tricks(source)
    run_id, model_id = run_id or None, model_id or None
    model = store.get_logged_model(model_id) if model_id else None
    if model and run_id is None:
        run_id = model.source_run_id or None
    if is_models_uri(source):
        return _from_models_uri(store, source, run_id, model)
    if is_runs_uri(source):
        return _from_runs_uri(store, source, run_id, model)
    scheme = _scheme(source)
    if scheme in OBJECT_STORES:
        return ResolvedSource(source=source, storage_location=source, run_id=run_id, model_id=model_id)
    if scheme not in ("", "file", "mlflow-artifacts", "http", "https"):
        raise InvalidValue(
            f"Invalid model version source {shown(source)}: scheme {shown(scheme)} is not supported. Use runs:/, models:/, an object"
            " store, or a path inside the run's artifacts."
        )
    if allow_local and scheme in ("", "file"):
        return ResolvedSource(source=source, storage_location=source, run_id=run_id, model_id=model_id)
    roots = _roots(store, run_id, model)
    for root in roots:
        inside = _below(root, source)
        if inside is not None:
            location = join(root, inside) if inside else root
            kept = location if scheme in ("http", "https") else source
            return ResolvedSource(source=kept, storage_location=location, run_id=run_id, model_id=model_id)
    remedy = "Give the run_id or model_id whose artifacts hold the model." if not roots else "Register files of that run or model only."
    raise InvalidValue(
        f"Invalid model version source {shown(source)}: it is not inside the artifacts of the version's run or logged model. {remedy}"
    )


def _refuse_tricks(source: str) -> None:
    """Refuse whatever could mean another place to another reader: parent segments in any encoding, queries, fragments, control bytes."""
    text = source
    for _ in range(_MAX_DECODINGS):
        if _FORBIDDEN.search(text):
            raise InvalidValue(
                f"Invalid model version source {shown(source)}: '?', '#', backslashes and control characters are not allowed."
            )
        if ".." in re.split(r"[/:]", text):
            raise InvalidValue(f"Invalid model version source {shown(source)}: '..' segments are not allowed.")
        decoded = unquote(text)
        if decoded == text:
            break
        text = decoded
    else:
        raise InvalidValue(f"Invalid model version source {shown(source)}: it is percent-encoded too many times.")
    authority = re.match(r"[^/:]+://([^/]*)", source)
    if authority and "@" in authority.group(1) and _scheme(source) not in ("abfs", "abfss", "wasb", "wasbs"):
        raise InvalidValue(f"Invalid model version source {shown(source.rpartition('@')[2])}: credentials in a source are not allowed.")


def _scheme(source: str) -> str:
    match = _SCHEME.match(source)
    return match.group(1).lower() if match else ""


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
    if run_id is not None and uri.run_id != run_id:
        raise InvalidValue(f"Source {shown(source)} is of another run than run_id {shown(run_id)}.")
    if run_id is None:
        raise InvalidValue(f"Source {shown(source)} needs run_id {shown(uri.run_id)}, but none was given.")
    run = store.get_run(uri.run_id)
    logged = model or logged_model_of_run(store, run, uri.path)
    model_id = logged.model_id if logged else None
    if logged and uri.path.partition("/")[0] == logged.name:
        rest = uri.path.partition("/")[2]
        location = join(logged.artifact_location, safe_path(rest)) if rest else logged.artifact_location
    else:
        location = join(run.info.artifact_uri, safe_path(uri.path)) if uri.path else run.info.artifact_uri
    return ResolvedSource(source=source, storage_location=location, run_id=run_id, model_id=model_id)


def logged_model_of_run(store: SourceLookups, run: Run, path: str) -> LoggedModel | None:
    """The logged model that `runs:/<run>/<path>` may mean: an output of the run named by the first segment, of the highest step."""
    name = path.partition("/")[0]
    for output in sorted(run.model_outputs, key=lambda output: output.step, reverse=True):
        model = store.get_logged_model(output.model_id, allow_deleted=True)
        if model.name == name:
            return model
    return None


def _roots(store: SourceLookups, run_id: str | None, model: LoggedModel | None) -> list[str]:
    roots = [model.artifact_location] if model else []
    if run_id:
        roots.append(store.get_run(run_id).info.artifact_uri)
    return roots


def _below(root: str, source: str) -> str | None:
    """The path of `source` below `root`, `""` if they are the same place, None if it is elsewhere."""
    root_scheme, source_scheme = _scheme(root), _scheme(source)
    if root_scheme in ("", "file") and source_scheme in ("", "file"):
        root_path, source_path = _local(root), _local(source)
        if root_path is None or source_path is None or not source_path.is_relative_to(root_path):
            return None
        return "" if source_path == root_path else source_path.relative_to(root_path).as_posix()
    if root_scheme == "mlflow-artifacts" and source_scheme in ("mlflow-artifacts", "http", "https"):
        return _below_proxied(root, source)
    return None


def _below_proxied(root: str, source: str) -> str | None:
    root_parts, source_parts = urlsplit(root), urlsplit(source)
    path = source_parts.path
    if source_parts.scheme in ("http", "https"):
        found = _PROXY_ROUTE.search(path)
        if found is None:
            return None
        path = path[found.end() :]
    elif source_parts.netloc != root_parts.netloc:
        return None
    root_path, path = unquote(root_parts.path).strip("/"), unquote(path).strip("/")
    if path == root_path:
        return ""
    return path[len(root_path) + 1 :] if path.startswith(root_path + "/") else None


def _local(uri: str) -> Path | None:
    """The real path of a local URI, symbolic links followed; None if the URI names another host."""
    if not uri.lower().startswith("file:"):
        return Path(os.path.realpath(uri))
    parts = urlsplit(uri)
    if parts.netloc not in ("", "localhost"):
        return None
    return Path(os.path.realpath(unquote(parts.path)))
