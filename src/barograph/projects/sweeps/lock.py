"""A lock on this machine that a sweep's process has together with its workers: it is free once the last of them is gone."""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from pathlib import Path

from barograph.settings import user_directory

_PAUSE_S = 0.05


class LocalLock:
    """The lock of one sweep, a file in the user's directory. Where files cannot be locked it is always had."""

    def __init__(self, sweep_id: str) -> None:
        self.path = user_directory() / "sweeps" / f"{sweep_id}.lock"
        self._descriptor: int | None = None

    @property
    def descriptor(self) -> int | None:
        """What workers inherit, and so hold the lock."""
        return self._descriptor

    def take(self, within_s: float) -> bool:
        """Have the lock, or find after a while that others keep it."""
        if os.name != "posix":
            return True
        self.path.parent.mkdir(parents=True, exist_ok=True)
        deadline = time.monotonic() + within_s
        while True:
            if self._try():
                return True
            if time.monotonic() >= deadline:
                return False
            time.sleep(_PAUSE_S)

    def said(self) -> dict[str, str]:
        """What who had the lock last left in it."""
        with suppress(OSError, ValueError):
            found = json.loads(self.path.read_text("utf-8"))
            if isinstance(found, dict):
                return {str(key): str(value) for key, value in found.items()}
        return {}

    def say(self, **told: str) -> None:
        """Leave something in the lock, for who finds it taken, or free because its holder was killed."""
        if self._descriptor is not None:
            content = json.dumps(told).encode()
            os.pwrite(self._descriptor, content, 0)
            os.ftruncate(self._descriptor, len(content))

    def release(self) -> None:
        """Let go of it, and take the file away."""
        if self._descriptor is not None:
            with suppress(OSError):
                self.path.unlink()
            os.close(self._descriptor)
            self._descriptor = None

    def _try(self) -> bool:
        import fcntl

        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_file(descriptor, self.path):
                self._descriptor = descriptor
                return True
        except OSError:
            pass
        os.close(descriptor)
        return False


def _is_file(descriptor: int, path: Path) -> bool:
    """Whether a file is still the one of its name: who let go may have taken it away meanwhile."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False
