"""Params: text under a key, written once."""

from collections.abc import Iterable, Mapping

import msgspec

from barograph.errors import InvalidValue, shown
from barograph.wire.message import Request
from barograph.wire.scalars import Required


class Param(msgspec.Struct, frozen=True, gc=False):
    """One param. An absent value is the empty text."""

    key: str
    value: str = ""


class LogParam(Request, kw_only=True):
    """POST runs/log-parameter."""

    run_id: Required
    run_uuid: str | None = None
    key: Required
    value: str = ""


def from_mapping(params: Mapping[str, str]) -> tuple[Param, ...]:
    """Params in the order of the mapping."""
    return tuple([Param(key, value) for key, value in params.items()])


def to_mapping(params: Iterable[Param]) -> dict[str, str]:
    """Params by key; a key given twice raises `InvalidValue`."""
    found: dict[str, str] = {}
    for param in params:
        if param.key in found:
            raise InvalidValue(f"Duplicate param key {shown(param.key)}. Give each param once in a request.")
        found[param.key] = param.value
    return found
