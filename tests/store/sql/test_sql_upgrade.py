"""Upgrades from every older version, and upgrades that were ended half-way."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from sqlalchemy import Engine, text

from barograph.errors import InvalidValue
from barograph.model import Query
from barograph.store.sql import migrate
from barograph.store.sql.engine import WRITES, open_engine
from barograph.store.sql.store import SqlStore

RUN_ID = "0123456789abcdef0123456789abcdef"
OLD_ROWS = (
    "INSERT INTO series_attributes (id, document) VALUES (0, '{}')",
    "INSERT INTO experiment (id, name, artifact_location, lifecycle, created_ms, updated_ms) VALUES (0, 'Default', 'a/0', 'active', 1, 1)",
    (
        "INSERT INTO run (id, uuid, experiment_id, name, user_id, status, start_ms, end_ms, lifecycle, artifact_uri)"
        f" VALUES (1, '{RUN_ID}', 0, 'old', 'me', 'FINISHED', 5, 6, 'active', 'a/0/x')"
    ),
    "INSERT INTO name (id, text) VALUES (101, 'kept')",
    "INSERT INTO run_tag (run_id, key_id, text) VALUES (1, 101, 'yes')",
    "INSERT INTO param (run_id, key_id, text, number) VALUES (1, 101, '7', 7.0)",
)
LATER = {
    "one": "def upgrade():\n    op.create_table('made_by_one', sa.Column('x', sa.Integer()))\n",
    "two": """\
def prepare(engine, report):
    def fill(connection, first, end):
        change = sa.text("UPDATE run SET name = name || '!' WHERE id >= :a AND id < :b AND name NOT LIKE '%!'")
        connection.execute(change, {"a": first, "b": end})
        if first == 20:
            pause("prepare")
    in_batches(engine, 40, fill, report, size=10)

def upgrade():
    op.create_table('made_by_two', sa.Column('x', sa.Integer()))
    op.execute("INSERT INTO made_by_two VALUES (1)")
    pause("upgrade")
    op.execute("INSERT INTO made_by_two VALUES (2)")
""",
    "three": "def upgrade():\n    op.create_table('made_by_three', sa.Column('x', sa.Integer()))\n",
}
HEAD = """\
import os, sys
import sqlalchemy as sa
from alembic import op
from barograph.store.sql.online import in_batches

def pause(where):
    if os.environ.get("PAUSE") == where:
        print("paused", flush=True)
        sys.stdin.readline()

"""
UPGRADE = dedent("""
    import sys
    from pathlib import Path
    from barograph.store.sql import migrate
    from barograph.store.sql.engine import open_engine
    print(migrate.upgrade_store(open_engine(sys.argv[1]), location=Path(sys.argv[2])), flush=True)
""")


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, url: str) -> Iterator[Engine]:
    engine = open_engine(url if request.param == "sqlite" else request.getfixturevalue("postgresql").new_database())
    yield engine
    engine.dispose()


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """Our migrations, and three of a release to come."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.MIGRATIONS, folder)
    before = migrate.CURRENT_VERSION
    for number, body in LATER.items():
        title = f'"""Migration {number}."""\nrevision = "{number}"\ndown_revision = "{before}"\n'
        (folder / "versions" / f"v_{number}.py").write_text(title + HEAD + body)
        before = number
    return folder


def execute(engine: Engine, *statements: str) -> None:
    with engine.execution_options(**WRITES).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def queried(engine: Engine, statement: str) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.execute(text(statement)).scalars())


