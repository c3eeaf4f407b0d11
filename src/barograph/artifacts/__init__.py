"""Artifacts: the files of runs and models. The functions of this namespace fetch and list them by URI or run."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # The functions sit above this package, in the client, and are looked up when first asked for.
    download_artifacts: Any
    list_artifacts: Any
    load_dict: Any
    load_image: Any
    load_text: Any

__all__ = ["download_artifacts", "list_artifacts", "load_dict", "load_image", "load_text"]
_FUNCTIONS = "barograph.client.artifact_functions"


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module(_FUNCTIONS), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
