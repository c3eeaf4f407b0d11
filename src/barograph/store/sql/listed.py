"""Conditions on long lists of ids or texts: one parameter however long the list, where IN would have one for each."""

from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import ARRAY, BigInteger, ColumnElement, Dialect, Text, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NULLTYPE, TypeDecorator, TypeEngine

T = TypeVar("T", int, str)


class _List(TypeDecorator[Sequence[Any]]):
    """An array in PostgreSQL, a JSON text in SQLite."""

    impl = Text
    cache_ok = True

    def __init__(self, *, texts: bool) -> None:
        super().__init__()
        self.texts = texts

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(ARRAY(Text() if self.texts else BigInteger()))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> Any:
        return list(value or ()) if dialect.name == "postgresql" else msgspec.json.encode(value).decode()


class _Listed(FunctionElement[bool]):
    """Whether a column's value is in a list."""

    inherit_cache = True
    type: TypeEngine[Any] = NULLTYPE  # to a Boolean SQLAlchemy appends `= 1` for SQLite, which then uses no index


@compiles(_Listed)
def _in_json(element: _Listed, compiler: SQLCompiler, **keywords: Any) -> str:
    column, values = (compiler.process(part, **keywords) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608  # both are compiled expressions, values a parameter


@compiles(_Listed, "postgresql")
def _in_array(element: _Listed, compiler: SQLCompiler, **keywords: Any) -> str:
    column, values = (compiler.process(part, **keywords) for part in element.clauses)
    return f"{column} = ANY ({values})"


def listed(column: ColumnElement[T], values: Sequence[T]) -> ColumnElement[bool]:
    """The condition that a column's value is one of these."""
    return _Listed(column, literal(values, _List(texts=bool(values) and isinstance(values[0], str))))
