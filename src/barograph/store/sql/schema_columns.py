"""Columns that tables are made of, and what their constraints are called."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, MetaData, String, Text
from sqlalchemy.types import TypeEngine

TEXT_PREFIX = 200

_NAMES = {kind: f"{kind}_%(table_name)s_%(column_0_N_name)s" for kind in ("ix", "uq", "fk")} | {"pk": "pk_%(table_name)s"}
metadata = MetaData(naming_convention=_NAMES)

RowId: TypeEngine[int] = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER names SQLite's row id
AnyText: TypeEngine[str] = Text().with_variant(Text(collation="C"), "postgresql")
PrefixText: TypeEngine[str] = String(TEXT_PREFIX).with_variant(String(TEXT_PREFIX, collation="C"), "postgresql")


def text_column(name: str, *, unique: bool | None = None) -> Column[str]:
    """A text that is always there."""
    return Column(name, AnyText, nullable=False, unique=unique)


def optional_column(name: str) -> Column[str]:
    """A text that may be absent."""
    return Column(name, AnyText, nullable=True)


def number_column(name: str) -> Column[int]:
    """A whole number that is always there."""
    return Column(name, BigInteger, nullable=False)


def owner_column(table: str, *, name: str | None = None, key: bool = False, index: bool = False) -> Column[int]:
    """The row of another table that this one goes with."""
    target = ForeignKey(f"{table}.id", ondelete="CASCADE")
    return Column(name or f"{table}_id", RowId, target, primary_key=key, autoincrement=False, nullable=False, index=index or None)


def key_column(*, primary_key: bool = False) -> Column[int]:
    """The number of a key's name."""
    return Column("key_id", RowId, ForeignKey("name.id"), primary_key=primary_key, autoincrement=False, nullable=False)
