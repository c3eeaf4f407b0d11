"""Writes from an event loop: what becomes of them where the database is free, taken, slow, or refuses one of them."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select, text

from barograph.errors import InvalidValue, RunNotFound
from barograph.model import Metric, NewRun, RunStatus
from barograph.store.base import LoopRunStore
from barograph.store.sql import loop_writer, schema
from barograph.store.sql.sqlite_driver import driver as sqlite
from barograph.store.sql.store import SqlStore


def storing(name: str, threads: list[str]) -> Callable[[Connection], str]:
    def job(connection: Connection) -> str:
        threads.append(threading.current_thread().name)
        connection.execute(insert(schema.name).values(text=name))
        return name

    return job


def failing(connection: Connection) -> None:
    connection.execute(insert(schema.name).values(text="never"))
    raise LookupError("of this job alone")


def names(store: SqlStore) -> set[str]:
    with store._database.read() as connection:
        return set(connection.execute(select(schema.name.c.text)).scalars())


def test_what_comes_in_one_turn_is_committed_together_and_a_failure_is_its_own(sql_store: SqlStore) -> None:
    transactions: list[object] = []

    def counting(connection: Connection) -> None:
        transactions.append(connection.get_transaction())

    async def all_at_once() -> list[object]:
        threads: list[str] = []
        write = sql_store._database.write_soon
        return await asyncio.gather(
            write(storing("a", threads)),
            write(counting),
            write(failing),
            write(counting),
            write(storing("b", threads)),
            return_exceptions=True,
        )

    outcomes = asyncio.run(all_at_once())
    assert [outcomes[0], outcomes[4]] == ["a", "b"]
    assert isinstance(outcomes[2], LookupError)
    if sql_store._database.engine.dialect.name == "sqlite":  # on a server it depends on when its thread looks
        assert transactions[0] is transactions[1]
    assert names(sql_store) >= {"a", "b"}
    assert "never" not in names(sql_store)


def test_a_lock_that_another_process_holds_keeps_no_loop_waiting(url: str, tmp_path: Path) -> None:
    store = SqlStore(url, artifact_root="a")
    other = sqlite.connect(tmp_path / "store.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    threads: list[str] = []

    async def write_while_taken() -> bool:
        written = asyncio.ensure_future(store._database.write_soon(storing("late", threads)))
        for _ in range(3):
            await asyncio.sleep(0)  # the loop goes round while the lock is held
        waited = not written.done()
        other.execute("ROLLBACK")
        await written
        return waited

    assert asyncio.run(write_while_taken())
    assert threads == ["barograph-writer"]
    assert "late" in names(store)
    other.close()
    store.close()


def test_after_a_slow_commit_the_thread_takes_over(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = SqlStore(url, artifact_root="a")
    monkeypatch.setattr(loop_writer, "_SLOW_S", -1.0)
    monkeypatch.setattr(loop_writer, "_PAUSES", 1e9)
    threads: list[str] = []

    async def one_after_the_other() -> None:
        for name in ("first", "second"):
            await store._database.write_soon(storing(name, threads))

    asyncio.run(one_after_the_other())
    assert threads == ["MainThread", "barograph-writer"]
    store.close()


def test_runs_are_made_on_a_loop_as_elsewhere(sql_store: SqlStore) -> None:
    assert isinstance(sql_store, LoopRunStore)

    async def life() -> str:
        run = await sql_store.create_run_soon(NewRun(experiment_id="0", name="looped", tags={"new key": "x"}))
        run_id = run.info.run_id
        points = [Metric(key="fresh loss", value=0.5, timestamp_ms=7, step=1)]
        await sql_store.log_batch_soon(run_id, metrics=points, params={"fresh param": "1"}, tags={"fresh tag": "t"})
        await sql_store.update_run_soon(run_id, status=RunStatus.FINISHED, end_time_ms=9, name="renamed")
        with pytest.raises(InvalidValue):
            await sql_store.log_batch_soon(run_id, params={"": "1"})
        with pytest.raises(RunNotFound):
            await sql_store.update_run_soon("0" * 32, status=RunStatus.FINISHED)
        return run_id

    run = sql_store.get_run(asyncio.run(life()))
    assert run.info.name == "renamed"
    assert run.info.status is RunStatus.FINISHED
    assert run.metrics == (Metric(key="fresh loss", value=0.5, timestamp_ms=7, step=1),)
    assert (run.params, run.tags["fresh tag"]) == ({"fresh param": "1"}, "t")


def test_a_write_that_nobody_waits_for_any_more_disturbs_no_other(sql_store: SqlStore) -> None:
    async def cancel_one() -> None:
        threads: list[str] = []
        given_up = asyncio.ensure_future(sql_store._database.write_soon(storing("given up", threads)))
        kept = asyncio.ensure_future(sql_store._database.write_soon(storing("kept", threads)))
        await asyncio.sleep(0)
        given_up.cancel()
        assert await kept == "kept"

    asyncio.run(cancel_one())
    assert "kept" in names(sql_store)


def test_errors_of_the_driver_are_told_as_ours(sql_store: SqlStore) -> None:
    async def overflow() -> None:
        await sql_store._database.write_soon(lambda connection: connection.execute(text("INSERT INTO name (id) VALUES (:x)"), {"x": 2**70}))

    with pytest.raises(InvalidValue, match="64 bits"):
        asyncio.run(overflow())
