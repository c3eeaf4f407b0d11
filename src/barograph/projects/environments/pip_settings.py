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

    As with pip a variable wins over a file, and a file of the environment over the user's, and that over the machine's. Other than with
    pip a package that a further index has is taken from there alone, so that nobody can slip in another of its name elsewhere.
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
    return {_NAMES[name]: _listed(name, value) for name, value in told.items() if value.strip()}


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
