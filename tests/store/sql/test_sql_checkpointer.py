"""What an event loop commits to a SQLite file comes from the log into the file without a commit that waits for it."""

import asyncio
import struct
import threading
import time
from pathlib import Path

from barograph.model import NewRun
from barograph.store.sql.store import SqlStore

COPIED_AT = 96
"""Where the index of the log says how many of its frames were copied: https://www.sqlite.org/walformat.html, nBackfill."""
FRAMES_AT = 16


def frames(database: Path) -> tuple[int, int]:
    """How many the log has, and how many of them are in the database file."""
    index = database.with_name(database.name + "-shm").read_bytes()
    return struct.unpack_from("=I", index, FRAMES_AT)[0], struct.unpack_from("=I", index, COPIED_AT)[0]


def test_a_thread_copies_what_was_committed(tmp_path: Path) -> None:
    database = tmp_path / "store.db"
    store = SqlStore(f"sqlite:///{database}", artifact_root="a")
    try:
        run = store.create_run(NewRun(experiment_id=store.create_experiment("e"))).info.run_id
        asyncio.run(store.log_batch_soon(run, params={f"p{number}": "v" for number in range(100)}))
        deadline = time.monotonic() + 30
        while (seen := frames(database))[0] != seen[1] and time.monotonic() < deadline:
            time.sleep(0.02)
        assert seen[0] == seen[1]
    finally:
        store.close()
    assert "barograph-checkpointer" not in {thread.name for thread in threading.enumerate()}


def test_without_it_a_small_log_is_not_copied(tmp_path: Path) -> None:
    database = tmp_path / "store.db"
    store = SqlStore(f"sqlite:///{database}", artifact_root="a")
    try:
        store.create_run(NewRun(experiment_id=store.create_experiment("e")))
        time.sleep(0.5)
        assert frames(database)[1] == 0 < frames(database)[0]
    finally:
        store.close()
