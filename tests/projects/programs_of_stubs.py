"""Programs for the PATH that stand for ones which are not on this machine."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from shlex import quote

import msgspec
import pytest


class Stubs(msgspec.Struct):
    """Where stubs keep what they were asked, and the state of what they run."""

    state: Path

    def asked(self, program: str) -> list[list[str]]:
        """The command lines of a program so far, without its own name."""
        record = self.state / f"{program}.calls"
        return [json.loads(line) for line in record.read_text().splitlines()] if record.exists() else []


def put_on_path(monkeypatch: pytest.MonkeyPatch, folder: Path, source: str, *programs: str) -> Stubs:
    """Make `programs` of a stub's source beside this file, which is told its state, its name and its arguments."""
    tools, state = folder / "stubs", folder / "state of stubs"
    tools.mkdir()
    state.mkdir()
    for program in programs:
        told = [sys.executable, "-S", "-E", str(Path(__file__).with_name(source)), str(state), program]
        (tools / program).write_text(f'#!/bin/sh\nexec {" ".join(quote(part) for part in told)} "$@"\n')
        (tools / program).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    return Stubs(state)
