"""Threads and processes that write to one PostgreSQL database at the same time: nothing lost, doubled or stuck."""

import subprocess
import sys
import textwrap
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from sqlalchemy import func, select

from barograph.model import Logged, Metric, NewRun, Parcel, Query
from barograph.store.remote import RemoteStore
from barograph.store.sql import schema
from barograph.store.sql.store import SqlStore
from barograph.testing.server import running_server
from postgresql_server import PostgresqlServer

THREADS, BATCHES, PROCESSES = 4, 20, 3

WORK = textwrap.dedent(f"""
    import random, sys
    from concurrent.futures import ThreadPoolExecutor
    from barograph.errors import ExperimentExists
    from barograph.model import Dataset, DatasetInput, Metric, NewModelVersion
    from barograph.store.sql.store import SqlStore

    url, who, *runs = sys.argv[1:]
    who = int(who)
    store = SqlStore(url, artifact_root="a")
    print("ready", flush=True)
    sys.stdin.readline()

    def work(thread):
        mixed = random.Random(who * 100 + thread)
        for batch in range({BATCHES}):
            step = (who * {THREADS} + thread) * {BATCHES} + batch
            for run_id in mixed.sample(runs, len(runs)):
                points = [Metric(key=key, value=float(step), timestamp_ms=step, step=step) for key in mixed.sample(["a", "b", "c"], 3)]
                store.log_batch(run_id, metrics=points, params={{f"p{{step}}": str(step)}}, tags={{"last": str(step)}})
            try:
                store.create_experiment(f"shared-{{batch}}")
            except ExperimentExists:
                pass
            store.log_inputs(runs[0], datasets=[DatasetInput(dataset=Dataset(name=f"d{{batch}}", digest="1", source_type="s", source="s"))])
            store.create_model_version(NewModelVersion(name="m", source="s3://b/x"))

    with ThreadPoolExecutor({THREADS}) as threads:
        list(threads.map(work, range({THREADS})))
    store.close()
""")


def run_workers(url: str, runs: Sequence[str]) -> None:
    """Processes that open the store at the same time, wait for each other, and write."""
    workers = [
        subprocess.Popen([sys.executable, "-c", WORK, url, str(who), *runs], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for who in range(PROCESSES)
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        assert worker.stdin is not None
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    for worker in workers:
        worker.communicate(timeout=240)
    assert [worker.returncode for worker in workers] == [0] * PROCESSES


def test_processes_write_the_same_series_at_once(postgresql: PostgresqlServer) -> None:
    url = postgresql.new_database()
    store = SqlStore(url, artifact_root="a")
    runs = [store.create_run(NewRun(experiment_id="0")).info.run_id for _ in range(3)]
    store.create_registered_model("m")
    run_workers(url, runs)
    total = PROCESSES * THREADS * BATCHES
    for run_id in runs:
        run = store.get_run(run_id)
        assert run.params == {f"p{step}": str(step) for step in range(total)}
        assert {metric.key: (metric.step, metric.value) for metric in run.metrics} == dict.fromkeys("abc", (total - 1, float(total - 1)))
        for key in "abc":
            history = store.metric_history(run_id, key).items
            assert [(metric.step, metric.value) for metric in history] == [(step, float(step)) for step in range(total)]
    with store._database.read() as connection:
        assert connection.execute(select(func.sum(schema.chunk.c.point_count))).scalar_one() == 9 * total
        assert set(connection.execute(select(schema.series.c.point_count)).scalars()) == {total}
        assert set(connection.execute(select(schema.series.c.next_sequence)).scalars()) == {total}
    names = [found.name for found in store.search_experiments(Query()).items]
    assert sorted(names) == sorted(["Default", *(f"shared-{batch}" for batch in range(BATCHES))])
    assert len(store.get_run(runs[0]).dataset_inputs) == BATCHES
    versions = store.search_model_versions(Query(filter="name = 'm'", max_results=1000)).items
    assert sorted(found.version for found in versions) == list(range(1, total + 1))
    store.close()


def test_processes_make_the_schema_at_once(postgresql: PostgresqlServer) -> None:
    url = postgresql.new_database()
    with ThreadPoolExecutor(8) as threads:
        stores = list(threads.map(lambda _: SqlStore(url, artifact_root="a"), range(8)))
    assert [store.get_experiment("0").artifact_location for store in stores] == ["a/0"] * 8
    for store in stores:
        store.close()


def test_servers_share_a_database(postgresql: PostgresqlServer, tmp_path: Path) -> None:
    options = ("--backend-store-uri", postgresql.new_database())
    with running_server(tmp_path / "one", *options, "--workers", "2") as one, running_server(tmp_path / "two", *options) as two:
        stores = [RemoteStore(one.url), RemoteStore(two.url)]
        run_id = stores[0].create_run(NewRun(experiment_id="0")).info.run_id

        def log(thread: int) -> None:
            for step in range(thread * 40, thread * 40 + 40):
                stores[thread % 2].log_batch(run_id, metrics=[Metric(key="m", value=float(step), timestamp_ms=step, step=step)])

        with ThreadPoolExecutor(6) as threads:
            list(threads.map(log, range(6)))
        for store in stores:
            assert [metric.step for metric in store.metric_history(run_id, "m").items] == list(range(240))
            store.close()


def test_one_run_of_a_chosen_id_however_many_create_it_at_once(postgresql: PostgresqlServer) -> None:
    url = postgresql.new_database()
    stores = [SqlStore(url, artifact_root="a") for _ in range(PROCESSES)]
    turns = Barrier(PROCESSES)

    def create(store: SqlStore) -> list[str]:
        made = []
        for number in range(30):
            turns.wait(60)
            run_id = f"{number:032x}"
            new = NewRun(experiment_id="0", run_id=run_id, start_time_ms=1)
            if number % 2:
                made.append(store.create_run(new).info.run_id)
            else:
                parcel = Parcel(
                    writer_id=f"w{id(store)}", first=number // 2 + 1, last=number // 2 + 1, runs=(Logged(run_id=run_id, new=new),)
                )
                assert store.ingest(parcel).refusals == ()
                made.append(run_id)
        return made

    with ThreadPoolExecutor(PROCESSES) as threads:
        made = list(threads.map(create, stores))
    assert made == [[f"{number:032x}" for number in range(30)]] * PROCESSES
    assert len(stores[0].search_runs(["0"], Query()).items) == 30
    for store in stores:
        store.close()
