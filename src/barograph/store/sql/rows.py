"""Rows of statements whose columns the type checker need not follow."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlalchemy import CursorResult, Result, Row

AnyRow: TypeAlias = Row[*tuple[Any, ...]]


def plain(result: Result[*tuple[Any, ...]]) -> Sequence[tuple[Any, ...]]:
    """All rows as the driver's own tuples, for reads of thousands of integers and texts: wrapping each row costs as much as reading it."""
    if not isinstance(result, CursorResult) or result.cursor is None:
        return result.all()
    rows: Sequence[tuple[Any, ...]] = result.cursor.fetchall()
    result.close()
    return rows
