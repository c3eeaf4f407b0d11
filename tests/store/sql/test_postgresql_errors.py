"""What PostgreSQL refuses, and what happens when it goes away."""

import logging
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from sqlalchemy import Connection, insert, select

from barograph.errors import InvalidValue, Unavailable
from barograph.model import Metric, NewRun, Query
from barograph.store.sql import schema
from barograph.store.sql.engine import redacted
from barograph.store.sql.store import SqlStore
from postgresql_server import PASSWORD, PostgresqlServer, running_postgresql


@pytest.fixture
def url(postgresql: PostgresqlServer) -> str:
    return postgresql.new_database()


@pytest.fixture
def store(url: str) -> Iterator[SqlStore]:
    store = SqlStore(url, artifact_root="memory:/artifacts")
    yield store
    store.close()


def new_run(store: SqlStore) -> str:
    return store.create_run(NewRun(experiment_id="0")).info.run_id


def test_nul_is_refused_with_its_batch(store: SqlStore) -> None:
    run_id = new_run(store)
    point = Metric(key="m", value=1.0, timestamp_ms=0)
    with pytest.raises(InvalidValue, match="NUL"):
        store.log_batch(run_id, metrics=[point], params={"ok": "x"}, tags={"t": "a\0b"})
    with pytest.raises(InvalidValue):
        store.log_batch(run_id, metrics=[point], params={"a\0b": "x"})
    run = store.get_run(run_id)
    assert (run.metrics, run.params, "t" in run.tags) == ((), {}, False)
    with pytest.raises(InvalidValue, match="NUL"):
        store.get_experiment_by_name("a\0b")
    with pytest.raises(InvalidValue, match="NUL"):
        store.search_runs(["0"], Query(filter="tags.t = 'a\0b'"))


def test_a_refused_job_leaves_the_others_of_its_group_alone(store: SqlStore) -> None:
    run_id = new_run(store)

    def log(number: int) -> bool:
        try:
            store.log_batch(run_id, tags={f"t{number}": "\0" if number % 3 == 0 else "x"})
        except InvalidValue:
            return False
        return True

    with ThreadPoolExecutor(12) as threads:
        outcomes = list(threads.map(log, range(60)))
    assert outcomes == [number % 3 != 0 for number in range(60)]
    assert {key for key in store.get_run(run_id).tags if key.startswith("t")} == {f"t{number}" for number in range(60) if number % 3}


def test_half_a_surrogate_pair_is_refused(store: SqlStore) -> None:
    with pytest.raises(InvalidValue, match="surrogate"):
        store.log_batch(new_run(store), tags={"t": "\ud800"})


@pytest.mark.parametrize(("number", "found"), [("9223372036854775808", 1), ("-9223372036854775809", 0), ("1e400", 1), ("0.5", 1)])
def test_a_column_of_whole_numbers_is_compared_with_any_number(store: SqlStore, number: str, found: int) -> None:
    new_run(store)
    assert len(store.search_runs(["0"], Query(filter=f"start_time < {number}")).items) == found


def test_a_text_too_long_for_an_index_is_refused(store: SqlStore) -> None:
    import random

    run_id = new_run(store)
    text = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=60_000))
    with pytest.raises(InvalidValue, match="smaller"):
        store.log_inputs(run_id, model_ids=[text])
    assert store.get_run(run_id).model_inputs == ()


@pytest.mark.parametrize(
    ("pattern", "expected"), [("a\\b", ["a\\b"]), ("a\\%", ["a\\b"]), ("%\\%", ["a\\b"]), ("A\\B", []), ("a_b", ["a\\b", "a%b"])]
)
def test_a_backslash_in_a_pattern_is_itself(store: SqlStore, pattern: str, expected: list[str]) -> None:
    for value in ("a\\b", "a%b", "ab"):
        run_id = new_run(store)
        store.log_batch(run_id, tags={"t": value})
    found = store.search_runs(["0"], Query(filter=f"tags.t LIKE '{pattern}'")).items
    assert sorted(run.tags["t"] for run in found) == sorted(expected)


def test_lost_connections_are_replaced(store: SqlStore, postgresql: PostgresqlServer) -> None:
    run_id = new_run(store)
    for step in range(5):
        with psycopg.connect(postgresql.url(), autocommit=True) as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'barograph'")
        store.log_batch(run_id, metrics=[Metric(key="m", value=float(step), timestamp_ms=step, step=step)])
        assert store.get_run(run_id).metrics[0].step == step


def test_a_commit_whose_answer_was_lost_is_not_repeated(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server commits, and the connection breaks before it says so."""
    commit, lost = Connection.commit, []

    def losing(connection: Connection) -> None:
        commit(connection)
        if not lost:
            lost.append(True)
            driver = connection.connection.dbapi_connection
            assert driver is not None
            driver.close()
            connection.execute(select(1))

    run_id = new_run(store)
    monkeypatch.setattr(Connection, "commit", losing)
    store._database.write(lambda connection: connection.execute(insert(schema.name).values(text="once")).close())
    assert lost
    assert new_run(store) != run_id


def test_a_server_that_is_away_is_unavailable_until_it_is_back() -> None:
    with running_postgresql() as server:
        store = SqlStore(server.new_database(), artifact_root="a")
        run_id = new_run(store)
        server.stop("immediate")
        for call in (lambda: store.get_run(run_id), lambda: store.log_batch(run_id, params={"p": "lost"})):
            with pytest.raises(Unavailable, match="database") as refused:
                call()
            assert PASSWORD not in str(refused.value)
        server.start()
        store.log_batch(run_id, params={"p": "kept"})
        assert store.get_run(run_id).params == {"p": "kept"}
        store.close()


def test_what_does_not_let_us_in_is_told_without_the_password(postgresql: PostgresqlServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    good = postgresql.url()
    for url in (good.replace(PASSWORD, "wr0ng-one"), postgresql.url("absent"), good.replace(f":{postgresql.port}/", ":1/")):
        with pytest.raises(Unavailable) as refused:
            SqlStore(url, artifact_root="a")
        assert PASSWORD not in str(refused.value)
        assert "wr0ng-one" not in str(refused.value)
    assert PASSWORD not in caplog.text
    assert "wr0ng-one" not in caplog.text


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://me:s3c@ret/x@host/db", "postgresql://me:***@host/db"),
        ("postgresql://host/db?user=me&password=s3cret&a=b", "postgresql://host/db?user=me&password=***&a=b"),
        ("sqlite:////a/b.db", "sqlite:////a/b.db"),
    ],
)
def test_urls_are_shown_without_their_password(url: str, expected: str) -> None:
    assert redacted(url) == expected


def test_tables_of_other_software_are_not_touched(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE run (x int)")
    with pytest.raises(InvalidValue, match="other software"):
        SqlStore(url, artifact_root="a")


def test_without_the_driver_the_extra_is_named(url: str) -> None:
    script = (
        f"import sys; sys.modules['psycopg'] = None\nfrom barograph.store.sql.store import SqlStore\nSqlStore({url!r}, artifact_root='a')"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "NotSupported: PostgreSQL needs psycopg. Install it with: pip install 'barograph[postgres]'" in done.stderr
