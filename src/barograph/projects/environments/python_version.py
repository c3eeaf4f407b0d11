"""Which versions of Python a project accepts."""

from __future__ import annotations

import re
from itertools import zip_longest

import msgspec

from barograph.errors import InvalidValue, shown

Version = tuple[int, ...]

_CLAUSE = re.compile(r"(===?|~=|!=|<=|>=|<|>|=)?\s*v?([0-9]{1,4}(?:\.[0-9]{1,6}){0,2})(\.\*)?")


class Clause(msgspec.Struct, frozen=True):
    """One comparison, such as `>=3.11`; `prefix` if only the numbers that are given count, as in `==3.11.*`."""

    operator: str
    version: Version
    prefix: bool

    def allows(self, version: Version) -> bool:
        """Whether a version, of as many numbers as are known, is one of those meant."""
        if self.operator == "~=":
            return _compared(version, self.version) >= 0 and version[: len(self.version) - 1] == self.version[:-1]
        order = _compared(version[: len(self.version)] if self.prefix else version, self.version)
        return {"==": order == 0, "!=": order != 0, "<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[self.operator]


class PythonRequest(msgspec.Struct, frozen=True):
    """What a project says of Python: `3.11`, `3.11.7`, `>=3.9`, `>=3.9,<3.13`. It accepts everything if it says nothing."""

    clauses: tuple[Clause, ...] = ()

    def allows(self, version: Version) -> bool:
        """Whether a Python of this version may be used."""
        return all(clause.allows(version) for clause in self.clauses)

    def __str__(self) -> str:
        """As programs read it: a bare version if it is one, otherwise comparisons."""
        if len(self.clauses) == 1 and self.clauses[0].operator == "==":
            return _dotted(self.clauses[0].version)
        return ",".join(f"{one.operator}{_dotted(one.version)}{'.*' if one.prefix else ''}" for one in self.clauses)


def read_request(text: str | None) -> PythonRequest:
    """What a text asks for; None and an empty text accept everything.

    A version without a sign, or behind `=` or `==`, means every one that begins so. Raises `InvalidValue` for any other text: nothing
    but numbers and signs of comparison reaches a program.
    """
    clauses = []
    for part in (text or "").split(","):
        if not part.strip():
            continue
        found = _CLAUSE.fullmatch(part.strip())
        operator = found.group(1) or "==" if found else ""
        if not found or (operator == "~=" and "." not in found.group(2)):
            raise InvalidValue(f"Python version {shown(text)} is not one. Write it as 3.11, 3.11.7, >=3.9 or >=3.9,<3.13.")
        same = operator in ("=", "==", "===")
        version = tuple(int(number) for number in found.group(2).split("."))
        clauses.append(Clause("==" if same else operator, version, same or bool(found.group(3))))
    return PythonRequest(tuple(clauses))


def _compared(left: Version, right: Version) -> int:
    for one, other in zip_longest(left, right, fillvalue=0):
        if one != other:
            return -1 if one < other else 1
    return 0


def _dotted(version: Version) -> str:
    return ".".join(str(number) for number in version)
