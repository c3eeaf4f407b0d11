"""What a container sees of this machine: the store that it logs to, the run's files, and what opens the cloud's doors."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import msgspec

from barograph.errors import InvalidValue, shown

TRACKING_DIRECTORY = "/mlflow/tmp/mlruns"
_TRACKING_VARIABLES = ("MLFLOW_TRACKING_URI", "BAROGRAPH_TRACKING_URI", "MLFLOW_REGISTRY_URI", "BAROGRAPH_REGISTRY_URI")
_DOORS = {
    "s3": (
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_DEFAULT_REGION", "MLFLOW_S3_ENDPOINT_URL",
        "MLFLOW_S3_IGNORE_TLS",
    ),
    "wasbs": ("AZURE_STORAGE_CONNECTION_STRING", "AZURE_STORAGE_ACCESS_KEY"),
    "abfss": ("AZURE_STORAGE_CONNECTION_STRING", "AZURE_STORAGE_ACCESS_KEY"),
}  # fmt: skip


class Seen(msgspec.Struct, frozen=True):
    """`volumes` as host:container; `changed` are variables that have other values inside; `copied` are names to take from this process."""

    volumes: tuple[str, ...] = ()
    changed: Mapping[str, str] = {}
    copied: tuple[str, ...] = ()


def volume(host: Path | str, container: str) -> str:
    """A folder or file of this machine as docker's `-v` takes it. Raises `InvalidValue` for a path with a colon."""
    if ":" in str(host):
        raise InvalidValue(f"Docker cannot mount {shown(str(host))}: it has a colon in it. Move it to a path without one.")
    return f"{host}:{container}"


def store_seen(variables: Mapping[str, str]) -> Seen:
    """Mounts for tracking stores that are files on this machine, and the addresses that they have inside.

    Of a SQLite file the whole folder is mounted: the log beside it belongs to it, and a container that wrote another would damage it.
    """
    volumes: dict[str, str] = {}
    changed: dict[str, str] = {}
    for name in _TRACKING_VARIABLES:
        local = _local_store(variables.get(name, ""))
        if local is None:
            continue
        scheme, path = local
        folder = path.parent if scheme == "sqlite" else path
        inside = volumes.setdefault(str(folder), TRACKING_DIRECTORY if not volumes else f"{TRACKING_DIRECTORY}-{len(volumes)}")
        changed[name] = f"sqlite:///{inside}/{path.name}" if scheme == "sqlite" else f"file://{inside}"
    return Seen(tuple(volume(host, inside) for host, inside in volumes.items()), changed)


def artifacts_seen(artifact_uri: str | None) -> Seen:
    """Mounts and variables for where the run's files go. A local folder has the same path inside."""
    parts = urlsplit(artifact_uri or "")
    if artifact_uri and parts.scheme in ("", "file") and not parts.netloc:
        folder = Path(url2pathname(parts.path) if parts.scheme else artifact_uri).absolute()
        return Seen((volume(folder, str(folder)),))
    if parts.scheme == "gs" and (credentials := os.environ.get("GOOGLE_APPLICATION_CREDENTIALS")):
        return Seen((volume(credentials, "/.gcs"),), {"GOOGLE_APPLICATION_CREDENTIALS": "/.gcs"})
    return Seen(copied=tuple(name for name in _DOORS.get(parts.scheme, ()) if name in os.environ))


def _local_store(uri: str) -> tuple[str, Path] | None:
    """Scheme (`sqlite` or `file`) and absolute path of a store on this machine's disk."""
    scheme, separator, rest = uri.partition("://")
    if not uri or (separator and scheme not in ("sqlite", "file")):
        return None
    if not separator:
        return None if ":" in uri else ("file", Path(uri).absolute())
    if scheme == "sqlite":
        # sqlite:///relative.db, sqlite:////absolute.db; options follow a question mark.
        path = unquote(rest.partition("?")[0])[1:]
        return (scheme, Path(path).absolute()) if path and path != ":memory:" else None
    return scheme, Path(url2pathname(urlsplit(uri).path)).absolute()
