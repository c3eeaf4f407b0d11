"""The thread that copies what SQLite's write-ahead log holds into the database file, so that commits seldom wait for it."""

import threading

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

_GATHER_S = 0.2
"""Pages that are written again and again in this time are copied once."""


class Checkpointer:
    """Starts its thread with the first commit, and copies while there are commits.

    Copying keeps nobody from reading or writing. A connection whose log grows beyond its `wal_autocheckpoint` all the same copies the rest
    itself, which also is what happens where this fails.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread: threading.Thread | None = None
        self._wake = threading.Event()
        self._stop = threading.Event()

    def note(self) -> None:
        """Something was committed. To be called by one thread."""
        if self._wake.is_set():
            return
        self._wake.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="barograph-checkpointer", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Stop after the present copy."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        while True:
            self._wake.wait()
            if self._stop.wait(_GATHER_S):
                return
            self._wake.clear()
            try:
                with self._engine.connect() as connection:
                    _copy(connection)
            except SQLAlchemyError:  # a full disk, say: the next commits meet it, and tell
                continue


def _copy(connection: Connection) -> None:
    driver = connection.connection.dbapi_connection
    if driver is not None:
        driver.execute("PRAGMA wal_checkpoint(PASSIVE)").close()
