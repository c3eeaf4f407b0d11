"""Modules whose names are loaded when they are first asked for (PEP 562)."""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any


def lazy_names(
    module: str,
    sources: Mapping[str, Sequence[str]],
    submodules: Sequence[str] = (),
    constants: Sequence[str] = (),
    missing: Callable[[str], Exception | None] = lambda _: None,
) -> tuple[list[str], Callable[[str], Any], Callable[[], list[str]]]:
    """`__all__`, `__getattr__` and `__dir__` of a module whose names are defined in others.

    `sources` maps a defining module to names. `submodules` are modules below this one, `constants` names that
    it defines itself. `missing` may make the error for another name; without one it is an `AttributeError`.
    """
    origin = {name: source for source, names in sources.items() for name in names}
    public = sorted({*origin, *submodules, *constants})

    def find(name: str) -> Any:
        if name in origin:
            value = getattr(import_module(origin[name]), name)
        elif name in submodules:
            value = import_module(f"{module}.{name}")
        else:
            raise missing(name) or AttributeError(f"module {module!r} has no attribute {name!r}")
        setattr(sys.modules[module], name, value)
        return value

    return public, find, public.copy
