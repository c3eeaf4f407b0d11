"""Which packages a model needs, pinned to the versions installed here."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from barograph.errors import InvalidValue, shown

_OURS = frozenset({"barograph", "mlflow", "mlflow-skinny"})


def pinned(distribution: str) -> str:
    """`distribution==version` as installed, the bare name if it is not; local version labels are left out."""
    try:
        return f"{distribution}=={metadata.version(distribution).split('+')[0]}"
    except metadata.PackageNotFoundError:
        return distribution


@lru_cache(maxsize=1)
def _distributions() -> dict[str, list[str]]:
    return dict(metadata.packages_distributions())


def packages_of(modules: Iterable[str]) -> list[str]:
    """Pinned distributions that provide these modules, sorted. The standard library and modules of the user's own give none."""
    tops = {module.partition(".")[0] for module in modules} - set(sys.stdlib_module_names)
    names = {name for top in tops if top for name in _distributions().get(top, ())}
    return sorted({pinned(name) for name in names if name.lower() not in _OURS}, key=str.lower)


def merged(*lists: Iterable[str]) -> list[str]:
    """Requirements in order without repetition; a package named before is not named again without a pin of its own."""
    kept: dict[str, str] = {}
    for requirement in (line for lines in lists for line in lines):
        kept.setdefault(_package(requirement), requirement)
    return list(kept.values())


def _package(requirement: str) -> str:
    for i, letter in enumerate(requirement):
        if not (letter.isalnum() or letter in "-_."):
            return requirement[:i].lower().replace("_", "-") or requirement
    return requirement.lower().replace("_", "-")


def given(requirements: str | Path | Sequence[str], field: str) -> tuple[list[str], list[str]]:
    """Requirements and constraints that a caller gave: a list of lines, or the path of a requirements file.

    Comments and empty lines are dropped; `-r FILE` and `-c FILE` are read. A missing file raises `InvalidValue`.
    """
    if isinstance(requirements, str | Path):
        lines = _lines(Path(requirements), field)
        base = Path(requirements).parent
    elif isinstance(requirements, Iterable) and all(isinstance(line, str) for line in requirements):
        lines, base = list(requirements), Path()
    else:
        raise InvalidValue(f"{field} must be a list of requirements or the path of a requirements file, not {shown(requirements)}.")
    wanted: list[str] = []
    constraints: list[str] = []
    for line in lines:
        text = _without_comment(line)
        option, _, name = text.partition(" ")
        if option in ("-r", "--requirement"):
            more, limits = given(base / name.strip(), field)
            wanted += more
            constraints += limits
        elif option in ("-c", "--constraint"):
            constraints += [_without_comment(limit) for limit in _lines(base / name.strip(), field) if _without_comment(limit)]
        elif text:
            if "\n" in text or "\r" in text:
                raise InvalidValue(f"{field} holds a requirement of several lines: {shown(text)}.")
            wanted.append(text)
    return merged(wanted), list(dict.fromkeys(constraints))


def _without_comment(line: str) -> str:
    text = line.strip()
    return "" if text.startswith("#") else text.partition(" #")[0].strip()


def _lines(path: Path, field: str) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except OSError as problem:
        raise InvalidValue(
            f"{field} names the requirements file {shown(str(path))}, which cannot be read ({problem.strerror})."
        ) from problem
