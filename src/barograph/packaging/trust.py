"""What this user has vouched for on this machine: seals of model contents whose code may run.

A seal is the SHA-256 of the contents that loading would execute or build from. Saving a model adds its seal, so people can load what they
have just saved; the same bytes from anywhere else are then known too, and any other bytes are not.
"""

from __future__ import annotations

import hashlib
import os
import stat
import warnings
from collections.abc import Iterable
from pathlib import Path

from barograph import settings
from barograph.settings import user_directory

_FILE = "trusted-models"
_BLOCK_BYTES = 1 << 20


def seal(directory: Path, names: Iterable[str], facts: str) -> str:
    """Seal of files and directories below `directory`: hex SHA-256 over `facts`, then paths and contents in order of path.

    `facts` say how the files are used, so that bytes vouched for in one part are not taken for another.
    """
    files: set[Path] = set()
    for name in names:
        place = directory / name
        files.update(member for member in place.rglob("*") if member.is_file()) if place.is_dir() else files.add(place)
    whole = hashlib.sha256(f"barograph seal 1\n{facts}\n".encode())
    for file in sorted(files, key=lambda file: file.relative_to(directory).as_posix()):
        if "__pycache__" in file.parts:
            continue
        content = hashlib.sha256()
        with file.open("rb") as stream:
            while block := stream.read(_BLOCK_BYTES):
                content.update(block)
        whole.update(f"{content.hexdigest()} {file.relative_to(directory).as_posix()}\n".encode())
    return whole.hexdigest()


def remember(new_seal: str) -> None:
    """Vouch for a seal from now on. A directory that cannot be written only warns: the model is saved all the same."""
    directory = user_directory()
    if is_remembered(new_seal):
        return
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        directory.chmod(0o700)
        opened = os.open(directory / _FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        with os.fdopen(opened, "a", encoding="ascii") as stream:
            stream.write(new_seal + "\n")
    except OSError as problem:
        warnings.warn(
            f"Cannot remember that this model is yours: {problem}. To load it, set {settings.ALLOW_PICKLE.name}=true or make {directory}"
            f" writable ({settings.USER_DATA_DIR.name} chooses another directory).",
            stacklevel=2,
        )


def is_remembered(known_seal: str) -> bool:
    """Whether this user has vouched for the seal. A list that others could have written counts for nothing."""
    path = user_directory() / _FILE
    try:
        with path.open(encoding="ascii") as stream:
            if hasattr(os, "getuid"):
                status = os.fstat(stream.fileno())
                if status.st_uid != os.getuid() or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
                    warnings.warn(f"{path} is ignored: others could have written it. Make it yours alone (chmod 600).", stacklevel=2)
                    return False
            return any(line.strip() == known_seal for line in stream)
    except (FileNotFoundError, UnicodeDecodeError):
        return False
