"""The commands of maintenance, as people and scripts call them."""

import json
import os
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from barograph.artifacts.opening import open_artifacts
from barograph.cli.main import main
from barograph.model import Metric, NewRun
from barograph.store.opening import open_store


class Answer(NamedTuple):
    stdout: str
    stderr: str


class Shell:
    """Runs commands in a folder, in this process: starting one anew takes longer than most of them."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, captured: pytest.CaptureFixture[str]) -> None:
        self._patch = monkeypatch
        self._captured = captured
        for name in os.environ:
            if name.startswith(("BAROGRAPH_", "MLFLOW_")):
                monkeypatch.delenv(name)
        monkeypatch.chdir(folder)
        monkeypatch.setenv("BAROGRAPH_USER_DATA_DIR", str(folder / "user"))

    def run(self, *arguments: str, code: int = 0, **variables: str) -> Answer:
        self._captured.readouterr()
        with self._patch.context() as patch:
            patch.setattr(sys, "argv", ["barograph", *arguments])
            for name, value in variables.items():
                patch.setenv(name, value)
            with pytest.raises(SystemExit) as ended:
                main()
        answer = Answer(*self._captured.readouterr())
        assert (ended.value.code or 0) == code, answer
        return answer

    def answered(self, *arguments: str, code: int = 0, **variables: str) -> dict[str, Any]:
        """What a command prints with --json."""
        found: dict[str, Any] = json.loads(self.run(*arguments, "--json", code=code, **variables).stdout)
        return found


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path, monkeypatch, capsys)


@pytest.fixture(params=["sqlite", "postgresql"])
def uri(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/barograph.db" if request.param == "sqlite" else request.getfixturevalue("postgresql").new_database()


@pytest.fixture
def run_ids(uri: str, tmp_path: Path) -> list[str]:
    """A store of two runs with points and files, the second of them deleted."""
    store = open_store(uri, artifact_root="mlflow-artifacts:")
    runs = [store.create_run(NewRun(experiment_id="0", name=f"run {i}")).info.run_id for i in range(2)]
    for run_id in runs:
        for step in range(10):
            store.log_batch(run_id, metrics=[Metric(key="k", value=step, timestamp_ms=1, step=step)])
        open_artifacts(str(tmp_path / "artifacts")).put(f"0/{run_id}/artifacts/a.txt", [b"12345"])
    store.delete_run(runs[1])
    store.close()
    return runs


def test_a_store_is_checked_compacted_and_vacuumed(shell: Shell, tmp_path: Path, uri: str, run_ids: list[str]) -> None:
    assert shell.run("db", "check", "--store", uri).stdout == "Nothing is wrong.\n"
    assert shell.answered("db", "check", "--store", uri) == {"ok": True, "findings": []}
    assert shell.answered("db", "compact", "--store", uri)["chunks_after"] == 2
    assert shell.run("db", "compact", "--store", uri).stdout == "Nothing to merge.\n"
    assert shell.run("db", "vacuum", BAROGRAPH_BACKEND_STORE_URI=uri).stdout.endswith("after.\n")
    assert set(shell.answered("db", "vacuum", "--store", uri)) == {"bytes_before", "bytes_after"}


def test_what_is_wrong_is_told_and_mended(shell: Shell, tmp_path: Path, uri: str, run_ids: list[str]) -> None:
    from sqlalchemy import text

    from barograph.store.sql.database import Database

    database = Database(uri)
    database.write(lambda connection: connection.execute(text("DROP INDEX ix_run_newest")))
    database.close()
    told = shell.run("db", "check", "--store", uri, code=1).stdout
    assert told.startswith("error: Index ix_run_newest of table run is missing")
    assert "--repair" in told
    found = shell.answered("doctor", "--store", uri, code=1)
    assert found["ok"] is False
    assert "missing-index" in str(found["findings"])
    assert shell.run("db", "check", "--repair", "--store", uri).stdout.startswith("mended: ")
    shell.run("db", "check", "--store", uri)


def test_deleted_runs_are_purged(shell: Shell, tmp_path: Path, uri: str, run_ids: list[str]) -> None:
    told = shell.run("gc", "--store", uri, "--dry-run").stdout
    assert told == f"run {run_ids[1]}  run 1  1 files, 5 B\n1 would be purged, 1 files, 5 B.\n"
    assert shell.answered("gc", "--store", uri, "--older-than", "1d")["items"] == []
    assert "Invalid age '1w'" in shell.run("gc", "--store", uri, "--older-than", "1w", code=1).stderr
    assert "It is active" in shell.run("gc", "--store", uri, "--run-ids", run_ids[0], code=1).stderr
    items = shell.answered("gc", "--backend-store-uri", uri, "--artifacts-destination", str(tmp_path / "artifacts"))["items"]
    assert [(item["kind"], item["id"]) for item in items] == [("run", run_ids[1])]
    assert [place.name for place in (tmp_path / "artifacts" / "0").iterdir()] == [run_ids[0]]
    assert shell.run("gc", "--store", uri).stdout == "0 were purged.\n"


def test_a_store_moves_to_the_other_kind(
    shell: Shell, tmp_path: Path, uri: str, run_ids: list[str], request: pytest.FixtureRequest
) -> None:
    is_file = uri.startswith("sqlite")
    other = request.getfixturevalue("postgresql").new_database() if is_file else f"sqlite:///{tmp_path}/moved.db"
    done = shell.answered("db", "backup", "x.backup", "--store", uri, "--artifacts")
    assert (done["file"], done["files"]) == ("x.backup", 2)
    assert "there already" in shell.run("db", "backup", "x.backup", "--store", uri, code=1).stderr
    restored = shell.answered("db", "restore", "x.backup", "--store", other, "--artifacts-destination", "moved")
    assert restored["rows"] == done["rows"]
    assert (tmp_path / "moved" / "0" / run_ids[0] / "artifacts" / "a.txt").read_bytes() == b"12345"
    assert "not empty" in shell.run("db", "restore", "x.backup", "--store", other, code=1).stderr
    assert "rows and 0 files restored" in shell.run("db", "restore", "x.backup", "--store", other, "--force", "--no-artifacts").stdout
    assert shell.run("db", "check", "--store", other).stdout == "Nothing is wrong.\n"


def test_an_upgrade_is_told_and_done(shell: Shell, tmp_path: Path, uri: str) -> None:
    from barograph.store.sql import migrate
    from barograph.store.sql.engine import WRITES, open_engine

    first, *later = migrate.known_versions()
    engine = open_engine(uri)
    with engine.execution_options(**WRITES).begin() as connection:
        migrate.upgrade(connection, None, first)
    engine.dispose()
    assert shell.answered("db", "upgrade", "--check", "--store", uri, code=1)["due"] == later
    assert "Run `barograph db upgrade` first" in shell.run("db", "check", "--store", uri, code=1).stderr
    refused = shell.run("experiments", "list", "--tracking-uri", uri, code=1, BAROGRAPH_AUTO_UPGRADE="0")
    assert "BAROGRAPH_AUTO_UPGRADE is off" in refused.stderr
    assert shell.answered("db", "upgrade", "--store", uri)["done"] == later
    assert shell.run("db", "upgrade", "--store", uri).stdout == "The database was up to date.\n"
    assert shell.run("db", "upgrade", "--check", "--store", uri).stdout == "No upgrade is due.\n"


@pytest.mark.parametrize("command", [("db", "check"), ("db", "compact"), ("db", "vacuum"), ("db", "upgrade"), ("doctor",), ("gc",)])
def test_what_is_no_database_is_one_line_and_nothing_is_made(shell: Shell, tmp_path: Path, command: tuple[str, ...]) -> None:
    assert shell.run(*command, code=1).stderr.startswith("Error: There is no database file")
    assert "is a server" in shell.run(*command, code=1, BAROGRAPH_TRACKING_URI="http://127.0.0.1:1").stderr
    assert list(tmp_path.iterdir()) == []
