"""Params and tags: one text per owner and numbered key."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, delete, func, insert, select

from barograph.model.number_text import as_number
from barograph.store.sql.columns import TEXT_PREFIX
from barograph.store.sql.prepared import Prepared, PreparedList, listed
from barograph.store.sql.rows import plain
from barograph.store.sql.upsert import insert_or_replace

IDS_PER_SELECT = 1000


class KeyedTexts:
    """Reads and writes of one key-value table."""

    def __init__(self, table: Table, owner: str) -> None:
        owner_column = table.c[owner]
        value = func.coalesce(table.c.long_text, table.c.text)
        columns = select(owner_column, table.c.key_id, value)
        self._of_owners = columns.where(owner_column.in_(bindparam("owners", expanding=True)))
        names = (owner, "key_id", "text", "long_text", "number")
        self._add = Prepared(insert(table).inline(), *names)
        self._put = Prepared(lambda connection: insert_or_replace(connection, table, names[:2], names[2:]).inline(), *names)
        self._delete = Prepared(delete(table).where(owner_column == bindparam("owner"), table.c.key_id == bindparam("key")), "owner", "key")

        def of_some(length: int) -> Select[int, str]:
            return select(table.c.key_id, value).where(owner_column == bindparam("owner"), table.c.key_id.in_(listed(length)))

        self._of_keys = PreparedList(of_some, "owner")

    def of_owners(self, connection: Connection, owners: Sequence[int]) -> Sequence[tuple[Any, ...]]:
        """(owner, key, value) of everything that at most `IDS_PER_SELECT` owners have, by owner and key."""
        return plain(connection.execute(self._of_owners, {"owners": owners}))

    def of_keys(self, connection: Connection, owner: int, keys: Sequence[int]) -> dict[int, str]:
        """Value of each of the keys that the owner has."""
        return dict(self._of_keys.all(connection, owner, keys))

    def add(self, connection: Connection, owner: int, values: Mapping[int, str]) -> None:
        """Insert keys that the owner does not have."""
        if values:
            self._add.many(connection, _rows(owner, values))

    def put(self, connection: Connection, owner: int, values: Mapping[int, str]) -> None:
        """Insert or replace."""
        if values:
            self._put.many(connection, _rows(owner, values))

    def delete(self, connection: Connection, owner: int, key: int) -> bool:
        """Remove a key; whether it was there."""
        return self._delete.run(connection, owner, key) > 0


def _rows(owner: int, values: Mapping[int, str]) -> list[tuple[Any, ...]]:
    return [
        (owner, key, value, None, as_number(value)) if len(value) <= TEXT_PREFIX else (owner, key, value[:TEXT_PREFIX], value, None)
        for key, value in values.items()
    ]
