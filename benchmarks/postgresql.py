"""A PostgreSQL server for measuring, whose commits wait for the disk: on a free loopback port, gone when the block ends."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

SETTINGS = {"shared_buffers": "512MB", "max_wal_size": "4GB", "max_connections": "100"}
"""What an administrator would raise first on a machine of this size; all else is the default."""


class Postgresql:
    """A running server; `new_database` gives the URL of an empty database."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._numbers = count(1)

    def new_database(self) -> str:
        name = f"bench{next(self._numbers)}"
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self._url(name)

    def drop(self, url: str) -> None:
        """Delete a database that nobody has open any more."""
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")

    def size(self, url: str) -> int:
        """Bytes that a database takes on disk."""
        with psycopg.connect(url) as connection:
            return int(connection.execute("SELECT pg_database_size(current_database())").fetchone()[0])  # type: ignore[index]  # one row

    def _url(self, database: str) -> str:
        return f"postgresql://barograph@127.0.0.1:{self._port}/{database}"


def is_installed() -> bool:
    """Whether the programs of a PostgreSQL server are on this machine."""
    return _path("initdb") is not None


@contextmanager
def postgresql() -> Iterator[Postgresql]:
    """A server for as long as the block runs. It trusts whoever connects from this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    directory = Path(tempfile.mkdtemp(prefix="barograph-bench-"))
    try:
        if os.getuid() == 0:  # which PostgreSQL refuses to run as
            shutil.chown(directory, "postgres")
        data = directory / "data"
        _run("initdb", "-D", str(data), "-U", "barograph", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        settings = {**SETTINGS, "listen_addresses": "127.0.0.1", "unix_socket_directories": "''", "port": str(port)}
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        _run("pg_ctl", "-D", str(data), "-l", str(data / "log"), "-w", "-t", "60", "-o", options, "start")
        try:
            yield Postgresql(port)
        finally:
            _run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "-t", "60", "stop")
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _run(program: str, *arguments: str) -> None:
    path = _path(program)
    if path is None:
        raise SystemExit(f"{program} is missing: install Debian's package 'postgresql', or put initdb and pg_ctl on the PATH.")
    command = [path, *arguments]
    if os.getuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    # The server inherits the files: only a real one, not a pipe, lets this end while it runs.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd="/", check=False)
        said.seek(0)
        if done.returncode != 0:
            raise SystemExit(f"{program} failed: {said.read().decode(errors='replace')}")


def _path(program: str) -> str | None:
    versions = [path for path in Path("/usr/lib/postgresql").glob(f"*/bin/{program}") if path.parts[4].isdigit()]
    newest = max(versions, key=lambda path: int(path.parts[4]), default=None)
    return shutil.which(program) or (str(newest) if newest else None)
