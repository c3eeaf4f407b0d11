"""Runs logged by real clients in environments of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
PROGRAM = Path(__file__).with_name("logging_client.py")
CLIENTS = {
    "mlflow3": (REPOSITORY / ".env-mlflow3" / "bin" / "python", "mlflow"),
    "mlflow2": (REPOSITORY / ".env-mlflow2" / "bin" / "python", "mlflow"),
    "ours": (Path(sys.executable), "barograph"),
}


def log_with(client: str, url: str, **environment: str) -> str:
    """Let a client log a run and register a model, and return the id of the run."""
    python, library = CLIENTS[client]
    assert python.exists(), f"{python} is missing: `make test` creates it."
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MLFLOW_", "BAROGRAPH_TRACKING"))}
    command = [str(python), str(PROGRAM), library, url, f"model-of-{client}"]
    done = subprocess.run(command, env=kept | environment, capture_output=True, text=True, check=False, timeout=200)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()[-1]
