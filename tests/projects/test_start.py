"""Projects that run: what is recorded, how runs end, steps that start steps."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import barograph
from barograph import MlflowClient
from barograph.entities import Run
from barograph.errors import BarographError, ExecutionFailed, InvalidValue, NotFound
from barograph.projects import SubmittedRun, run, submitted
from barograph.projects.record.recording import Recording

BIN = Path(sys.executable).parent


def project(folder: Path, command: str, **files: str) -> Path:
    """A project whose entry point `main` takes the parameter x."""
    folder.mkdir()
    manifest = {"entry_points": {"main": {"parameters": {"x": {"default": "1"}}, "command": command}}}
    (folder / "MLproject").write_text(json.dumps(manifest))
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    return folder


@pytest.fixture(autouse=True)
def this_python(tracking: str) -> None:
    os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"


def only_run() -> Run:
    (found,) = MlflowClient().search_runs(["0"])
    return found


def eventually(holds: object, within_s: float = 60) -> None:
    deadline = time.monotonic() + within_s
    while not holds():  # type: ignore[operator]  # a callable
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_run_records_what_was_started(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    submitted = run(str(project(tmp_path / "p", "echo given {x}")), parameters={"x": "a b", "y": 2}, run_name="named")
    assert isinstance(submitted, SubmittedRun)
    assert capfd.readouterr().out == "given a b --y 2\n"
    recorded = MlflowClient().get_run(submitted.run_id)
    assert recorded.data.params == {"x": "a b", "y": "2"}
    assert recorded.data.tags == {
        "mlflow.user": recorded.data.tags["mlflow.user"],
        "mlflow.source.name": str(tmp_path / "p"),
        "mlflow.source.type": "PROJECT",
        "mlflow.project.entryPoint": "main",
        "mlflow.project.backend": "local",
        "mlflow.runName": "named",
    }
    assert (recorded.info.status, recorded.info.run_name) == ("FINISHED", "named")
    assert (submitted.get_status(), submitted.wait()) == ("FINISHED", True)
    submitted.cancel()
    assert only_run().info.status == "FINISHED"


def test_a_program_logs_to_its_run(tmp_path: Path) -> None:
    script = (
        "import barograph as mlflow\n"
        "with mlflow.start_run() as run:\n"
        "    mlflow.log_metric('m', 2)\n"
        "    mlflow.set_tag('seen', run.info.run_id)\n"
    )
    made = run(str(project(tmp_path / "p", "python log.py", log=script)), experiment_name="steps")
    recorded = MlflowClient().get_run(made.run_id)
    assert recorded.data.metrics == {"m": 2.0}
    assert recorded.data.tags["seen"] == made.run_id
    assert recorded.info.experiment_id == MlflowClient().get_experiment_by_name("steps").experiment_id  # type: ignore[union-attr]  # it is there


def test_a_relative_database_is_the_same_for_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    barograph.set_tracking_uri("sqlite:///here.db")
    script = "import barograph as mlflow\nwith mlflow.start_run(): mlflow.log_param('p', 1)\n"
    made = run(str(project(tmp_path / "p", "python log.py", log=script)))
    assert MlflowClient().get_run(made.run_id).data.params == {"x": "1", "p": "1"}
    assert not list((tmp_path / "p").glob("*.db"))


def test_a_command_that_fails_fails_the_run(tmp_path: Path) -> None:
    with pytest.raises(ExecutionFailed, match="failed"):
        run(str(project(tmp_path / "p", "exit 3")))
    assert only_run().info.status == "FAILED"


def test_what_is_wrong_with_the_call_makes_no_run(tmp_path: Path) -> None:
    place = str(project(tmp_path / "p", "echo {x}"))
    for arguments in (
        {"entry_point": "nothing"}, {"backend": "nothing"}, {"env_manager": "nothing"}, {"backend_config": {"a": 1}}, {"version": "main"},
        {"experiment_id": "9999"}, {"experiment_id": "0", "experiment_name": "a"}, {"run_id": "f" * 32}, {"backend_config": "absent.json"},
        {"parameters": {"-a": "1"}}, {"parameters": ["a"]},
    ):  # fmt: skip
        with pytest.raises(BarographError):
            run(place, **arguments)  # type: ignore[arg-type]  # arguments of every kind
    runs = MlflowClient().search_runs(["0"])
    assert [(found.info.status, found.data.tags["barograph.error"]) for found in runs] in (
        [],
        [("FAILED", "The backend local has no configuration key 'a'. Known keys: none.")],
    )


def test_what_fails_before_the_command_fails_the_run(tmp_path: Path) -> None:
    folder = project(tmp_path / "p", "echo {x}")
    (folder / "MLproject").write_text("entry_points: {main: {parameters: {x: path}, command: 'echo {x}'}}")
    with pytest.raises(NotFound):
        run(str(folder), parameters={"x": f"runs:/{'0' * 32}/x"})
    recorded = only_run()
    assert recorded.info.status == "FAILED"
    assert "not found" in recorded.data.tags["barograph.error"]


def test_an_existing_run_is_used(tmp_path: Path) -> None:
    given = MlflowClient().create_run("0", tags={"kept": "1"})
    made = run(str(project(tmp_path / "p", "true")), run_id=given.info.run_id, parameters={"x": "2"})
    assert made.run_id == given.info.run_id
    recorded = only_run()
    assert (recorded.data.params, recorded.info.status) == ({}, "FINISHED")
    assert recorded.data.tags == {"kept": "1", "mlflow.project.backend": "local", "mlflow.runName": recorded.info.run_name}
    MlflowClient().delete_run(given.info.run_id)
    with pytest.raises(InvalidValue, match="deleted"):
        run(str(tmp_path / "p"), run_id=given.info.run_id)


def test_steps_are_children(tmp_path: Path) -> None:
    step = "import barograph as mlflow\nwith mlflow.start_run():\n    mlflow.run('.', 'second', experiment_id='0')\n"
    folder = project(tmp_path / "p", "python step.py && python -m barograph.cli run . -e second -P y=shell", step=step)
    manifest = json.loads((folder / "MLproject").read_text())
    manifest["entry_points"]["second"] = {"command": 'test "$BAROGRAPH_ENV_MANAGER" = local && echo'}
    (folder / "MLproject").write_text(json.dumps(manifest))
    (folder / "python_env.yaml").write_text("python: '3.1'\n")
    made = run(str(folder), env_manager="local")
    children = [found for found in MlflowClient().search_runs(["0"]) if found.info.run_id != made.run_id]
    assert [child.data.tags["mlflow.parentRunId"] for child in children] == [made.run_id] * 2
    assert [child.info.status for child in children] == ["FINISHED"] * 2


def test_a_run_that_is_open_is_the_parent(tmp_path: Path) -> None:
    with barograph.start_run() as parent:
        made = run(str(project(tmp_path / "p", "true")))
        assert barograph.active_run().info.run_id == parent.info.run_id  # type: ignore[union-attr]  # it is active
    assert MlflowClient().get_run(made.run_id).data.tags["mlflow.parentRunId"] == parent.info.run_id


def test_without_waiting(tmp_path: Path) -> None:
    go = tmp_path / "go"
    submitted = run(str(project(tmp_path / "p", f"while [ ! -e {go} ]; do sleep 0.05; done; exit 4")), synchronous=False)
    assert submitted.get_status() == "RUNNING"
    assert MlflowClient().get_run(submitted.run_id).info.status == "RUNNING"
    go.touch()
    assert not submitted.wait()
    assert MlflowClient().get_run(submitted.run_id).info.status == "FAILED"


def test_cancelling_kills_all_that_was_started(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    script = (
        "import os, signal, subprocess, sys, time\nsubprocess.Popen(['sleep', '1000'])\n"
        f"open({str(pids)!r}, 'a').write(f'{{os.getpid()}}\\n')\ntime.sleep(1000)\n"
    )
    submitted = run(str(project(tmp_path / "p", "python wait.py; echo not reached", wait=script)), synchronous=False)
    eventually(lambda: pids.exists() and pids.read_text().endswith("\n"))
    submitted.cancel()
    assert submitted.get_status() == "KILLED"
    assert not submitted.wait()
    assert MlflowClient().get_run(submitted.run_id).info.status == "KILLED"
    assert not is_alive(int(submitted.job_id))


@pytest.mark.parametrize("how", ["KILL", "TERM"])
def test_nothing_is_left_when_the_starting_process_is_killed(tmp_path: Path, how: str) -> None:
    place = project(tmp_path / "p", f"echo $$ > {tmp_path}/pid; sleep 1000")
    program = f"import barograph\nbarograph.run({str(place)!r})"
    with subprocess.Popen([sys.executable, "-c", program]) as process:
        eventually(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text().endswith("\n"))
        group = int((tmp_path / "pid").read_text())
        subprocess.run(["kill", f"-{how}", str(process.pid)], check=True)
    eventually(lambda: not is_alive(group))


def is_alive(group: int) -> bool:
    """Whether a process of the group is left that has not ended; in a container nobody may collect those that have."""
    listed = subprocess.run(["ps", "-A", "-o", "pgid=,stat="], capture_output=True, text=True, check=True).stdout
    return any(int(line.split()[0]) == group and not line.split()[1].startswith("Z") for line in listed.splitlines())


def test_the_process_waits_for_what_nobody_waited_for(tmp_path: Path) -> None:
    place = project(tmp_path / "p", "sleep 0.5; echo done")
    program = f"import barograph\nbarograph.run({str(place)!r}, synchronous=False)\nprint('left', flush=True)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "left\ndone\n"
    assert only_run().info.status == "FINISHED"


def test_an_environment_that_cannot_be_chosen(tmp_path: Path) -> None:
    folder = project(tmp_path / "p", "true")
    (folder / "MLproject").write_text("name: x\ndocker_env: {image: i}\nentry_points: {main: {command: 'true'}}")
    with pytest.raises(InvalidValue, match="runs in an image"):
        run(str(folder), env_manager="local")
    os.environ["BAROGRAPH_ENV_MANAGER"] = "nothing"
    (folder / "MLproject").write_text("entry_points: {main: {command: 'true'}}")
    with pytest.raises(InvalidValue, match="no environment manager 'nothing'"):
        run(str(folder))
    assert run(str(folder), env_manager="local").wait()


def test_who_cancels_does_not_wait_for_files_that_cannot_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    go_on = threading.Event()
    monkeypatch.setattr(Recording, "_keep", lambda *_: go_on.wait(60))
    monkeypatch.setattr(submitted, "_PATIENCE_S", 0.2)
    started = run(str(project(tmp_path / "slow", "sleep 600")), synchronous=False)
    try:
        started.cancel()
        assert only_run().info.status == "KILLED"
        assert "could not be kept within 0.2 s" in caplog.text
    finally:
        go_on.set()
