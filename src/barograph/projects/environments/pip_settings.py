"""Where pip takes packages from on this machine, told to uv, which does not read pip's settings."""

from __future__ import annotations

import configparser
import os
import sys
from pathlib import Path

_OURS = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS", "UV_NO_INDEX")
_NAMES = {"index-url": "UV_DEFAULT_INDEX", "extra-index-url": "UV_INDEX", "find-links": "UV_FIND_LINKS"}


def for_uv() -> dict[str, str]:
    """Variables for uv: pip's index, further indexes and folders of packages; none if uv has been told of any itself.

    As with pip a variable wins over a file, and a file of the environment over the user's, and that over the machine's. The best
    version of all of them is taken then.
    """
    if any(os.environ.get(name) for name in _OURS):
        return {}
    told: dict[str, str] = {}
    for file in _files():
        told |= _of_file(file)
    for name in _NAMES:
        value = os.environ.get(f"PIP_{name.upper().replace('-', '_')}")
        if value:
            told[name] = value
    found = {_NAMES[name]: _listed(name, value) for name, value in told.items() if value.strip()}
    return found | as_pip_chooses() if found else {}


def as_pip_chooses() -> dict[str, str]:
    """Takes the best version that any index has. uv's own way, the first index that has the package, fails for what was written for pip."""
    return {} if os.environ.get("UV_INDEX_STRATEGY") else {"UV_INDEX_STRATEGY": "unsafe-best-match"}


def _files() -> list[Path]:
    chosen = os.environ.get("PIP_CONFIG_FILE")
    if chosen == os.devnull:
        return []
    home = Path.home()
    base = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    files = [Path("/etc/pip.conf"), home / ".pip" / "pip.conf", base / "pip" / "pip.conf", Path(sys.prefix) / "pip.conf"]
    if sys.platform == "darwin":
        files.insert(1, home / "Library" / "Application Support" / "pip" / "pip.conf")
    if sys.platform == "win32":
        files = [Path(os.environ.get(name, "")) / "pip" / "pip.ini" for name in ("PROGRAMDATA", "APPDATA")] + [Path(sys.prefix) / "pip.ini"]
    return [*files, *([Path(chosen)] if chosen else [])]


def _of_file(file: Path) -> dict[str, str]:
    parser = configparser.RawConfigParser()
    try:
        parser.read(file, encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError):
        return {}  # pip says so itself where it is used
    sections = [section for section in ("global", "install") if parser.has_section(section)]
    return {name: parser[section][name] for section in sections for name in _NAMES if name in parser[section]}


def _listed(name: str, value: str) -> str:
    """The lists of pip are parted by white space; uv's folders by commas."""
    return ("," if name == "find-links" else " ").join(value.split())
