"""Projects in git repositories of a temporary folder, whose command logs what depends on its code, its files and its seed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

TRAIN = """
import hashlib, os, pathlib, random, stat, sys
import barograph as mlflow

random.seed(int(sys.argv[1]))
here = pathlib.Path(".")

def told(file):
    if file.is_symlink():
        return "link " + os.readlink(file)
    return f"{bool(file.stat().st_mode & stat.S_IXUSR)} {hashlib.sha256(file.read_bytes()).hexdigest()}"

with mlflow.start_run():
    for step in range(3):
        mlflow.log_metric("loss", random.random() * SCALE, step=step)
    mlflow.log_metric("undefined", float("nan"))
    mlflow.log_param("scale", SCALE)
    files = [f"{f} {told(f)}" for f in sorted(here.rglob("*")) if (f.is_file() or f.is_symlink()) and ".git" not in f.parts]
    mlflow.log_text("\\n".join(files), "seen.txt")
    mlflow.log_metric("sure", CONFIDENCE)
"""
MANIFEST = """
name: small
entry_points:
  main:
    parameters:
      seed: {type: float, default: 7}
      note: {default: none}
    command: "python train.py {seed} {note}"
"""


def git(folder: Path, *arguments: str) -> str:
    """Run git as somebody whose own settings do not matter."""
    who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b.c", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b.c"}
    return subprocess.run(
        ["git", *arguments], cwd=folder, env={**os.environ, **who}, check=True, capture_output=True, text=True
    ).stdout.strip()


def train(scale: float = 1.0, confidence: float = 0.5) -> str:
    """The text of the program, whose numbers follow from what is written in it."""
    return TRAIN.replace("SCALE", repr(scale)).replace("CONFIDENCE", repr(confidence))


def repository(folder: Path, files: dict[str, str | bytes], *, within: str = "") -> Path:
    """A clone of a bare repository at `folder/origin.git`, with files that are committed and pushed; returns the clone."""
    origin, clone = folder / "origin.git", folder / "clone"
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(origin))
    git(folder, "clone", "--quiet", origin.as_uri(), str(clone))
    git(clone, "checkout", "--quiet", "-B", "main")
    for name, content in files.items():
        write(clone / within / name, content)
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--message=first")
    git(clone, "push", "--quiet", "origin", "main")
    return clone


def write(file: Path, content: str | bytes) -> Path:
    """Write a file, with the folders above it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file
