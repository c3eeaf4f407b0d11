"""The contract of backends of projects as a test suite, for every backend there is: ours and yours.

A test module that runs it needs a fixture named `place` and the classes. Import `TestWaitingJobs` too if jobs may have to wait for room:

    import pytest
    from barograph.testing.contract.backends import Place, TestBackend

    @pytest.fixture
    def place():
        return Place(backend=MyBackend(), config={"queue": "tests"}, wrong={"queue": 7})

Commands of these tests tell what they saw in files of a temporary folder, which the place must therefore see.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from barograph.errors import InvalidValue
from barograph.model import RunStatus
from barograph.projects.backends.base import Backend, Job, Launch
from barograph.projects.environments.base import Activation
from barograph.projects.spec import EnvironmentSpec, PythonEnvironment

_PATIENCE_S = 60.0
ODD_VALUES = {
    "SPACED": " two  words ",
    "EMPTY": "",
    "QUOTES": """it's "quoted" `id` $(id) $HOME ${HOME} $$ $(SPACED) %PATH% \\n \\""",
    "LINES": "first\nsecond\r\n\tthird\n",
    "SYNTAX": "; exit 3 & | > /dev/null < x && false || # * ? [a] {b} ~ !1",
    "DASHED": "--help -e X=Y",
    "LETTERS": "žluťoučký 机器学习 🎈 é",
    "COMMAS": "a=1,b=2;c:3@d",
}
"""Values that must arrive as they are."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A backend, with a configuration that works, and one key that has a wrong value.

    `environment` is what launches ask for. `full` makes a context with a configuration by which jobs have to wait while it lasts.
    """

    backend: Backend
    config: Mapping[str, Any] = {}
    wrong: Mapping[str, Any] = {}
    environment: EnvironmentSpec = PythonEnvironment()
    full: Callable[[], AbstractContextManager[Mapping[str, Any]]] | None = None


class Commands:
    """Launches of commands in a project of their own, with a folder in which they tell what they saw."""

    def __init__(self, place: Place, folder: Path) -> None:
        self.place = place
        self.told = folder / "told"
        self.project = folder / "a project"
        self.told.mkdir()
        self.project.mkdir()
        (self.project / "marker").write_text("here")
        self._jobs: list[Job] = []

    def submit(self, command: str, config: Mapping[str, Any] | None = None, variables: Mapping[str, str] | None = None) -> Job:
        """Submit a command; `$TOLD` in it is the folder."""
        job = self.place.backend.submit(self.launch(command, variables), self.place.config if config is None else config)
        self._jobs.append(job)
        return job

    def launch(self, command: str, variables: Mapping[str, str] | None = None) -> Launch:
        """A launch as `run` makes them."""
        return Launch(
            run_id=uuid4().hex,
            experiment_id="0",
            command=command,
            directory=self.project,
            variables={"TOLD": str(self.told), **(variables or {})},
            activation=Activation() if self.place.backend.activates else None,
            environment=self.place.environment,
            project_name="contract",
            uri=str(self.project),
        )

    def text(self, name: str) -> str:
        """What a command wrote into a file of this name, once it has."""
        wait_until((self.told / name).exists)
        return (self.told / name).read_bytes().decode()

    def end(self) -> None:
        """Cancel what still runs."""
        for job in self._jobs:
            if not job.status().is_terminated:
                job.cancel()


@pytest.fixture
def commands(place: Place, tmp_path: Path) -> Iterator[Commands]:
    """Launches, which are ended with the test."""
    made = Commands(place, tmp_path)
    yield made
    made.end()


def wait_until(done: Callable[[], bool]) -> None:
    """Return once it is so; a minute is too long."""
    until = time.monotonic() + _PATIENCE_S
    while not done():
        assert time.monotonic() < until, "it did not come to pass"
        time.sleep(0.02)


def lives(process: int) -> bool:
    """Whether a process has not ended."""
    with suppress(ProcessLookupError):
        os.kill(process, 0)
        state = Path(f"/proc/{process}/stat")
        return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")
    return False


