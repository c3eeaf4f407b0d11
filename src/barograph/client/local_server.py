"""A server of its own for runs that are kept in a file, so that they can be looked at."""

import atexit
import os
import subprocess
import sys
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from barograph.errors import BarographError, NotSupported, shown

_READY = "serving at "
_STOP_S = 5


class LocalServer:
    """A server process on a free loopback port. It ends with this process, or when it is stopped."""

    def __init__(self, tracking_uri: str, *, behind_proxy: bool) -> None:
        from barograph.store.opening import sqlite_file

        file = sqlite_file(tracking_uri) if tracking_uri.startswith("sqlite:") else None
        if file is None:
            raise NotSupported(f"The UI of tracking URI {shown(tracking_uri)} cannot be started here. Use sqlite:///FILE or a server.")
        self._owner = os.getpid()
        self._process = subprocess.Popen(  # noqa: S603  # our own program, arguments as a list
            command(tracking_uri, file.parent / "artifacts", behind_proxy=behind_proxy),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        atexit.register(self.stop)
        self.url = self._address()
        self.port = urlsplit(self.url).port or 0

    @property
    def is_running(self) -> bool:
        """Whether the process is there."""
        return self._process.poll() is None

    def stop(self) -> None:
        """End the process; again is allowed. A forked child does not end its parent's server."""
        if os.getpid() != self._owner or not self.is_running:
            return
        self._process.terminate()
        try:
            self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _address(self) -> str:
        said = []
        output = self._process.stdout
        assert output is not None  # noqa: S101  # it was asked for
        for line in output:
            _, ready, url = line.partition(_READY)
            if ready:
                # Whatever it says later must not fill the pipe and stop it.
                Thread(target=output.read, daemon=True).start()
                return url.strip()
            said.append(line)
        self.stop()
        raise BarographError(f"The server for the UI did not start. It said: {''.join(said).strip() or 'nothing'}")


def command(tracking_uri: str, artifacts: Path, *, behind_proxy: bool) -> list[str]:
    """The command line of the server. Behind a notebook service's proxy its pages may be framed, and asked for by any host name."""
    arguments = [
        "--backend-store-uri", tracking_uri, "--artifacts-destination", str(artifacts), "--default-artifact-root", str(artifacts),
        "--host", "127.0.0.1", "--port", "0", "--workers", "1",
    ]  # fmt: skip
    if behind_proxy:
        arguments += ["--x-frame-options", "NONE", "--allowed-hosts", "*"]
    return [sys.executable, "-m", "barograph.cli", "server", *arguments]
