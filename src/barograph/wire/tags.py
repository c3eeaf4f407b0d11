"""Tags: text under a key, replaceable and removable."""

from collections.abc import Iterable, Mapping

import msgspec

from barograph.errors import BadRequest, shown
from barograph.wire.message import Request
from barograph.wire.scalars import Required


class Tag(msgspec.Struct, frozen=True, gc=False):
    """One tag. An absent value is the empty text."""

    key: str
    value: str = ""


class SetTag(Request, kw_only=True):
    """POST runs/set-tag."""

    run_id: Required
    run_uuid: str | None = None
    key: Required
    value: str = ""


class DeleteTag(Request, kw_only=True):
    """POST runs/delete-tag."""

    run_id: Required
    key: Required


def from_mapping(tags: Mapping[str, str]) -> tuple[Tag, ...]:
    """Tags in the order of the mapping."""
    return tuple([Tag(key, value) for key, value in tags.items()])


def to_mapping(tags: Iterable[Tag]) -> dict[str, str]:
    """Tags by key; of several values the last wins."""
    return {tag.key: tag.value for tag in tags}


def to_unique_mapping(tags: Iterable[Tag]) -> dict[str, str]:
    """Tags by key; a key given twice raises `BadRequest`."""
    found: dict[str, str] = {}
    for tag in tags:
        if tag.key in found:
            raise BadRequest(f"Tag {shown(tag.key)} is given twice. Give each tag once.")
        found[tag.key] = tag.value
    return found
