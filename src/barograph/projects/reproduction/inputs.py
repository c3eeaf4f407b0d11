"""Files and folders that parameters named, and where they are now."""

from __future__ import annotations

import hashlib
from pathlib import Path

from barograph.projects.record.recorded import Input, Record
from barograph.projects.reproduction.plan import Notes
from barograph.projects.sources.checkout import Checkout


def places_of_inputs(record: Record, checkout: Checkout, notes: Notes) -> dict[str, str]:
    """Paths by parameter: what lay in the code is taken from the code that was brought back, all else from where it was."""
    places = {}
    for one in record.inputs:
        path = _place(one, record, checkout)
        if not path.exists():
            notes.missing.append(f"{one.path}, which parameter {one.parameter} names, is not here.")
        elif one.sha256 is not None and (not path.is_file() or _digest(path) != one.sha256):
            notes.differences.append(f"input: {one.path}, which parameter {one.parameter} names, has other contents now.")
        places[one.parameter] = str(path)
    return places


def _place(one: Input, record: Record, checkout: Checkout) -> Path:
    path = Path(one.path)
    root = record.code.root
    if root is not None and path.is_relative_to(root):
        restored = (checkout.temporary or checkout.directory) / path.relative_to(root)
        if restored.exists():
            return restored
    return path


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
