"""Reading a model directory, the same way for every library. Whatever is built passes the gate."""

from __future__ import annotations

import platform
import warnings
from pathlib import Path
from typing import Any

import yaml

from barograph.errors import InvalidValue, NotFound, shown
from barograph.packaging.adapters import PYTHON_FUNCTION, Adapter, adapter_for_loader, adapter_of
from barograph.packaging.fetch import fetch_model
from barograph.packaging.manifest import MANIFEST, Model
from barograph.packaging.pyfunc_model import PyFuncModel
from barograph.packaging.seal import gate_of
from barograph.packaging.trust import remember


def load_native(model_uri: str | Path, flavor: str, dst_path: str | None = None) -> Any:
    """The library's own object. A model without the flavour raises `NotFound`, one that nobody vouched for `UntrustedModel`."""
    directory, _ = fetch_model(model_uri, dst_path)
    manifest = Model.read(directory / MANIFEST)
    keys = _keys(manifest, flavor, model_uri)
    return _load(adapter_of(flavor), directory, manifest, keys, {})


def load_pyfunc(
    model_uri: str | Path, dst_path: str | None = None, model_config: str | Path | dict[str, Any] | None = None, *, quiet: bool = False
) -> PyFuncModel:
    """The model behind one `predict`. `model_config` overrides values saved with a custom model; `quiet` leaves out version warnings."""
    directory, place = fetch_model(model_uri, dst_path)
    manifest = Model.read(directory / MANIFEST)
    keys = _keys(manifest, PYTHON_FUNCTION, model_uri)
    if not quiet:
        _warn_of_python(keys)
    config = _config(keys.get("config") or {}, model_config)
    adapter = adapter_for_loader(keys.get("loader_module"))
    native = _load(adapter, directory, manifest, keys, config)
    return PyFuncModel(manifest, adapter.predict(native, keys), model_id=place.model_id)


def trust(model_uri: str | Path) -> str:
    """Vouch for exactly the bytes of this model, so that its code may run for this user on this machine. Returns their seal.

    Read the model's files first: whoever wrote them can do whatever you can.
    """
    directory, _ = fetch_model(model_uri)
    whole = gate_of(directory, Model.read(directory / MANIFEST)).seal()
    remember(whole)
    return whole


def _keys(manifest: Model, flavor: str, model_uri: str | Path) -> dict[str, Any]:
    keys = manifest.flavors.get(flavor)
    if keys is None:
        present = ", ".join(sorted(manifest.flavors)) or "none"
        raise NotFound(f"Model {shown(str(model_uri))} does not have the {flavor!r} flavor. It has {present}.")
    return keys


def _load(adapter: Adapter, directory: Path, manifest: Model, keys: dict[str, Any], config: dict[str, Any]) -> Any:
    gate = gate_of(directory, manifest)
    if keys.get("code"):
        gate.add_code_path(str(keys["code"]))
    return adapter.load(gate, manifest, config)


def _config(saved: dict[str, Any], given: str | Path | dict[str, Any] | None) -> dict[str, Any]:
    if isinstance(given, str | Path):
        given = yaml.safe_load(Path(given).read_text(encoding="utf-8"))
    if given is None:
        return dict(saved)
    if not isinstance(given, dict):
        raise InvalidValue(f"model_config must be a dict or the path of a YAML file, not {shown(given)}.")
    unknown = sorted(set(given) - set(saved))
    if unknown:
        warnings.warn(f"The model was saved without {', '.join(map(shown, unknown))} in model_config; they are ignored.", stacklevel=3)
    return saved | {key: value for key, value in given.items() if key in saved}


def _warn_of_python(keys: dict[str, Any]) -> None:
    saved, here = str(keys.get("python_version") or ""), platform.python_version()
    if saved and saved.split(".")[:2] != here.split(".")[:2]:
        warnings.warn(f"The model was saved with Python {saved}; this is Python {here}. It may behave differently.", stacklevel=3)
