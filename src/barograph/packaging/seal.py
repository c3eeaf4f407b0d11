"""Which files of a model a seal covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from barograph.packaging.adapters import PYTHON_FUNCTION, adapter_for_loader, adapter_of

if TYPE_CHECKING:
    from barograph.packaging.manifest import Model


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
