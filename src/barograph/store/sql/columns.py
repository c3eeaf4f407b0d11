"""What columns of the tables are made of: types, keys, names of constraints."""

from sqlalchemy import BigInteger, Column, Double, ForeignKey, Index, Integer, MetaData, String, Table, Text
from sqlalchemy.types import TypeEngine

TEXT_PREFIX = 200
"""Characters of a text of params and tags that stand where they are indexed."""

_NAMES = {kind: f"{kind}_%(table_name)s_%(column_0_N_name)s" for kind in ("ix", "uq", "fk")} | {"pk": "pk_%(table_name)s"}
metadata = MetaData(naming_convention=_NAMES)

Id: TypeEngine[int] = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER names SQLite's row id
TextType: TypeEngine[str] = Text().with_variant(Text(collation="C"), "postgresql")
Prefix: TypeEngine[str] = String(TEXT_PREFIX).with_variant(String(TEXT_PREFIX, collation="C"), "postgresql")


def text_column(name: str, *, unique: bool | None = None) -> Column[str]:
    """A text that is always there."""
    return Column(name, TextType, nullable=False, unique=unique)


def optional_text(name: str) -> Column[str]:
    """A text, or NULL."""
    return Column(name, TextType, nullable=True)


def number_column(name: str) -> Column[int]:
    """A whole number of 64 bits that is always there."""
    return Column(name, BigInteger, nullable=False)


def owner_column(table: str, *, name: str | None = None, key: bool = False, index: bool = False) -> Column[int]:
    """The row of another table that this one belongs to, and goes with."""
    target = ForeignKey(f"{table}.id", ondelete="CASCADE")
    return Column(name or f"{table}_id", Id, target, primary_key=key, autoincrement=False, nullable=False, index=index or None)


def key_column(*, primary_key: bool = False) -> Column[int]:
    """A numbered name."""
    return Column("key_id", Id, ForeignKey("name.id"), primary_key=primary_key, autoincrement=False, nullable=False)


def keyed_texts(table_name: str, owner: str) -> Table:
    """A table of one text per (owner, key). `number` is what the text says, where it is a finite number."""
    table = Table(
        table_name,
        metadata,
        owner_column(owner, key=True),
        key_column(primary_key=True),
        Column("text", Prefix, nullable=False),
        optional_text("long_text"),
        Column("number", Double),
        sqlite_with_rowid=False,
    )
    Index(f"ix_{table_name}_key_id_text", table.c.key_id, table.c.text, table.c[f"{owner}_id"])
    return table
