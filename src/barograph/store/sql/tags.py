"""Tags of the smaller aggregates: one text per owner and key, both as they are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Table, bindparam, delete, select

from barograph.store.sql.keyed_texts import IDS_PER_SELECT
from barograph.store.sql.upsert import insert_or_replace


class Tags:
    """Reads and writes of one tag table."""

    def __init__(self, table: Table, owner: str) -> None:
        self._table = table
        self._owner = owner
        owner_column = table.c[owner]
        self._of_owners = select(owner_column, table.c.key, table.c.value).where(owner_column.in_(bindparam("owners", expanding=True)))
        self._delete = delete(table).where(owner_column == bindparam("owner"), table.c.key == bindparam("tag"))

    def of_owners(self, connection: Connection, owners: Sequence[int]) -> dict[int, dict[str, str]]:
        """Tags of each owner, by key; owners without tags have an empty mapping."""
        found: dict[int, dict[str, str]] = defaultdict(dict)
        for start in range(0, len(owners), IDS_PER_SELECT):
            rows = connection.execute(self._of_owners, {"owners": owners[start : start + IDS_PER_SELECT]})
            for owner, key, value in rows:
                found[owner][key] = value
        return found

    def put(self, connection: Connection, owner: int, tags: Mapping[str, str]) -> None:
        """Insert or replace."""
        if tags:
            statement = insert_or_replace(connection, self._table, (self._owner, "key"), ("value",))
            connection.execute(statement, [{self._owner: owner, "key": key, "value": value} for key, value in tags.items()])

    def delete(self, connection: Connection, owner: int, key: str) -> bool:
        """Remove a tag; whether it was there."""
        return connection.execute(self._delete, {"owner": owner, "tag": key}).rowcount > 0
