"""What a seal of a model covers: the files behind its code, and what the manifest says of their use."""

from __future__ import annotations

import json
from pathlib import Path

from barograph.packaging.adapters import PYTHON_FUNCTION, adapter_for_loader, adapter_of
from barograph.packaging.gate import Gate
from barograph.packaging.manifest import Model


def gate_of(directory: Path, manifest: Model, *, vouched: bool = False) -> Gate:
    """The gate of a model directory. Only who has just written it says `vouched`."""
    return Gate(directory, sealed_names(manifest), json.dumps(manifest.flavors, sort_keys=True, default=str), vouched=vouched)


def sealed_names(manifest: Model) -> list[str]:
    """Files and directories that loading a model, in any of its flavours, executes or builds from."""
    names: set[str] = set()
    for flavor, keys in manifest.flavors.items():
        if flavor == PYTHON_FUNCTION:
            names.update(adapter_for_loader(keys.get("loader_module")).sealed(manifest))
        else:
            names.update(adapter_of(flavor).sealed(manifest))
        if keys.get("code"):
            names.add(keys["code"])
    return sorted(names)
