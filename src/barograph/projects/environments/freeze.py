"""What is installed in an environment, exactly, read from its folders: no process is started."""

from __future__ import annotations

import json
import platform
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from barograph.client.git import without_credentials

_SEPARATORS = re.compile(r"[-_.]+")


def frozen(environment: Path) -> str:
    """The packages of an environment's folder as the text of a requirements.txt, sorted by name, below a comment with its Python.

    A package that came from a URL, a commit or a folder is listed with that. Of a conda environment these are the packages for pip; see
    `conda_packages` for the others.
    """
    settings = _pyvenv(environment)
    python = settings.get("version_info") or settings.get("version") or ""
    return _python(python) + _text(_site_packages(environment, settings))


def frozen_here() -> str:
    """The packages that this process can import, as the text of a requirements.txt."""
    return _python(platform.python_version()) + _text([Path(entry) for entry in sys.path if entry])


def conda_packages(environment: Path) -> list[str]:
    """The packages that conda installed, as `channel::name=version=build`, sorted; none where conda made nothing."""
    found = []
    for file in (environment / "conda-meta").glob("*.json"):
        told = _json(file)
        if isinstance(told.get("name"), str):
            channel = str(told.get("channel") or "").rstrip("/").removesuffix(f"/{told.get('subdir')}").rpartition("/")[2]
            exact = f"{told['name']}={told.get('version')}={told.get('build') or told.get('build_string')}"
            found.append(f"{channel}::{exact}" if channel else exact)
    return sorted(found)


def _text(folders: list[Path]) -> str:
    found: dict[str, str] = {}
    for folder in folders:
        for name, line in _distributions(folder):
            found.setdefault(name, line)  # as on import, the first folder wins
    return "".join(f"{found[name]}\n" for name in sorted(found))


def _python(version: str) -> str:
    """A comment with the numbers of a version, which may have words after them."""
    return f"# Python {'.'.join(version.split('.')[:3])}\n" if version else ""


def _site_packages(environment: Path, settings: dict[str, str]) -> list[Path]:
    """Those of the environment, then those of the Python that it was made from, if it uses them."""
    folders = [*sorted(environment.glob("lib/python*/site-packages")), environment / "Lib" / "site-packages"]
    if settings.get("include-system-site-packages", "").lower() == "true" and "home" in settings:
        base = Path(settings["home"]).parent
        version = ".".join(settings.get("version", settings.get("version_info", "")).split(".")[:2])
        folders += [base / "lib" / f"python{version}" / "site-packages", base / "lib" / "python3" / "dist-packages"]
        folders += [base / "local" / "lib" / f"python{version}" / "dist-packages", base / "Lib" / "site-packages"]
    return folders


def _pyvenv(environment: Path) -> dict[str, str]:
    try:
        lines = (environment / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    return {key.strip().lower(): value.strip() for key, _, value in (line.partition("=") for line in lines)}


def _distributions(folder: Path) -> Iterator[tuple[str, str]]:
    """(name, line) of each package; the name and version stand in the name of its folder."""
    try:
        entries = [entry for entry in folder.iterdir() if entry.suffix in {".dist-info", ".egg-info"}]
    except OSError:
        return
    for entry in entries:
        name, _, version = entry.stem.partition("-")
        if entry.suffix == ".egg-info":
            version = version.partition("-py")[0] or _metadata_version(entry)
        if not name[:1].isalnum() or not version:
            continue  # what an interrupted installation left behind
        normal = _SEPARATORS.sub("-", name).lower()
        yield normal, _line(normal, version, _json(entry / "direct_url.json"))


def _line(name: str, version: str, origin: dict[str, object]) -> str:
    url = without_credentials(str(origin.get("url", "")))
    if not url:
        return f"{name}=={version}"
    directory, vcs, archive = (_mapping(origin.get(key)) for key in ("dir_info", "vcs_info", "archive_info"))
    if directory.get("editable"):
        return f"-e {url}  # {name}=={version}"
    if vcs:
        url = f"{vcs.get('vcs')}+{url}@{vcs.get('commit_id')}"
    hashes = _mapping(archive.get("hashes"))
    digest = f"sha256={hashes['sha256']}" if "sha256" in hashes else ""
    fragment = "&".join(part for part in (digest, f"subdirectory={origin['subdirectory']}" if origin.get("subdirectory") else "") if part)
    return f"{name} @ {url}{f'#{fragment}' if fragment else ''}"


def _mapping(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _json(file: Path) -> dict[str, object]:
    try:
        return _mapping(json.loads(file.read_bytes()))
    except (OSError, ValueError):
        return {}


def _metadata_version(entry: Path) -> str:
    file = entry / "PKG-INFO" if entry.is_dir() else entry
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("Version:")), "")
