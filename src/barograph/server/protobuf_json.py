"""A lenient reader of JSON values, as the JSON form of protocol buffers has it, into message types.

Accepted beside the exact form: lowerCamelCase names, unknown fields (ignored), null (absent), whole numbers as text or as floats with no
fraction, enums by number. What cannot be read raises `InvalidValue` or `MissingValue` naming the field by its path, `metrics[1].key`.
"""

from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from typing import Any, TypeGuard, TypeVar

import msgspec
from msgspec import inspect

from barograph.errors import InvalidValue, MissingValue, shown
from barograph.model import LoggedModelStatus, RunStatus, VersionStatus, View
from barograph.wire import scalars

M = TypeVar("M", bound=msgspec.Struct)
Reader = Callable[[object, str], object]
"""Reads a JSON value that stands at a path."""

NUMBERED: dict[type[Enum], dict[int, Enum]] = {
    RunStatus: dict(enumerate(RunStatus, start=1)),
    View: dict(enumerate(View, start=1)),
    LoggedModelStatus: dict(enumerate(LoggedModelStatus)),
    VersionStatus: dict(enumerate(VersionStatus, start=1)),
}
"""Numbers of enum members in the protocol."""


def read(kind: type[M], value: object, path: str = "") -> M:
    """The message that a decoded JSON value means."""
    message: M = _struct_reader(kind)(value, path)
    return message


def camel(name: str) -> str:
    """The lowerCamelCase form of a snake_case name."""
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def refuse(value: object, path: str, expected: str) -> InvalidValue:
    """The error for a value that cannot be read."""
    return InvalidValue(f"Invalid value {shown(value)} for parameter '{path or 'body'}'. Expected {expected}.")


@cache
def _struct_reader(kind: type[M]) -> Callable[[object, str], M]:
    described = inspect.type_info(kind)
    assert isinstance(described, inspect.StructType)  # noqa: S101  narrows the type for the checker
    readers = {field.name: _reader(field.type) for field in described.fields}
    required = [field.name for field in described.fields if field.required]
    spelled = {camel(name): name for name in readers} | {name: name for name in readers}
    synonym = "run_id" in readers and "run_uuid" in readers

    def read_struct(value: object, path: str) -> M:
        if not isinstance(value, Mapping):
            raise refuse(value, path, "an object")
        given: dict[str, str] = {}
        found: dict[str, Any] = {}
        for spelling, raw in value.items():
            name = spelled.get(spelling)
            if name is None:
                continue
            if name in given:
                raise InvalidValue(f"Field '{_below(path, name)}' is given twice, as {given[name]} and as {spelling}. Give it once.")
            given[name] = spelling
            if raw is not None:
                found[name] = readers[name](raw, _below(path, name))
        if synonym and "run_id" not in found and "run_uuid" in found:
            found["run_id"] = found["run_uuid"]
        for name in required:
            if name not in found or found[name] == "":
                raise MissingValue(_below(path, name))
        return kind(**found)

    return read_struct


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _reader(kind: inspect.Type) -> Reader:
    if isinstance(kind, inspect.UnionType):
        kinds = [member for member in kind.types if not isinstance(member, inspect.NoneType)]
        return _read_double if len(kinds) > 1 else _reader(kinds[0])
    if isinstance(kind, inspect.VarTupleType):
        return _list_reader(_reader(kind.item_type))
    if isinstance(kind, inspect.DictType):
        return _read_texts
    if isinstance(kind, inspect.EnumType):
        return _enum_reader(kind.cls)
    if isinstance(kind, inspect.StructType):
        return _struct_reader(kind.cls)
    if isinstance(kind, inspect.IntType):
        return _int_reader(-(2**63) if kind.ge is None else kind.ge)
    return _SCALARS[type(kind)]


def _list_reader(read_item: Reader) -> Reader:
    def read_list(value: object, path: str) -> object:
        if not isinstance(value, list):
            raise refuse(value, path, "a list")
        return tuple([read_item(item, f"{path}[{index}]") for index, item in enumerate(value)])

    return read_list


def _enum_reader(kind: type[Enum]) -> Reader:
    by_name = {member.value: member for member in kind}
    by_number = NUMBERED.get(kind, {})

    def read_enum(value: object, path: str) -> object:
        member = by_name.get(value) if isinstance(value, str) else None
        if member is None and isinstance(value, int) and not isinstance(value, bool):
            member = by_number.get(value)
        if member is None:
            raise refuse(value, path, "one of " + ", ".join(by_name))
        return member

    return read_enum


def _int_reader(least: int) -> Reader:
    def read_int(value: object, path: str) -> object:
        if not _is_whole(value):
            raise refuse(value, path, "a whole number")
        number = int(value)
        if not least <= number < 2**63:
            raise refuse(value, path, f"a whole number from {least} to {2**63 - 1}")
        return number

    return read_int


def _is_whole(value: object) -> TypeGuard[int | float | str]:
    if isinstance(value, str):
        return value.isascii() and value.removeprefix("-").isdecimal() and len(value) <= 20
    if isinstance(value, float):
        return value.is_integer()
    return isinstance(value, int) and not isinstance(value, bool)


def _read_double(value: object, path: str) -> object:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise refuse(value, path, "a number, or 'NaN', 'Infinity' or '-Infinity'")
    try:
        return scalars.from_wire(value, path)
    except OverflowError:
        raise refuse(value, path, "a number in the range of a double") from None


def _read_text(value: object, path: str) -> object:
    if not isinstance(value, str):
        raise refuse(value, path, "text")
    return value


def _read_texts(value: object, path: str) -> object:
    if not isinstance(value, dict):
        raise refuse(value, path, "an object of texts")
    return {name: _read_text(text, _below(path, name)) for name, text in value.items()}


def _read_bool(value: object, path: str) -> object:
    if not isinstance(value, bool):
        raise refuse(value, path, "true or false")
    return value


_SCALARS: dict[type[inspect.Type], Reader] = {inspect.StrType: _read_text, inspect.BoolType: _read_bool, inspect.FloatType: _read_double}
