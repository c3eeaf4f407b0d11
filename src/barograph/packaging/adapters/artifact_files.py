"""Files that go with a custom model."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from barograph.errors import InvalidValue, shown
from barograph.packaging.gate import Gate


def copy_artifacts(artifacts: dict[str, str], directory: Path) -> dict[str, dict[str, str]]:
    """Copy files and directories, given by name as path or URI, below `artifacts/`; equal base names get directories of their own.

    Returns the flavour's key: for each name the path in the model and the URI as given.
    """
    if not isinstance(artifacts, dict) or not all(isinstance(part, str) for pair in artifacts.items() for part in pair):
        raise InvalidValue(f"artifacts must map names to paths or URIs, not {shown(artifacts)}.")
    bases = {name: Path(urlsplit(uri).path if "://" in uri or ":/" in uri else uri).name for name, uri in artifacts.items()}
    repeated = {base for base, count in Counter(base.lower() for base in bases.values()).items() if count > 1}
    kept = {}
    for i, (name, uri) in enumerate(artifacts.items()):
        place = Path("artifacts", *([str(i)] if bases[name].lower() in repeated else []), bases[name])
        _copy(uri, directory / place, name)
        kept[name] = {"path": place.as_posix(), "uri": uri}
    return kept


def _copy(uri: str, target: Path, name: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source = Path(uri)
    if not source.exists():
        if ":" not in uri:
            raise InvalidValue(f"Artifact {shown(name)} is to be copied from {shown(uri)}, which does not exist.")
        from barograph.client.artifact_functions import download_artifacts

        source = Path(download_artifacts(artifact_uri=uri))
    shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)


def artifact_paths(gate: Gate, kept: dict[str, Any]) -> dict[str, str]:
    """Absolute local path of each artifact by name; paths that leave the model's directory raise `InvalidValue`."""
    return {name: gate.path_of(entry["path"]) for name, entry in kept.items()}