class TestBackend:
    """What holds for every place."""

    def test_a_command_that_ends_well_is_finished(self, commands: Commands) -> None:
        job = commands.submit('printf done > "$TOLD/told"')
        assert job.wait() is RunStatus.FINISHED
        assert job.status() is RunStatus.FINISHED
        assert job.id
        assert commands.text("told") == "done"

    @pytest.mark.parametrize("command", ["exit 3", "kill -9 $$", "no-such-program-anywhere", "--version"])
    def test_a_command_that_ends_ill_is_failed(self, commands: Commands, command: str) -> None:
        job = commands.submit(command)
        assert (job.wait(), job.status()) == (RunStatus.FAILED, RunStatus.FAILED)

    def test_waiting_twice_and_in_two_threads_tells_the_same(self, commands: Commands) -> None:
        job = commands.submit('until [ -e "$TOLD/go" ]; do sleep 0.05; done')
        told: list[RunStatus] = []
        threads = [Thread(target=lambda: told.append(job.wait())) for _ in range(2)]
        for thread in threads:
            thread.start()
        wait_until(lambda: job.status() is RunStatus.RUNNING)
        (commands.told / "go").touch()
        for thread in threads:
            thread.join(_PATIENCE_S)
        assert told == [RunStatus.FINISHED] * 2
        assert job.wait() is RunStatus.FINISHED

    def test_variables_arrive_exactly(self, commands: Commands) -> None:
        told = " ".join(f'"${name}"' for name in ODD_VALUES)
        job = commands.submit(f'printf "%s\\0" {told} > "$TOLD/values.part"; mv "$TOLD/values.part" "$TOLD/values"', variables=ODD_VALUES)
        assert job.wait() is RunStatus.FINISHED
        assert commands.text("values").split("\0")[:-1] == list(ODD_VALUES.values())

    def test_the_command_is_bash_and_arrives_exactly(self, commands: Commands) -> None:
        odd = """[[ a == a ]] && printf '%s' 'it'"'"'s $HOME $$ "x" \\ `y` $(z) é' > "$TOLD/part" \n mv "$TOLD/part" "$TOLD/told"\n"""
        assert commands.submit(odd).wait() is RunStatus.FINISHED
        assert commands.text("told") == 'it\'s $HOME $$ "x" \\ `y` $(z) é'

    def test_the_command_runs_in_the_project(self, commands: Commands) -> None:
        assert commands.submit('cat marker > "$TOLD/told"').wait() is RunStatus.FINISHED
        assert commands.text("told") == "here"

    def test_cancelling_ends_a_running_command(self, commands: Commands) -> None:
        job = commands.submit('touch "$TOLD/started"; sleep 300')
        commands.text("started")
        wait_until(lambda: job.status() is RunStatus.RUNNING)
        job.cancel()
        assert (job.status(), job.wait()) == (RunStatus.KILLED, RunStatus.KILLED)

    def test_cancelling_ends_what_the_command_started(self, commands: Commands) -> None:
        command = 'bash -c \'sleep 300 & echo $! > "$TOLD/part"; mv "$TOLD/part" "$TOLD/child"; wait\' & wait'
        job = commands.submit(command)
        child = int(commands.text("child"))
        assert lives(child)
        job.cancel()
        wait_until(lambda: not lives(child))

    def test_cancelling_ends_what_ignores_it(self, commands: Commands) -> None:
        command = 'trap "" TERM; echo $$ > "$TOLD/part"; mv "$TOLD/part" "$TOLD/process"; while true; do sleep 0.1; done'
        job = commands.submit(command)
        process = int(commands.text("process"))
        job.cancel()
        assert job.status() is RunStatus.KILLED
        wait_until(lambda: not lives(process))

    def test_cancelling_wakes_whoever_waits(self, commands: Commands) -> None:
        job = commands.submit('touch "$TOLD/started"; sleep 300')
        told: list[RunStatus] = []
        thread = Thread(target=lambda: told.append(job.wait()))
        thread.start()
        commands.text("started")
        job.cancel()
        thread.join(_PATIENCE_S)
        assert told == [RunStatus.KILLED]

    def test_cancelling_after_the_end_changes_nothing(self, commands: Commands) -> None:
        well, ill = commands.submit("true"), commands.submit("false")
        assert (well.wait(), ill.wait()) == (RunStatus.FINISHED, RunStatus.FAILED)
        well.cancel()
        ill.cancel()
        assert (well.status(), ill.status()) == (RunStatus.FINISHED, RunStatus.FAILED)

    def test_an_unknown_key_is_refused_with_those_known(self, commands: Commands) -> None:
        with pytest.raises(InvalidValue, match="no-such-key") as refused:
            commands.submit("true", {**commands.place.config, "no-such-key": "x"})
        assert all(key in refused.value.message for key in (*commands.place.config, *commands.place.wrong))

    def test_a_wrong_value_is_refused_with_its_key_and_itself(self, commands: Commands) -> None:
        for key, value in commands.place.wrong.items():
            with pytest.raises(InvalidValue) as refused:
                commands.submit("true", {**commands.place.config, key: value})
            assert key in refused.value.message
            assert repr(value) in refused.value.message

    @pytest.mark.parametrize(("name", "value"), [("", "x"), ("A=B", "x"), ("NULL", "a\0b"), ("HALF", "\ud800")])
    def test_what_no_environment_can_hold_is_refused(self, commands: Commands, name: str, value: str) -> None:
        with pytest.raises(InvalidValue, match=name or "''"):
            commands.submit("true", variables={name: value})


class TestWaitingJobs:
    """What holds where jobs may have to wait."""

    def test_a_waiting_job_is_scheduled_and_can_be_cancelled(self, commands: Commands) -> None:
        assert commands.place.full is not None
        with commands.place.full() as config:
            job = commands.submit('touch "$TOLD/started"', config)
            assert job.status() is RunStatus.SCHEDULED
            job.cancel()
            assert (job.status(), job.wait()) == (RunStatus.KILLED, RunStatus.KILLED)
        assert commands.submit("true").wait() is RunStatus.FINISHED
        assert not (commands.told / "started").exists()
