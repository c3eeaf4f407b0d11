"""Reads what a sweep's file says, strictly: what is wrong is named with its key and value."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

import msgspec

from barograph.errors import BarographError, InvalidValue, shown
from barograph.model.limits import MAX_RUN_TAG_VALUE, check_key
from barograph.projects.sweeps.space import grid_size, is_finite
from barograph.projects.sweeps.spec import Dimension, Metric, Pruner, Sweep, Target
from barograph.projects.sweeps.yaml_text import read_yaml

T = TypeVar("T")
MAX_TRIALS = 100_000
MAX_WORKERS = 1_000
MAX_PARAMETERS = 100
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
_TYPES = get_type_hints(Sweep)


def read_sweep(source: str | Path | Mapping[str, Any]) -> Sweep:
    """The sweep of a file in YAML, or of a mapping of the same shape.

    A project's address that is a path is taken from the file's folder, or from the working directory. What cannot be used raises
    `InvalidValue`.
    """
    if isinstance(source, Mapping):
        return sweep_of(source, "The sweep", Path.cwd())
    file = Path(source)
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidValue(f"The sweep's file {shown(str(file))} cannot be read: {error}.") from None
    return sweep_of(read_yaml(text, f"The sweep's file {file}"), str(file), file.absolute().parent)


def sweep_of(data: Any, where: str, folder: Path) -> Sweep:
    """The sweep that data describe. `where` begins the messages; paths are seen from `folder`."""
    try:
        return _sweep(data, folder)
    except BarographError as error:
        raise InvalidValue(f"{where}: {error.message}") from None


def _sweep(data: Any, folder: Path) -> Sweep:
    if not isinstance(data, Mapping):
        raise InvalidValue(f"expected keys and values, found {shown(data)}.")
    known = Sweep.__struct_fields__
    for key, value in data.items():
        if key not in known:
            raise InvalidValue(f"{key} is {shown(value)}, but there is no such key. Known are {', '.join(known)}.")
    given = {key: _PARTS.get(key, _plain(key))(value) for key, value in data.items()}
    for key in ("parameters", "metric"):
        if key not in given:
            raise InvalidValue(f"{key} is missing. Say which parameters are tried, and which metric counts.")
    method, parameters = given.get("method", "tpe"), given["parameters"]
    given["trials"] = _trials(given.get("trials"), method, parameters)
    return _placed(checked(Sweep(**given)), folder)


def checked(sweep: Sweep) -> Sweep:
    """The sweep, if its numbers are within the limits and fit together."""
    _trials(sweep.trials, sweep.method, sweep.parameters)
    _check_limits(sweep)
    _check_method(sweep)
    return sweep


def _converted(kind: Any, data: Any, key: str) -> Any:
    """Data as a type; what does not fit is named with key and value."""
    try:
        return msgspec.convert(data, kind, strict=True)
    except msgspec.ValidationError as error:
        problem, _, path = str(error).partition(" - at `$")
        path = path.rstrip("`")
        value = data
        for name, index in _STEP.findall(path):
            value = value[name] if name else list(value)[int(index)]
        fields = getattr(kind, "__struct_fields__", ()) if not path else ()
        remedy = f" Known are {', '.join(fields)}." if fields else ""
        raise InvalidValue(f"{key}{path} is {shown(value)}. {problem}.{remedy}") from None


def _plain(key: str) -> Callable[[Any], Any]:
    return lambda data: _converted(_TYPES.get(key, Any), data, key)


def _parameters(data: Any) -> dict[str, Dimension]:
    if not isinstance(data, Mapping) or not data:
        raise InvalidValue(f"parameters is {shown(data)}. Give at least one name with its values or its range.")
    if len(data) > MAX_PARAMETERS:
        raise InvalidValue(f"parameters has {len(data)} entries, more than the {MAX_PARAMETERS} allowed.")
    return {check_key(name, "name of a parameter"): _dimension(name, value) for name, value in data.items()}


def _dimension(name: str, data: Any) -> Dimension:
    key = f"parameters.{name}"
    found: Dimension = _converted(Dimension, data, key)
    if found.values is not None:
        _check_values(found, key)
        return found
    for end in ("min", "max"):
        if getattr(found, end) is None:
            raise InvalidValue(f"{key} is {shown(data)}: {end} is missing. Give values, or min and max.")
    return _checked_range(found, key)


def _check_values(found: Dimension, key: str) -> None:
    if (found.min, found.max, found.step, found.log, found.type) != (None, None, None, False, None):
        raise InvalidValue(f"{key} has values and a range. Give one of them.")
    values = found.values or ()
    if not values:
        raise InvalidValue(f"{key}.values is empty. Give at least one value.")
    if len({(type(value), value) for value in values}) < len(values):
        raise InvalidValue(f"{key}.values is {shown(list(values))}, which names a value twice.")
    for value in values:
        if isinstance(value, float) and not math.isfinite(value):
            raise InvalidValue(f"{key}.values holds {value}. Give numbers that are finite.")


def _checked_range(found: Dimension, key: str) -> Dimension:
    numbers = {name: value for name in ("min", "max", "step") if (value := getattr(found, name)) is not None}
    for name, value in numbers.items():
        if not math.isfinite(value):
            raise InvalidValue(f"{key}.{name} is {value}. Give a number that is finite.")
    whole = all(value == int(value) for value in numbers.values())
    kind = found.type or ("int" if all(isinstance(value, int) for value in numbers.values()) else "float")
    if kind == "int" and not whole:
        raise InvalidValue(f"{key} is of type int, but {shown(numbers)} are not all whole numbers.")
    cast = int if kind == "int" else float
    found = msgspec.structs.replace(found, type=kind, **{name: cast(value) for name, value in numbers.items()})
    low, high = found.min or 0, found.max or 0
    if low >= high:
        raise InvalidValue(f"{key}.min is {low}, which is not below its max {high}. Exchange them, or give values.")
    if found.step is not None and not 0 < found.step <= high - low:
        raise InvalidValue(f"{key}.step is {found.step}. Give a positive step that is at most max - min.")
    if found.log and found.step is not None:
        raise InvalidValue(f"{key} has a step, {found.step}, and log: numbers stand evenly apart or on a logarithmic scale. Leave one out.")
    if found.log and low <= 0:
        raise InvalidValue(f"{key}.min is {low}, but with log it must be above 0.")
    return found


def _pruner(data: Any) -> Pruner:
    pruner: Pruner = _converted(Pruner, {"type": data} if isinstance(data, str) else data, "pruner")
    for name in ("startup_trials", "warmup_steps", "interval_steps", "min_steps", "max_steps", "reduction_factor"):
        value, least = getattr(pruner, name), {"startup_trials": 0, "warmup_steps": 0, "reduction_factor": 2}.get(name, 1)
        if value is not None and value < least:
            raise InvalidValue(f"pruner.{name} is {value}. Give at least {least}.")
    return pruner


def _trials(given: int | None, method: str, parameters: dict[str, Dimension]) -> int:
    """How many trials there are; all of a grid unless fewer are asked for."""
    if method != "grid":
        if given is None:
            raise InvalidValue("trials is missing. Say how many are to be run.")
        return given
    for name, dimension in parameters.items():
        if not is_finite(dimension):
            raise InvalidValue(f"parameters.{name} is {dimension}, of which a grid cannot try all. Give values or a step.")
    size = grid_size(parameters)
    if given is not None and given > size:
        raise InvalidValue(f"trials is {given}, but the grid has {size:,} points. Leave trials out, or give fewer.")
    return size if given is None else given


def _check_limits(sweep: Sweep) -> None:
    for key, least, most in (
        ("trials", 1, MAX_TRIALS), ("workers", 1, MAX_WORKERS), ("seed", 0, 2**32 - 1), ("max_failures", 1, MAX_TRIALS),
        ("timeout", 0.001, math.inf),
    ):  # fmt: skip
        value = getattr(sweep, key)
        if value is not None and not least <= value <= most:
            raise InvalidValue(f"{key} is {value:,}. Give {least:,} to {most:,}.")
    check_key(sweep.metric.name, "metric.name")
    both = set(sweep.parameters) & set(sweep.project.parameters if sweep.project else ())
    if both:
        name = sorted(both)[0]
        raise InvalidValue(f"project.parameters.{name} is fixed, but parameters.{name} is to be tried. Leave one out.")
    longest = sum(
        len(name) + 24 + max((len(str(value)) for value in each.values or ()), default=8) for name, each in sweep.parameters.items()
    )
    if longest > MAX_RUN_TAG_VALUE:
        raise InvalidValue(
            f"parameters may take {longest:,} characters a trial, more than the {MAX_RUN_TAG_VALUE:,} allowed. Shorten values."
        )


def _check_method(sweep: Sweep) -> None:
    numeric = sum(dimension.is_numeric for dimension in sweep.parameters.values())
    if sweep.method == "cmaes" and numeric < 2:
        raise InvalidValue(f"method is 'cmaes', which needs two parameters with ranges, but there are {numeric}. Choose tpe.")


def _placed(sweep: Sweep, folder: Path) -> Sweep:
    """The sweep with its project's path made absolute, if it is one."""
    target = sweep.project
    if target is None or re.match(r"[A-Za-z][A-Za-z0-9+.\-]+:|[^/\\]+@[^/\\]+:", target.uri):
        return sweep
    path, mark, part = target.uri.partition("#")
    return msgspec.structs.replace(sweep, project=msgspec.structs.replace(target, uri=str((folder / path).resolve()) + mark + part))


_PARTS: dict[str, Callable[[Any], Any]] = {
    "parameters": _parameters,
    "pruner": _pruner,
    "metric": lambda data: _converted(Metric, data, "metric"),
    "project": lambda data: _converted(Target, data, "project"),
}
