"""What belongs to the project: its files as git lists them."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


@cache
def project_files() -> tuple[Path, ...]:
    """Tracked and new files, without the ignored ones and those deleted but not yet committed."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout.split("\0")
    return tuple(sorted({REPOSITORY / name for name in listed if name and (REPOSITORY / name).is_file()}))


def texts(*suffixes: str) -> dict[Path, str]:
    """Text of the project's files with these suffixes; all of them without any. Files that are not UTF-8 are left out."""
    found = {}
    for path in project_files():
        if not suffixes or path.suffix in suffixes:
            try:
                found[path] = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
    return found
