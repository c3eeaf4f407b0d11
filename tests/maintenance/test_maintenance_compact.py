"""Compaction keeps every point, beside writers too, and vacuum gives space back."""

from threading import Event, Thread

from barograph.maintenance.check import check_store
from barograph.maintenance.compact import compact, in_pieces
from barograph.maintenance.database import existing
from barograph.maintenance.vacuum import vacuum
from barograph.model import Metric, NewRun
from barograph.store.opening import open_store
from maintained_stores import contents, execute, filled, queried


def test_small_chunks_become_one_and_nothing_changes(uri: str) -> None:
    filled(uri)
    before = contents(uri)
    with existing(uri) as database:
        done = compact(database)
        assert done.chunks_before > done.chunks_after == done.series > 0
        assert done.bytes_after < done.bytes_before
        assert compact(database).series == 0
        assert list(check_store(database)) == []
    assert contents(uri) == before
    assert queried(uri, "SELECT count(*) FROM chunk GROUP BY series_id HAVING count(*) > 1") == []


def test_repeats_are_dropped_and_no_longer_counted(uri: str) -> None:
    store = open_store(uri, artifact_root="a")
    run_id = store.create_run(NewRun(experiment_id="0")).info.run_id
    for _ in range(5):
        store.log_batch(run_id, metrics=[Metric(key="k", value=float("nan"), timestamp_ms=1), Metric(key="k", value=2, timestamp_ms=2)])
    store.close()
    with existing(uri) as database:
        compact(database)
        assert list(check_store(database)) == []
    assert queried(uri, "SELECT point_count FROM series") == [(2,)]


def test_writers_go_on_meanwhile_and_lose_nothing(uri: str) -> None:
    store = open_store(uri, artifact_root="a")
    runs = [store.create_run(NewRun(experiment_id="0")).info.run_id for _ in range(4)]
    enough, counts = Event(), dict.fromkeys(runs, 0)

    def write(run_id: str) -> None:
        while not enough.is_set() or counts[run_id] < 50:
            step = counts[run_id]
            store.log_batch(run_id, metrics=[Metric(key="k", value=step, timestamp_ms=step, step=step)])
            counts[run_id] += 1

    writers = [Thread(target=write, args=(run_id,)) for run_id in runs]
    for writer in writers:
        writer.start()
    with existing(uri) as database:
        for _ in range(20):
            compact(database)
        enough.set()
        for writer in writers:
            writer.join()
        compact(database)
        assert in_pieces(database, 0, 1_000) == {}
        assert list(check_store(database)) == []
    for run_id, count in counts.items():
        assert [metric.step for metric in store.metric_history(run_id, "k").items] == list(range(count))
    store.close()


def test_vacuum_gives_space_back(uri: str) -> None:
    filled(uri)
    store = open_store(uri)
    run_id = store.create_run(NewRun(experiment_id="0")).info.run_id
    for batch in range(15):
        points = [Metric(key="k", value=i * 0.3, timestamp_ms=batch, step=i) for i in range(1_000)]
        store.log_batch(run_id, metrics=points)
    store.close()
    size = "SELECT pg_total_relation_size('chunk')" if uri.startswith("postgresql") else "SELECT page_count FROM pragma_page_count"
    (before,) = queried(uri, size)
    execute(uri, "DELETE FROM chunk")
    with existing(uri) as database:
        done = vacuum(database.engine)
    assert done.bytes_before > 0 < done.bytes_after
    assert queried(uri, size) < [before]
