"""Models as stored: signatures, manifests, and vouching for code."""

from barograph.lazy import lazy_names

_SUBMODULES = ("model", "signature")

_SOURCES = {
    "barograph.packaging.code_model": ("ModelConfig", "set_model"),
    "barograph.packaging.infer": ("infer_signature",),
    "barograph.packaging.inspect": ("convert_input_example_to_serving_input", "get_model_info", "set_signature", "validate_schema"),
    "barograph.packaging.load": ("trust",),
    "barograph.packaging.manifest": ("Model",),
    "barograph.packaging.model_info": ("ModelInfo",),
    "barograph.packaging.signature": ("ModelSignature",),
}

__all__, __getattr__, __dir__ = lazy_names(__name__, _SOURCES, _SUBMODULES)
