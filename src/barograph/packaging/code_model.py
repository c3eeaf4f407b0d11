"""Models from code: a script that names its model with `set_model`."""

from __future__ import annotations

from contextvars import ContextVar
from pathlib import Path
from typing import Any

import yaml

from barograph.errors import DamagedModel, InvalidValue, shown
from barograph.packaging.gate import Gate

_UNSET = object()
_model: ContextVar[Any] = ContextVar("model", default=_UNSET)
_config: ContextVar[dict[str, Any] | None] = ContextVar("model_config", default=None)


def set_model(model: Any) -> None:
    """Name the model of this script: a `PythonModel` instance or a function of one argument."""
    if not (hasattr(model, "predict") or callable(model)):
        raise InvalidValue(f"set_model takes a PythonModel instance or a function, not {shown(model)}.")
    _model.set(model)


def script_model(gate: Gate, model_code_path: str, model_config: dict[str, Any]) -> Any:
    """Run the model's copy of its script and return what it named."""
    name = Path(model_code_path).name
    model, config = _model.set(_UNSET), _config.set(model_config or None)
    try:
        gate.run_script(name)
        found = _model.get()
    finally:
        _model.reset(model)
        _config.reset(config)
    if found is _UNSET:
        raise DamagedModel(name, "the script does not call set_model")
    return found


class ModelConfig:
    """Configuration for a model's script: that saved with the model, else `development_config`, a dict or the path of a YAML file."""

    def __init__(self, *, development_config: str | Path | dict[str, Any] | None = None) -> None:
        saved = _config.get()
        self._config = saved if saved is not None else _read(development_config)

    def get(self, key: str) -> Any:
        """One value; a missing key raises `InvalidValue`."""
        if key not in self._config:
            raise InvalidValue(
                f"The model's configuration has no key {shown(key)}. It has {', '.join(map(shown, self._config)) or 'none'}."
            )
        return self._config[key]

    def to_dict(self) -> dict[str, Any]:
        """All values."""
        return dict(self._config)


def _read(given: str | Path | dict[str, Any] | None) -> dict[str, Any]:
    if given is None or isinstance(given, dict):
        return given or {}
    try:
        read = yaml.safe_load(Path(given).read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as problem:
        raise InvalidValue(f"development_config is {shown(str(given))}, which cannot be read ({problem}).") from problem
    if not isinstance(read, dict):
        raise InvalidValue(f"development_config is {shown(str(given))}, which is not a mapping.")
    return read
