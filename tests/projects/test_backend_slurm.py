"""Batch jobs, with stubs for the programs of Slurm that record their command lines and run the scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from barograph.errors import InvalidValue, Unavailable
from barograph.model import RunStatus
from barograph.projects.backends.slurm import SlurmBackend
from barograph.testing.contract.backends import Commands, Place, TestBackend, TestWaitingJobs, commands
from programs_of_stubs import Stubs, put_on_path

__all__ = ["TestBackend", "TestWaitingJobs", "commands"]
PROGRAMS = ("sbatch", "squeue", "sacct", "scancel")


@pytest.fixture
def stubs(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Stubs:
    return put_on_path(monkeypatch, tmp_path_factory.mktemp("slurm"), "stub_slurm.py", *PROGRAMS)


@pytest.fixture
def place(stubs: Stubs, tmp_path: Path) -> Place:
    config = {"options": {"time": "10:00"}, "folder": str(tmp_path / "batch jobs")}

    @contextmanager
    def full() -> Iterator[Mapping[str, Any]]:
        yield {**config, "options": {"nodes": 1000}}

    return Place(backend=SlurmBackend(), config=config, wrong={"options": ["--partition=gpu"], "folder": 7}, full=full)


def _with(place: Place, **options: object) -> dict[str, Any]:
    return {**place.config, "options": options}


def test_the_command_lines(commands: Commands, place: Place, stubs: Stubs) -> None:
    job = commands.submit("true", _with(place, partition="gpu", gres="gpu:1", exclusive=True, comment="; $(id) --x"))
    assert job.wait() is RunStatus.FINISHED
    (argv,) = stubs.asked("sbatch")
    script = Path(argv[-1])
    assert script.parent.parent == Path(place.config["folder"])
    run_id = argv[5].removeprefix("--job-name=barograph-")
    assert len(run_id) == 32
    assert argv == [
        "--parsable", "--partition=gpu", "--gres=gpu:1", "--exclusive", "--comment=; $(id) --x", f"--job-name=barograph-{run_id}",
        f"--chdir={commands.project}", f"--output={script.parent}/output.log", "--export=ALL", str(script),
    ]  # fmt: skip
    assert stubs.asked("squeue")[0] == ["--noheader", "--states=all", "--format=%T", f"--jobs={job.id}"]
    assert not {"$", "true"} & set(script.read_text().split())


def test_a_job_of_another_cluster_is_asked_for_there(commands: Commands, place: Place, stubs: Stubs) -> None:
    job = commands.submit("sleep 300", _with(place, clusters="west"))
    job.cancel()
    assert job.status() is RunStatus.KILLED
    assert stubs.asked("scancel") == [["--clusters=west", job.id]]
    assert all(call[0] == "--clusters=west" for call in stubs.asked("squeue"))


def test_what_it_writes_is_shown(commands: Commands, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.submit("echo first; sleep 0.2; echo éé >&2").wait() is RunStatus.FINISHED
    assert capsys.readouterr().out == "first\néé\n"


@pytest.mark.parametrize("account", ["kept", "none"])
@pytest.mark.parametrize(("command", "ended"), [("true", RunStatus.FINISHED), ("exit 5", RunStatus.FAILED)])
def test_a_job_that_the_queue_forgot_is_still_known(commands: Commands, place: Place, account: str, command: str, ended: RunStatus) -> None:
    job = commands.submit(command, _with(place, partition="forgetful", account=account))
    assert (job.wait(), job.status()) == (ended, ended)


@pytest.mark.parametrize("account", ["kept", "none"])
def test_a_cancelled_job_that_the_queue_forgot_is_killed(commands: Commands, place: Place, account: str) -> None:
    job = commands.submit('touch "$TOLD/started"; sleep 300', _with(place, partition="forgetful", account=account))
    commands.text("started")
    job.cancel()
    assert job.wait() is RunStatus.KILLED


def test_a_controller_that_is_down_is_waited_for(commands: Commands, stubs: Stubs) -> None:
    down = stubs.state / "controller-is-down"
    job = commands.submit('until [ -e "$TOLD/go" ]; do sleep 0.02; done; rm "$DOWN"', variables={"DOWN": str(down)})
    down.touch()
    with pytest.raises(Unavailable, match="squeue"):
        job.status()
    (commands.told / "go").touch()
    assert job.wait() is RunStatus.FINISHED
    down.touch()
    with pytest.raises(Unavailable, match="controller"):
        commands.submit("true")
    down.unlink()


@pytest.mark.parametrize("option", ["array", "arr", "wrap", "--partition", "-p", "a b", "", "output"])
def test_options_of_the_backend_and_odd_ones_are_refused(commands: Commands, place: Place, option: str) -> None:
    with pytest.raises(InvalidValue, match="options"):
        commands.submit("true", _with(place, **{option: "x"}))


def test_what_slurm_refuses_is_told_with_the_options(commands: Commands, place: Place) -> None:
    with pytest.raises(InvalidValue, match=r"nowhere.*Invalid partition"):
        commands.submit("true", _with(place, partition="nowhere"))
    with pytest.raises(InvalidValue, match="exclusive is false"):
        commands.submit("true", _with(place, exclusive=False))
    with pytest.raises(InvalidValue, match="pattern"):
        commands.submit("true", {"folder": str(commands.told / "%j")})


def test_without_slurm_its_program_is_named(commands: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Unavailable, match="sbatch"):
        commands.submit("true")
