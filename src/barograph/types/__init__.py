"""Types of model inputs and outputs."""

from barograph.lazy import lazy_names

_SUBMODULES = ("schema",)

_SOURCES = {
    "barograph.packaging.schema": (
        "AnyType",
        "Array",
        "ColSpec",
        "DataType",
        "Map",
        "Object",
        "ParamSchema",
        "ParamSpec",
        "Property",
        "Schema",
        "TensorSpec",
    ),
}

__all__, __getattr__, __dir__ = lazy_names(__name__, _SOURCES, _SUBMODULES)
