"""A part of a transaction that can be undone alone."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from barograph.store.sql.prepared import Prepared

_SAVE, _UNDO, _KEEP = Prepared(text("SAVEPOINT part")), Prepared(text("ROLLBACK TO part")), Prepared(text("RELEASE part"))


class TransactionLost(Exception):
    """The database has undone the whole transaction, or the connection is gone. The cause is what the block raised."""


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """Undo what the block has done if it raises, and leave the transaction as it was, or raise `TransactionLost`."""
    _SAVE.run(connection)
    try:
        yield
    except TransactionLost:
        raise
    except Exception as error:
        try:
            _UNDO.run(connection)
            _KEEP.run(connection)
        except SQLAlchemyError:
            raise TransactionLost from error
        raise
    _KEEP.run(connection)
