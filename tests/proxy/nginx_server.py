"""A real nginx for tests, on a free loopback port, with the configuration that the docs give."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "behind-a-proxy.md"
UPSTREAM = "http://127.0.0.1:5000"
_MISSING = "nginx is missing: install Debian's package 'nginx', or put it on the PATH."
_STARTS_WITHIN_S = 20.0
_CONFIGURATION = """
daemon off; master_process off; {user} pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/answers; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u;
    scgi_temp_path {folder}/s;
    server {{
        listen 127.0.0.1:{port};
        {location}
    }}
}}
"""


def documented_location() -> str:
    """The `location` block of the docs."""
    (block,) = re.findall(r"```nginx\n(.*?)```", PAGE.read_text(), flags=re.DOTALL)
    assert f"{UPSTREAM}/;" in block
    return str(block)


@contextmanager
def running_nginx(folder: Path, location: str) -> Iterator[int]:
    """Run nginx with one `location` block until the block ends; gives its port."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if program is None:
        raise RuntimeError(_MISSING)
    folder.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    user = "user root;" if os.getuid() == 0 else ""
    file = folder / "nginx.conf"
    file.write_text(_CONFIGURATION.format(folder=folder, port=port, location=location, user=user))
    with subprocess.Popen([program, "-p", str(folder), "-c", str(file), "-e", str(folder / "error.log")]) as process:
        try:
            _wait_until_listening(process, port, folder)
            yield port
        finally:
            process.terminate()


def _wait_until_listening(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    deadline = time.monotonic() + _STARTS_WITHIN_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"nginx did not start: {(folder / 'error.log').read_text()}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"nginx did not listen within {_STARTS_WITHIN_S:g} s.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
