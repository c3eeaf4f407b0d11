"""Run a script of the classic API as Barograph or as a real client, in a process and a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
DATA = REPOSITORY.parent / "shared" / "data" / "windfarm"
EXAMPLE = REPOSITORY / "examples" / "windfarm"
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Farm:
    """Two CSV files: the days to train and validate on, and the days to score."""

    days: Path
    scored: Path


def as_client(name: str) -> list[str]:
    """The command that runs a script as `barograph`, or with the real client of the environment `mlflow3` or `mlflow2`."""
    if name == "barograph":
        return [sys.executable, "-m", "barograph.as_mlflow"]
    python = REPOSITORY / f".env-{name}" / "bin" / "python"
    assert python.exists(), f"{python} is missing: `make test` creates it."
    return [str(python)]


class Script:
    """A started script that will write `result` as JSON."""

    def __init__(self, command: list[str], folder: Path, result: Path, **environment: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        ours = ("MLFLOW_", "BAROGRAPH_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours) or name == "BAROGRAPH_JOURNAL_DIR"}
        variables = {**kept, "PYTHONWARNINGS": "ignore", "MPLBACKEND": "agg", "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "2", **environment}
        self._result = result
        self._log = folder / f"{result.stem}.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(command, cwd=folder, env=variables, stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    def outcome(self) -> Any:
        """Wait for the script and read what it wrote."""
        self._process.wait(600)
        assert self._process.returncode == 0, self._log.read_text()[-6000:]
        return json.loads(self._result.read_text())

    def stop(self) -> None:
        """End the script if it still runs."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()


class Outcomes:
    """What each started script wrote, by name; waits for it when it is asked for."""

    def __init__(self, scripts: dict[str, Script]) -> None:
        self._scripts = scripts
        self._known: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._known:
            self._known[name] = self._scripts[name].outcome()
        return self._known[name]
