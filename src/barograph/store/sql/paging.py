"""Pages of a select: limit, offset and the token of the next page."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import Select

from barograph.errors import InvalidValue, shown
from barograph.model import Query
from barograph.store.query.page_token import decode, encode, start_of

T = TypeVar("T")


class Window:
    """The part of a search's results that a query asks for. `digest` ties tokens to their query where it is not empty."""

    def __init__(self, max_results: int | None, page_token: str | None, *, default: int, limit: int, digest: str = "") -> None:
        size = default if max_results is None else max_results
        if not isinstance(size, int) or not 1 <= size <= limit:
            raise InvalidValue(f"Invalid value {shown(max_results)} for max_results. It must be a whole number from 1 to {limit}.")
        self.size = size
        self._digest = digest
        self.offset = decode(page_token, digest)

    @classmethod
    def of(cls, query: Query, *, default: int, limit: int, digest: str = "") -> "Window":
        """The window that a query asks for."""
        return cls(query.max_results, query.page_token, default=default, limit=limit, digest=digest)

    @classmethod
    def at(cls, max_results: int | None, page_token: str | None, offset: int | None, *, default: int, limit: int) -> "Window":
        """The window of a query that may say by an offset where it begins."""
        window = cls(max_results, None, default=default, limit=limit)
        window.offset = start_of(page_token, offset)
        return window

    def applied(self, statement: Select[T]) -> Select[T]:
        """The statement narrowed to the page, and one row more to tell whether another follows."""
        return statement.limit(self.size + 1).offset(self.offset)

    def cut(self, rows: Sequence[T]) -> tuple[Sequence[T], str | None]:
        """The page's rows and the token of the next page."""
        if len(rows) <= self.size:
            return rows, None
        return rows[: self.size], encode(self.offset + self.size, self._digest)

    def part(self, total: int) -> tuple[slice, str | None]:
        """Where the page lies in a list of `total` items, and the token of the next page."""
        end = self.offset + self.size
        return slice(self.offset, end), encode(end, self._digest) if end < total else None
