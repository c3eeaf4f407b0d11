import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, insert, select

from barograph.errors import Unavailable
from barograph.model import Metric, NewRun
from barograph.store.sql import schema
from barograph.store.sql.store import SqlStore
from barograph.store.sql.writer import Writer


def storing(text: str) -> Callable[[Connection], int]:
    return lambda connection: len(connection.execute(insert(schema.name).values(text=text)).inserted_primary_key or ())


def rolling_back(connection: Connection) -> None:
    """What SQLite itself does to the whole transaction when, for one, the disk is full."""
    connection.exec_driver_sql("ROLLBACK")
    raise LookupError("rolled back")


def stored(store: SqlStore) -> set[str]:
    with store._database.read() as connection:
        return set(connection.execute(select(schema.name.c.text)).scalars())


def test_a_failing_job_leaves_the_others_of_its_group_alone(sql_store: SqlStore) -> None:
    """The first job holds the writer until all others wait, so that these are committed as one group."""
    all_wait, started = threading.Event(), threading.Event()
    writer = Writer(sql_store._database.engine)

    def hold(_: Connection) -> None:
        started.set()
        assert all_wait.wait(30)

    def fail(connection: Connection) -> None:
        connection.execute(insert(schema.name).values(text="never"))
        raise LookupError("of this job alone")

    first = writer.submit(hold)
    assert started.wait(30)
    good = [writer.submit(storing(f"good-{i}")) for i in range(20)]
    bad = writer.submit(fail)
    twice = [writer.submit(storing("twice")) for _ in range(2)]
    all_wait.set()
    first.result()
    assert [future.result() for future in good] == [1] * 20
    with pytest.raises(LookupError, match="of this job alone"):
        bad.result()
    assert twice[0].result() == 1
    assert twice[1].exception() is not None
    writer.close()
    assert stored(sql_store) >= {f"good-{i}" for i in range(20)} | {"twice"}
    assert "never" not in stored(sql_store)


def test_a_job_that_breaks_the_transaction_costs_the_others_nothing(sql_store: SqlStore) -> None:
    all_wait, started = threading.Event(), threading.Event()
    writer = Writer(sql_store._database.engine)

    def hold(_: Connection) -> None:
        started.set()
        assert all_wait.wait(30)

    writer.submit(hold)
    assert started.wait(30)
    before = writer.submit(storing("before"))
    breaking = writer.submit(rolling_back)
    after = writer.submit(storing("after"))
    all_wait.set()
    assert (before.result(), after.result()) == (1, 1)
    with pytest.raises(LookupError, match="rolled back"):
        breaking.result()
    writer.close()
    assert stored(sql_store) >= {"before", "after"}


def test_closing_finishes_what_was_submitted(sql_store: SqlStore) -> None:
    writer = Writer(sql_store._database.engine)
    futures = [writer.submit(storing(f"n{i}")) for i in range(50)]
    writer.close()
    assert all(future.done() for future in futures)
    with pytest.raises(Unavailable, match="closed"):
        writer.submit(storing("late"))
    writer.close()


def test_threads_lose_nothing(sql_store: SqlStore) -> None:
    run_id = sql_store.create_run(NewRun(experiment_id="0")).info.run_id

    def log(thread: int) -> None:
        for step in range(50):
            point = Metric(key="shared", value=float(thread), timestamp_ms=step, step=step)
            sql_store.log_batch(run_id, metrics=[point], params={f"p{thread}-{step}": "x"}, tags={"last": str(thread)})

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(log, range(8)))
    run = sql_store.get_run(run_id)
    assert len(run.params) == 400
    assert len(sql_store.metric_history(run_id, "shared").items) == 400
    with sql_store._database.read() as connection:
        assert connection.execute(select(func.sum(schema.chunk.c.point_count))).scalar_one() == 400


def test_a_closed_store_says_so(url: str) -> None:
    store = SqlStore(url, artifact_root="a")
    store.close()
    store.close()
    for call in (lambda: store.create_experiment("late"), lambda: store.get_experiment("0")):
        with pytest.raises(Unavailable, match="closed"):
            call()


def test_nothing_is_left_beside_a_closed_file(url: str, tmp_path: Path) -> None:
    store = SqlStore(url, artifact_root="a")
    store.create_experiment("e")
    store.close()
    assert [path.name for path in tmp_path.iterdir()] == ["store.db"]
