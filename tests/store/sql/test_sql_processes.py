import os
import subprocess
import sys
import textwrap
from pathlib import Path

from barograph.model import Metric, NewRun, Query
from barograph.store.sql.store import SqlStore

WORK = textwrap.dedent("""
    import sys
    from barograph.model import Metric, NewRun
    from barograph.store.sql.store import SqlStore

    url, who = sys.argv[1:]
    store = SqlStore(url, artifact_root="a")
    print("ready", flush=True)
    sys.stdin.readline()
    run_id = store.create_run(NewRun(experiment_id="0", name=f"run-{who}")).info.run_id
    for step in range(60):
        store.log_batch(run_id, metrics=[Metric(key="m", value=float(step), timestamp_ms=step, step=step)], params={f"p{step}": who})
    store.close()
""")


def test_processes_make_the_schema_and_write_at_once(url: str) -> None:
    workers = [
        subprocess.Popen([sys.executable, "-c", WORK, url, str(who)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for who in range(4)
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        worker.communicate("go\n", timeout=120)
    assert [worker.returncode for worker in workers] == [0, 0, 0, 0]
    store = SqlStore(url, artifact_root="a")
    runs = store.search_runs(["0"], Query()).items
    assert sorted(run.info.name for run in runs) == [f"run-{who}" for who in range(4)]
    assert [len(run.params) for run in runs] == [60] * 4
    assert [len(store.metric_history(run.info.run_id, "m").items) for run in runs] == [60] * 4
    store.close()


def test_a_forked_process_gets_connections_of_its_own(sql_store: SqlStore, url: str) -> None:
    run_id = sql_store.create_run(NewRun(experiment_id="0")).info.run_id
    child = os.fork()
    if child == 0:
        try:
            sql_store.log_batch(run_id, metrics=[Metric(key="m", value=1.0, timestamp_ms=1)])
            os._exit(0 if sql_store.get_run(run_id).metrics else 3)
        finally:
            os._exit(4)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    sql_store.log_batch(run_id, metrics=[Metric(key="m", value=2.0, timestamp_ms=2)])
    assert [metric.value for metric in sql_store.metric_history(run_id, "m").items] == [1.0, 2.0]


def test_what_was_answered_survives_a_kill(url: str, tmp_path: Path) -> None:
    script = WORK.replace("    store.close()\n", "").replace(
        "store.close()", "import os; print('answered', flush=True); os.kill(os.getpid(), 9)"
    )
    worker = subprocess.run([sys.executable, "-c", script, url, "x"], input="go\n", capture_output=True, text=True, timeout=60, check=False)
    assert (worker.returncode, worker.stdout) == (-9, "ready\nanswered\n")
    store = SqlStore(url, artifact_root="a")
    (run,) = store.search_runs(["0"], Query()).items
    assert len(store.metric_history(run.info.run_id, "m").items) == 60
    store.close()
