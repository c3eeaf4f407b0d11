"""Cuts an ordered result into pages."""

from collections.abc import Sequence
from typing import TypeVar

from barograph.errors import InvalidValue, shown
from barograph.model import Page
from barograph.store.query import page_token

T = TypeVar("T")


def page_of(
    items: Sequence[T],
    *,
    max_results: int | None,
    default: int | None,
    limit: int | None,
    token: str | None,
    digest: str = "",
    offset: int | None = None,
) -> Page[T]:
    """The page that starts at the token, or at the offset.

    `max_results` must be 1 to `limit`; None means `default`, and a default of None everything.
    """
    start = page_token.decode(token, digest) if offset is None else page_token.start_of(token, offset)
    size = default if max_results is None else check_max_results(max_results, limit)
    end = len(items) if size is None else start + size
    return Page(tuple(items[start:end]), page_token.encode(end, digest) if end < len(items) else None)


def check_max_results(max_results: int, limit: int | None) -> int:
    """Return a page size, or raise: a whole number from 1 to `limit`."""
    if not isinstance(max_results, int) or max_results < 1 or (limit is not None and max_results > limit):
        upper = "" if limit is None else f" to {limit}"
        raise InvalidValue(f"Invalid max_results {shown(max_results)}. Ask for 1{upper} results a page.")
    return max_results