def uri(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


def made_at(engine: Engine, version: str) -> None:
    with engine.execution_options(**WRITES).begin() as connection:
        migrate.upgrade(connection, None, target=version)
    execute(engine, *OLD_ROWS)


@pytest.mark.parametrize("version", migrate.known_versions())
def test_every_older_version_is_upgraded_with_what_it_holds(engine: Engine, version: str) -> None:
    made_at(engine, version)
    assert migrate.version_of(engine) == version
    versions = migrate.known_versions()
    assert migrate.upgrade_store(engine) == versions[versions.index(version) + 1 :]
    store = SqlStore(uri(engine), artifact_root="a")
    (run,) = store.search_runs(["0"], Query()).items
    assert (run.info.run_id, run.info.name, run.tags, run.params) == (RUN_ID, "old", {"kept": "yes"}, {"kept": "7"})
    store.log_batch(RUN_ID, tags={"new": "yes"})
    store.close()


@pytest.mark.parametrize("version", migrate.known_versions()[:-1])
def test_opening_upgrades_unless_a_setting_forbids_it(engine: Engine, version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made_at(engine, version)
    monkeypatch.setenv("BAROGRAPH_AUTO_UPGRADE", "false")
    with pytest.raises(InvalidValue, match="barograph db upgrade"):
        SqlStore(uri(engine), artifact_root="a")
    assert migrate.version_of(engine) == version
    monkeypatch.delenv("BAROGRAPH_AUTO_UPGRADE")
    SqlStore(uri(engine), artifact_root="a").close()
    assert migrate.version_of(engine) == migrate.CURRENT_VERSION


def killed_at(engine: Engine, later: Path, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An upgrade in a process that is killed at a place."""
    monkeypatch.setenv("PAUSE", where)
    command = [sys.executable, "-c", UPGRADE, uri(engine), str(later)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "paused\n"
        process.kill()
    monkeypatch.delenv("PAUSE")


def test_an_upgrade_that_is_killed_inside_a_migration_goes_on_with_that_one(
    engine: Engine, later: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_at(engine, "head")
    killed_at(engine, later, "upgrade", monkeypatch)
    assert migrate.version_of(engine) == "one"
    assert migrate.upgrade_store(engine, location=later) == ["two", "three"]
    assert queried(engine, "SELECT x FROM made_by_two ORDER BY x") == [1, 2]
    assert queried(engine, "SELECT name FROM run") == ["old!"]


def test_a_long_migration_that_is_killed_between_batches_keeps_what_is_done(
    engine: Engine, later: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_at(engine, "head")
    execute(
        engine,
        *(
            "INSERT INTO run (id, uuid, experiment_id, name, user_id, status, start_ms, lifecycle, artifact_uri)"
            f" VALUES ({i}, 'r{i}', 0, 'n', '', 'RUNNING', 1, 'active', 'a')"
            for i in range(2, 41)
        ),
    )
    killed_at(engine, later, "prepare", monkeypatch)
    assert len(queried(engine, "SELECT 1 FROM run WHERE name LIKE '%!'")) == 19  # 1 to 19; the batch from 20 was not committed
    steps: list[tuple[int, int]] = []
    titles: list[str] = []

    def on_step(title: str) -> migrate.Report:
        titles.append(title)
        return lambda done, of: steps.append((done, of))

    assert migrate.upgrade_store(engine, location=later, on_step=on_step) == ["two", "three"]
    assert titles == ["two Migration two", "three Migration three"]
    assert steps == [(10, 41), (20, 41), (30, 41), (40, 41), (41, 41), (1, 1), (1, 1)]
    assert len(queried(engine, "SELECT 1 FROM run WHERE name LIKE '%!'")) == 40
    assert queried(engine, "SELECT 1 FROM run WHERE name LIKE '%!!'") == []


def test_two_processes_that_upgrade_at_once_do_it_once(engine: Engine, later: Path) -> None:
    made_at(engine, "0001")
    command = [sys.executable, "-c", UPGRADE, uri(engine), str(later)]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [process.communicate(timeout=60)[0] != "" and process.returncode for process in processes] == [0, 0]
    assert migrate.version_of(engine) == "three"
    assert queried(engine, "SELECT x FROM made_by_two ORDER BY x") == [1, 2]


def test_a_database_without_a_store_is_not_upgraded(engine: Engine) -> None:
    with pytest.raises(InvalidValue, match="no store"):
        migrate.upgrade_store(engine)
