"""Params and tags: one text per owner and numbered key."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select

from barograph.model.number_text import as_number
from barograph.store.sql.rows import plain
from barograph.store.sql.schema import TEXT_PREFIX
from barograph.store.sql.upsert import insert_or_replace

IDS_PER_SELECT = 1000


class KeyedTexts:
    """Reads and writes of one key-value table."""

    def __init__(self, table: Table, owner: str) -> None:
        self._table = table
        self._owner = owner
        owner_column = table.c[owner]
        value = func.coalesce(table.c.long_text, table.c.text)
        columns = select(owner_column, table.c.key_id, value)
        self._of_owners = columns.where(owner_column.in_(bindparam("owners", expanding=True)))
        self._of_keys = select(table.c.key_id, value).where(
            owner_column == bindparam("owner"), table.c.key_id.in_(bindparam("keys", expanding=True))
        )
        self._delete = delete(table).where(owner_column == bindparam("owner"), table.c.key_id == bindparam("key"))

    def of_owners(self, connection: Connection, owners: Sequence[int]) -> Sequence[tuple[Any, ...]]:
        """(owner, key, value) of everything that at most `IDS_PER_SELECT` owners have, by owner and key."""
        return plain(connection.execute(self._of_owners, {"owners": owners}))

    def of_keys(self, connection: Connection, owner: int, keys: Sequence[int]) -> dict[int, str]:
        """Value of each of the keys that the owner has."""
        if not keys:
            return {}
        return dict(connection.execute(self._of_keys, {"owner": owner, "keys": keys}).all())

    def add(self, connection: Connection, owner: int, values: Mapping[int, str]) -> None:
        """Insert keys that the owner does not have."""
        if values:
            connection.execute(insert(self._table), self._rows(owner, values))

    def put(self, connection: Connection, owner: int, values: Mapping[int, str]) -> None:
        """Insert or replace."""
        if values:
            statement = insert_or_replace(connection, self._table, (self._owner, "key_id"), ("text", "long_text", "number"))
            connection.execute(statement, self._rows(owner, values))

    def delete(self, connection: Connection, owner: int, key: int) -> bool:
        """Remove a key; whether it was there."""
        return connection.execute(self._delete, {"owner": owner, "key": key}).rowcount > 0

    def _rows(self, owner: int, values: Mapping[int, str]) -> list[dict[str, Any]]:
        return [
            {
                self._owner: owner,
                "key_id": key,
                "text": value[:TEXT_PREFIX],
                "long_text": value if len(value) > TEXT_PREFIX else None,
                "number": as_number(value),
            }
            for key, value in values.items()
        ]
