"""Writing a model directory, the same way for every library."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from barograph.errors import AlreadyExists, InvalidValue, shown
from barograph.packaging.adapters import PYTHON_FUNCTION, Adapter, adapter_of
from barograph.packaging.environment import KEYS, Wishes, write_environment
from barograph.packaging.example import Example, take_example
from barograph.packaging.infer import infer_params, infer_schema
from barograph.packaging.manifest import MANIFEST, Model
from barograph.packaging.requirements import merged, packages_of
from barograph.packaging.seal import gate_of
from barograph.packaging.signature import ModelSignature
from barograph.packaging.trust import remember


class Description(msgspec.Struct, frozen=True, kw_only=True):
    """What the caller says of the model besides the model itself; the same for every library."""

    signature: ModelSignature | None = None
    input_example: Any = None
    wishes: Wishes = Wishes()
    code_paths: Sequence[str] | None = None
    extra_files: Sequence[str] | None = None
    metadata: Mapping[str, Any] | None = None


def save_model(
    flavor: str, model: Any, path: str | Path, description: Description, options: Mapping[str, Any], manifest: Model | None = None
) -> Model:
    """Write the model into `path`, which must be absent or an empty directory, whole or not at all. Returns the manifest written.

    `options` are those of the flavour's adapter. Without a signature one is inferred by predicting on the input example.
    """
    target = Path(path).absolute()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise AlreadyExists(f"Path {shown(str(path))} already exists and is not empty. Choose another path or remove it.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".barograph-", dir=target.parent) as parent:
        directory = Path(parent) / target.name
        directory.mkdir()
        written = _write(adapter_of(flavor), flavor, model, directory, description, options, Model.new() if manifest is None else manifest)
        if target.exists():
            target.rmdir()
        directory.chmod(0o755)
        directory.replace(target)
    return written


def _write(
    adapter: Adapter,
    flavor: str,
    model: Any,
    directory: Path,
    description: Description,
    options: Mapping[str, Any],
    manifest: Model,
) -> Model:
    example = None if description.input_example is None else take_example(description.input_example)
    saved = adapter.save(model, directory, dict(options))
    code = _copy_all(description.code_paths, directory, "code", "code_paths")
    extra = _copy_all(description.extra_files, directory, "extra_files", "extra_files")
    requirements = saved.requirements
    if saved.keys is not None:
        keys = saved.keys | {"code": "code" if code else None}
        manifest.add_flavor(flavor, **keys, **({"extra_files": [{"path": name} for name in extra]} if extra else {}))
    if saved.python_function is not None:
        keys = saved.python_function | {"code": "code" if code else None, "env": KEYS, "python_version": _python_version()}
        manifest.add_flavor(PYTHON_FUNCTION, **keys)
    if example is not None:
        example.write(directory)
        manifest.saved_input_example_info = example.info()
        if example.kind == "dataframe":
            requirements = merged(requirements, packages_of({"pandas"}))
    manifest.signature = _signature(adapter, model, directory, description.signature, example, manifest)
    if description.metadata is not None:
        manifest.metadata = dict(description.metadata)
    manifest.model_size_bytes = sum(file.stat().st_size for file in directory.rglob("*") if file.is_file())
    write_environment(directory, requirements, description.wishes)
    manifest.save(directory / MANIFEST)
    remember(gate_of(directory, manifest).seal())
    return manifest


def _python_version() -> str:
    import platform

    return platform.python_version()


def _copy_all(paths: Sequence[str] | None, directory: Path, place: str, field: str) -> list[str]:
    """Copy files and directories by base name, and return their names in the model."""
    if paths is None:
        return []
    if isinstance(paths, str | bytes) or not all(isinstance(path, str | Path) for path in paths):
        raise InvalidValue(f"{field} must be a list of paths, not {shown(paths)}.")
    names = []
    for path in map(Path, paths):
        target = directory / place / path.resolve().name
        if not path.exists():
            raise InvalidValue(f"{field} names {shown(str(path))}, which does not exist.")
        if target.exists():
            raise InvalidValue(f"{field} names two files {shown(target.name)}. Rename one of them.")
        target.parent.mkdir(exist_ok=True)
        shutil.copytree(path, target, ignore=shutil.ignore_patterns("__pycache__")) if path.is_dir() else shutil.copy(path, target)
        names.append(f"{place}/{target.name}")
    return names


def _signature(
    adapter: Adapter, model: Any, directory: Path, given: Any, example: Example | None, manifest: Model
) -> ModelSignature | None:
    """The signature given (False for none), or inferred from the example; when predicting fails, of the inputs alone with a warning."""
    if given is False:
        return None
    if given is not None and not isinstance(given, ModelSignature):
        raise InvalidValue(f"signature must be a ModelSignature, not {shown(given)}. infer_signature makes one from data.")
    if given is not None or example is None:
        return given
    keys = manifest.flavors.get(PYTHON_FUNCTION)
    outputs = None
    try:
        if keys is not None:
            outputs = infer_schema(_predicted(adapter, model, directory, example, keys, manifest))
    except Exception as problem:  # noqa: BLE001  # the user's model may raise anything; saving it goes on
        warnings.warn(
            f"Predicting on the input_example failed ({type(problem).__name__}: {problem}), so the signature describes the inputs only.",
            stacklevel=2,
        )
    return ModelSignature(infer_schema(example.data), outputs, infer_params(example.params) if example.params else None)


def _predicted(adapter: Adapter, model: Any, directory: Path, example: Example, keys: dict[str, Any], manifest: Model) -> Any:
    if adapter is adapter_of(PYTHON_FUNCTION):
        # Only loading shows the model its artifacts; what was just written is the caller's own.
        model = adapter.load(gate_of(directory, manifest, vouched=True), manifest, dict(keys.get("config") or {}))
    return adapter.predict(model, keys).predict(example.data, example.params)
