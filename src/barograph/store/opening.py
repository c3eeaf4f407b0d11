"""From a tracking or registry URI to the store behind it."""

from __future__ import annotations

import re
from pathlib import Path

from barograph.errors import InvalidValue, shown
from barograph.settings import DEFAULT_ARTIFACT_ROOT
from barograph.store.base import Store

_SUPPORTED = "sqlite:///FILE, postgresql://USER@HOST/DATABASE and http(s)://HOST:PORT"
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]+):")


def is_server(uri: str) -> bool:
    """Whether a tracking or registry URI names a server rather than a database."""
    return uri.lower().startswith(("http://", "https://"))


def open_store(uri: str, *, artifact_root: str | None = None) -> Store:
    """Open the store at `uri`. A new SQLite database is created, with its directory.

    `artifact_root` is where new experiments of a database keep their artifacts. Unless given it is the directory `artifacts`: beside a
    SQLite file; for PostgreSQL in the working directory, or what the setting `DEFAULT_ARTIFACT_ROOT` says. Servers choose it themselves.
    A URI that names no supported store raises `InvalidValue`.
    """
    found = _SCHEME.match(uri)
    scheme = found.group(1).lower() if found else ""
    if scheme in ("http", "https"):
        from barograph.store.remote import RemoteStore

        return RemoteStore(uri)
    kind = scheme.partition("+")[0]
    if kind == "sqlite":
        return _open_sqlite(uri, artifact_root)
    if kind in ("postgresql", "postgres"):
        from barograph.store.sql.store import SqlStore

        return SqlStore(uri, artifact_root=artifact_root or DEFAULT_ARTIFACT_ROOT.get() or str(Path.cwd() / "artifacts"))
    raise InvalidValue(_problem(uri, scheme))


def sqlite_file(uri: str) -> Path | None:
    """The absolute path of the database file of a `sqlite:` URI, None for a database in memory."""
    rest = uri.partition(":")[2].partition("?")[0]
    if not rest.startswith("///") and rest not in ("", "//"):
        raise InvalidValue(
            f"Invalid SQLite URI {shown(uri)}. Write sqlite:///file.db for a relative and sqlite:////path/file.db for an absolute path."
        )
    file = rest.removeprefix("///")
    return None if file in ("", "//", ":memory:") else Path(file).absolute()


def _open_sqlite(uri: str, artifact_root: str | None) -> Store:
    from barograph.store.sql.store import SqlStore

    file = sqlite_file(uri)
    if file is not None:
        if file.is_dir():
            raise InvalidValue(
                f"SQLite URI {shown(uri)} names the directory {shown(str(file))}. Name a file in it, such as {file / 'barograph.db'}."
            )
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InvalidValue(f"Directory {shown(str(file.parent))} for a database cannot be made: {error.strerror}.") from None
    root = artifact_root or str((file.parent if file else Path.cwd()) / "artifacts")
    return SqlStore(uri, artifact_root=root)


def _problem(uri: str, scheme: str) -> str:
    if not uri:
        return f"The tracking URI is empty. Supported are {_SUPPORTED}."
    if scheme in ("", "file"):
        remedy = "Keep a database there instead, such as sqlite:///mlruns.db."
        return f"Tracking URI {shown(uri)} is a directory of files, which is not supported. {remedy} Supported are {_SUPPORTED}."
    return f"Tracking URI has scheme {shown(scheme)}, which is not supported. Supported are {_SUPPORTED}."
