"""Looking at stored models and changing what their manifest says, without loading them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from barograph.artifacts.transfer import upload_file
from barograph.client.session import session
from barograph.errors import InvalidValue, shown
from barograph.packaging.enforce import enforce_schema
from barograph.packaging.example import take_example
from barograph.packaging.fetch import fetch_manifest, locate
from barograph.packaging.manifest import MANIFEST, Model
from barograph.packaging.model_info import ModelInfo, model_info
from barograph.packaging.schema import Schema
from barograph.packaging.signature import ModelSignature
from barograph.registry.model_uri import VersionUri, is_models_uri, parse_models_uri


def get_model_info(model_uri: str) -> ModelInfo:
    """What there is to know about the model at a path or URI."""
    manifest = fetch_manifest(model_uri)
    logged = None
    if manifest.model_id and is_models_uri(str(model_uri)):
        logged = session.tracking_store().get_logged_model(manifest.model_id)
    return model_info(manifest, model_uri=str(model_uri), logged=logged)


def set_signature(model_uri: str, signature: ModelSignature) -> None:
    """Replace the signature in the MLmodel file of a model. Registered versions do not change: `InvalidValue` says what to do."""
    if not isinstance(signature, ModelSignature):
        raise InvalidValue(f"signature must be a ModelSignature, not {shown(signature)}. infer_signature makes one from data.")
    if is_models_uri(model_uri) and isinstance(parse_models_uri(model_uri), VersionUri):
        raise InvalidValue(
            f"{shown(model_uri)} is a registered version, whose signature cannot change. Set it on the logged model and register it again."
        )
    manifest: Model = fetch_manifest(model_uri)
    manifest.signature = signature
    place = locate(model_uri)
    if place.directory is not None:
        manifest.save(place.directory / MANIFEST)
        return
    with tempfile.TemporaryDirectory(prefix="barograph-") as parent:
        manifest.save(Path(parent) / MANIFEST)
        upload_file(place.files(), Path(parent) / MANIFEST, MANIFEST)


def validate_schema(data: Any, expected_schema: Schema) -> None:
    """Raise `SchemaViolation` unless the data fit the schema."""
    enforce_schema(data, expected_schema)


def convert_input_example_to_serving_input(input_example: Any) -> str | None:
    """The request body, JSON text, that gives a scoring server this example; None for None."""
    return None if input_example is None else take_example(input_example).serving_text()
