"""Making environments in tests: projects of a few files, a package whose build can be held up, and processes that make an environment."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from barograph.projects.environments.base import Activation

_BACKEND = """
import os, pathlib, time, zipfile
place = pathlib.Path(__file__).parent

def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    with (place / "builds").open("a") as file:
        file.write("one more\\n")
    while (place / "hold").exists():
        time.sleep(0.02)
    name = "held-1.0-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(wheel_directory, name), "w") as wheel:
        wheel.writestr("held.py", (place / "held.py").read_text())
        about = "held-1.0.dist-info/"
        wheel.writestr(about + "METADATA", "Metadata-Version: 2.1\\nName: held\\nVersion: 1.0\\n")
        wheel.writestr(about + "WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(about + "RECORD", "")
    return name
"""
_MAKE = """
import sys, pathlib, msgspec
from barograph.projects.environments.table import manager
from barograph.projects.spec import PythonEnvironment
made = manager(sys.argv[1]).prepare(PythonEnvironment(dependencies=tuple(sys.argv[3:])), pathlib.Path(sys.argv[2]), lambda line: None)
print(*made.paths)
"""


def files(folder: Path, **texts: str) -> Path:
    """Write files; `__` in a name stands for a dot."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name.replace("__", ".")).write_text(text)
    return folder


def held_package(folder: Path) -> Path:
    """A package whose build notes itself in the file `builds` and waits as long as there is a file `hold`."""
    build = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
    return files(
        folder, backend__py=_BACKEND, held__py="value = 1\n", pyproject__toml=f'[project]\nname = "held"\nversion = "1.0"\n{build}'
    )


def making(manager: str, project: Path, *dependencies: str) -> subprocess.Popen[str]:
    """A process that makes an environment and says its folder of programs."""
    command = [sys.executable, "-c", _MAKE, manager, str(project), *dependencies]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ask(made: Activation, code: str) -> str:
    """What the Python of an environment prints."""
    done = subprocess.run([str(made.paths[0] / "python"), "-c", code], check=True, capture_output=True, text=True)
    return done.stdout.strip()
