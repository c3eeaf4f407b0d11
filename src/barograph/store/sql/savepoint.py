"""A part of a transaction that can be undone alone."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

from barograph.store.sql.prepared import Prepared

_SAVE, _UNDO, _KEEP = Prepared(text("SAVEPOINT part")), Prepared(text("ROLLBACK TO part")), Prepared(text("RELEASE part"))


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """Undo what the block has done if it raises, and leave the transaction as it was; on PostgreSQL it could not go on otherwise."""
    _SAVE.run(connection)
    try:
        yield
    except Exception:
        _UNDO.run(connection)
        _KEEP.run(connection)
        raise
    _KEEP.run(connection)
