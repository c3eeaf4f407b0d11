"""Results that come in pages."""

from collections.abc import Callable, Iterable
from typing import SupportsIndex, TypeVar

from barograph.errors import InvalidValue, shown
from barograph.model import Page

T = TypeVar("T")


class PagedList(list[T]):
    """One page of results; `token` continues the search and is None on the last page."""

    def __init__(self, items: Iterable[T], token: str | None) -> None:
        super().__init__(items)
        self.token = token

    def to_list(self) -> list[T]:
        """The page as a plain list."""
        return list(self)


def all_pages(read: Callable[[int, str | None], Page[T]], limit: int | None, page_size: int) -> list[T]:
    """Read pages of at most `page_size` items until `limit` items, or all when it is None. `read` takes page size and token."""
    if limit is not None:
        check_count(limit)
    items: list[T] = []
    token: str | None = None
    while limit is None or len(items) < limit:
        page = read(page_size if limit is None else min(page_size, limit - len(items)), token)
        items.extend(page.items)
        token = page.next_token
        if token is None:
            break
    return items


def check_count(max_results: SupportsIndex) -> int:
    """Return a wanted number of results, or raise: a whole number of at least 1."""
    if isinstance(max_results, bool) or not isinstance(max_results, int) or max_results < 1:
        raise InvalidValue(f"Invalid max_results {shown(max_results)}. Give a whole number of at least 1.")
    return max_results
