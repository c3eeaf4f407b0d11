"""Names of keys as integers, remembered per process. A name once stored never changes its number."""

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, select

from barograph.store.sql import schema
from barograph.store.sql.upsert import insert_or_ignore

if TYPE_CHECKING:
    from barograph.store.sql.database import Database

_MAX_REMEMBERED = 1_000_000
_BY_TEXT = select(schema.name.c.id, schema.name.c.text).where(schema.name.c.text.in_(bindparam("texts", expanding=True)))
_BY_ID = select(schema.name.c.id, schema.name.c.text).where(schema.name.c.id.in_(bindparam("ids", expanding=True)))


class Names:
    """The `name` table and what of it was seen."""

    def __init__(self, database: "Database") -> None:
        self._database = database
        self._id_of: dict[str, int] = {}
        self._text_of: dict[int, str] = {}

    def numbered(self, texts: Iterable[str]) -> dict[str, int]:
        """Number of each name; new names are stored first, in a commit of their own."""
        wanted = list(dict.fromkeys(texts))
        found = self.known(wanted)
        missing = [text for text in wanted if text not in found]
        if missing:
            self._database.write(_storing(missing))
            found = self.known(wanted)
        return found

    def remembered(self, texts: Iterable[str]) -> dict[str, int] | None:
        """Number of each name, without a look at the database; None if that cannot be."""
        numbers = {text: self._id_of.get(text) for text in texts}
        return None if None in numbers.values() else {text: number for text, number in numbers.items() if number is not None}

    async def numbered_soon(self, texts: Collection[str]) -> dict[str, int]:
        """As `numbered`, on an event loop."""
        found = self.remembered(texts)
        if found is None:
            import asyncio  # there already, where a loop runs

            found = await asyncio.to_thread(self.numbered, texts)
        return found

    def known(self, texts: Collection[str]) -> dict[str, int]:
        """Number of each name that is stored."""
        unseen = [text for text in texts if text not in self._id_of]
        fetched: dict[str, int] = {}
        if unseen:
            with self._database.read() as connection:
                fetched = {text: number for number, text in connection.execute(_BY_TEXT, {"texts": unseen})}
            self._remember(fetched)
        return {text: number for text in texts if (number := self._id_of.get(text, fetched.get(text))) is not None}

    def texts(self, connection: Connection, numbers: Collection[int]) -> dict[int, str]:
        """Name of each number."""
        seen = self._text_of
        unseen = [number for number in numbers if number not in seen]
        if not unseen:
            return seen
        fetched: dict[str, int] = {}
        for start in range(0, len(unseen), 1000):
            rows = connection.execute(_BY_ID, {"ids": unseen[start : start + 1000]})
            fetched |= {text: number for number, text in rows}
        self._remember(fetched)
        return seen | {number: text for text, number in fetched.items()}

    def _remember(self, fetched: dict[str, int]) -> None:
        if len(self._id_of) > _MAX_REMEMBERED:
            self._id_of = {}
            self._text_of = {}
        self._id_of.update(fetched)
        self._text_of.update({number: text for text, number in fetched.items()})


def _storing(texts: list[str]) -> Callable[[Connection], None]:
    def job(connection: Connection) -> None:
        connection.execute(insert_or_ignore(connection, schema.name, "text"), [{"text": text} for text in texts])

    return job
