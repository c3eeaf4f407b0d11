"""A real PostgreSQL server for tests: its own data directory, a free loopback port, gone when the block ends."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg

PASSWORD = "s3cret-of-the-tests"
_MISSING = "PostgreSQL is missing: install Debian's package 'postgresql', or put initdb and pg_ctl on the PATH."


class PostgresqlServer:
    """A server that runs; `new_database` gives each test a database of its own."""

    def __init__(self, data: Path, port: int) -> None:
        self.data = data
        self.port = port

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://barograph:{PASSWORD}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """URL of a new, empty database."""
        name = f"t{uuid4().hex}"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'")
        return self.url(name)

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c max_connections=300"
        _run("pg_ctl", "-D", str(self.data), "-l", str(self.data / "log"), "-w", "-t", "60", "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        _run("pg_ctl", "-D", str(self.data), "-m", mode, "-w", "-t", "60", "stop")


@contextmanager
def running_postgresql() -> Iterator[PostgresqlServer]:
    """A server for as long as the block runs."""
    directory = Path(tempfile.mkdtemp(prefix="barograph-postgresql-"))
    try:
        if os.getuid() == 0:  # which PostgreSQL refuses to run as
            shutil.chown(directory, "postgres")
        directory.chmod(0o755)
        password = directory / "password"
        password.write_text(PASSWORD)
        data = directory / "data"
        _run("initdb", "-D", str(data), "-U", "barograph", "-A", "scram-sha-256", f"--pwfile={password}", "-E", "UTF8", "--locale=C.UTF-8")
        server = PostgresqlServer(data, _free_port())
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _run(program: str, *arguments: str) -> None:
    command = [_path(program), *arguments]
    if os.getuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd="/", check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"{program} failed: {done.stderr}")


def _path(program: str) -> str:
    debian = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: int(path.parts[4]) if path.parts[4].isdigit() else 0
    )
    found = shutil.which(program) or (str(debian[-1]) if debian else None)
    if found is None:
        raise RuntimeError(_MISSING)
    return found
