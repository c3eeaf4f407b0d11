"""The command line, as people and scripts call it."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import urllib3
from typer.testing import CliRunner

from barograph.cli.commands import app
from barograph.version import __version__

COMMAND = [sys.executable, "-m", "barograph.cli"]
PREFIX = "Barograph is serving at "


def run(tmp_path: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1", **variables}
    return subprocess.run([*COMMAND, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False)


@contextmanager
def serving(tmp_path: Path, *arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    process = subprocess.Popen(
        [*COMMAND, "server", "--port", "0", *arguments], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stderr
    try:
        line = process.stdout.readline()
        assert line.startswith(PREFIX), process.stderr.read() if process.poll() is not None else line
        yield line.removeprefix(PREFIX).strip(), process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        process.stdout.close()
        process.stderr.close()


def test_the_version_needs_no_server_library(tmp_path: Path) -> None:
    assert run(tmp_path, "--version").stdout == f"barograph {__version__}\n"
    code = (
        "import sys; sys.argv = ['barograph', '--version']; from barograph.cli.main import main; main();"
        "print(sorted({'typer', 'rich', 'uvicorn', 'starlette', 'sqlalchemy', 'numpy', 'msgspec'} & set(sys.modules)))"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed == f"barograph {__version__}\n[]\n"


def test_help_names_the_commands_and_loads_no_server(tmp_path: Path) -> None:
    told = run(tmp_path, "--help").stdout
    assert all(command in told for command in ("server", "ui", "experiments", "runs"))
    options = run(tmp_path, "server", "--help").stdout
    for option in (
        "--backend-store-uri",
        "--artifacts-destination",
        "--default-artifact-root",
        "--host",
        "--port",
        "--workers",
        "--static-prefix",
    ):
        assert option in options


@pytest.mark.parametrize("command", ["server", "ui"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("--port", "70000"), ("--port", "x"), ("--workers", "0"), ("--static-prefix", "wind"), ("--static-prefix", "/wind/"),
        ("--x-frame-options", "MAYBE"), ("--nope",),
    ],
)  # fmt: skip
def test_wrong_usage_is_code_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, arguments: tuple[str, ...]) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, [command, *arguments], env={"COLUMNS": "200", "NO_COLOR": "1"})
    assert done.exit_code == 2
    assert arguments[0] in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--backend-store-uri", "gopher://x"), "gopher"),
        (("--backend-store-uri", "./mlruns"), "./mlruns"),
        (("--backend-store-uri", "sqlite://relative.db"), "sqlite:///"),
        (("--backend-store-uri", "sqlite:////proc/no/x.db"), "/proc/no"),
        (("--backend-store-uri", "http://127.0.0.1:1"), "another server"),
        (("--artifacts-destination", "gopher://x"), "gopher"),
        (("--artifacts-destination", "mlflow-artifacts:/x"), "proxy"),
        (("--default-artifact-root", "./a/../../b"), ".."),
        (("--host", "no.such.host.invalid"), "no.such.host.invalid"),
        (("--host", "192.0.2.1"), "192.0.2.1"),
    ],
)
def test_what_cannot_be_opened_is_one_line_and_code_1(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    done = run(tmp_path, "server", "--port", "0", *arguments)
    assert done.returncode == 1
    lines = [line for line in done.stderr.splitlines() if not line.startswith("Warning: ")]
    assert len(lines) == 1
    assert lines[0].startswith("Error: ")
    assert told in lines[0]


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(tmp_path, "server", "--port", str(port))
    assert done.returncode == 1
    assert done.stderr == f"Error: Port {port} of 127.0.0.1 is in use. Choose another with --port, or --port 0 for any free one.\n"


def test_a_bad_variable_is_told(tmp_path: Path) -> None:
    done = run(tmp_path, "server", MLFLOW_PORT="many")
    assert (done.returncode, done.stderr) == (1, "Error: Environment variable MLFLOW_PORT is 'many'; expected a whole number.\n")


def test_the_server_answers_at_the_address_it_prints_and_stops(tmp_path: Path) -> None:
    with serving(tmp_path) as (url, process):
        assert urllib3.request("GET", f"{url}/health").data == b"OK"
        body = {"name": "kept"}
        assert urllib3.request("POST", f"{url}/api/2.0/mlflow/experiments/create", json=body).status == 200
        assert urllib3.request("PUT", f"{url}/api/2.0/mlflow-artifacts/artifacts/x.txt", body=b"x").status == 200
    assert process.returncode in (0, -signal.SIGTERM)
    assert (tmp_path / "barograph.db").is_file()
    assert (tmp_path / "artifacts" / "x.txt").read_bytes() == b"x"
    listed = run(tmp_path, "experiments", "list", "--json")
    assert [found["name"] for found in json.loads(listed.stdout)] == ["kept", "Default"]


def test_several_processes_share_a_database(tmp_path: Path) -> None:
    with serving(tmp_path, "--workers", "2", "--static-prefix", "/wind") as (url, _):
        assert url.endswith("/wind")
        for i in range(20):
            answer = urllib3.request("POST", f"{url}/api/2.0/mlflow/experiments/create", json={"name": f"n{i}"})
            assert answer.status == 200, answer.data
        found = urllib3.request("GET", f"{url}/api/2.0/mlflow/experiments/search?max_results=100").json()["experiments"]
        assert len(found) == 21


def test_listening_to_others_is_warned_of(tmp_path: Path) -> None:
    with serving(tmp_path, "--host", "0.0.0.0") as (url, process):
        assert url.startswith("http://127.0.0.1:")
        assert process.stderr
        assert process.stderr.readline().startswith(
            "Warning: 0.0.0.0 can be reached from other machines, and there is no authentication yet"
        )


def test_experiments_and_runs_are_listed(tmp_path: Path) -> None:
    uri = f"sqlite:///{tmp_path / 'x.db'}"
    created = run(tmp_path, "experiments", "create", "--experiment-name", "Wind", "--tracking-uri", uri)
    assert created.stdout == "1\n"
    again = run(tmp_path, "experiments", "create", "-n", "Wind", BAROGRAPH_TRACKING_URI=uri)
    assert (again.returncode, again.stderr.startswith("Error: Experiment 'Wind' already exists.")) == (1, True)
    assert "Wind" in run(tmp_path, "experiments", "list", "--tracking-uri", uri).stdout
    from barograph.model import Metric, NewRun
    from barograph.store.opening import open_store

    store = open_store(uri)
    run_id = store.create_run(NewRun(experiment_id="1", name="first", start_time_ms=1_700_000_000_000)).info.run_id
    store.log_batch(run_id, metrics=[Metric(key="rmse", value=1.5, timestamp_ms=1)], params={"trees": "100"})
    store.close()
    listed = json.loads(run(tmp_path, "runs", "list", "--experiment-id", "1", "--json", "--tracking-uri", uri).stdout)
    assert [(found["run_id"], found["metrics"], found["params"]) for found in listed] == [(run_id, {"rmse": 1.5}, {"trees": "100"})]
    assert "2023-11-14T22:13:20+00:00" in run(tmp_path, "runs", "list", "--experiment-id", "1", "--tracking-uri", uri).stdout
    described = run(tmp_path, "runs", "describe", "--run-id", run_id, "--tracking-uri", uri).stdout
    assert "params.trees" in described
    missing = run(tmp_path, "runs", "describe", "--run-id", "nope", "--tracking-uri", uri)
    assert (missing.returncode, missing.stderr) == (1, "Error: Run 'nope' not found.\n")
