"""A batch job of a Slurm cluster, looked at from here."""

from __future__ import annotations

from codecs import getincrementaldecoder
from pathlib import Path

from barograph.errors import Unavailable
from barograph.model import RunStatus
from barograph.projects.backends.polled import PolledJob
from barograph.projects.backends.programs import answer, ask

ANSWER_S = 60.0
"""Seconds that a program of Slurm may take."""

_SCHEDULED = {"PENDING", "CONFIGURING", "REQUEUED", "REQUEUE_HOLD", "REQUEUE_FED", "RESV_DEL_HOLD", "SPECIAL_EXIT"}
_RUNNING = {"RUNNING", "COMPLETING", "SUSPENDED", "STOPPED", "SIGNALING", "STAGE_OUT", "RESIZING", "EXPEDITING"}
_ENDED = {"COMPLETED": RunStatus.FINISHED, "CANCELLED": RunStatus.KILLED, "REVOKED": RunStatus.KILLED}


class SlurmJob(PolledJob):
    """A batch job. Its state is squeue's, then sacct's; where neither knows it, what its script left behind."""

    def __init__(self, job_id: str, cluster: str, folder: Path) -> None:
        super().__init__(job_id)
        self._where = [f"--clusters={cluster}"] if cluster else []
        self._folder = folder
        self._read = 0
        self._decoder = getincrementaldecoder("utf-8")("replace")

    def look(self) -> RunStatus:
        """What Slurm says."""
        queued = ask(["squeue", *self._where, "--noheader", "--states=all", "--format=%T", f"--jobs={self.id}"], timeout_s=ANSWER_S)
        if queued.returncode and "invalid job id" not in queued.stderr.lower():
            raise Unavailable(f"`squeue` failed with exit code {queued.returncode}: {queued.stderr.strip()[-500:]}")
        if not queued.returncode and (state := _first_word(queued.stdout)):
            return _meaning(state)
        return self._accounted() or self._left_behind()

    def stop(self) -> None:
        """Cancel it."""
        answer(["scancel", *self._where, self.id], timeout_s=ANSWER_S)

    def new_output(self) -> str:
        """What was added to its output file."""
        try:
            with (self._folder / "output.log").open("rb") as file:
                file.seek(self._read)
                data = file.read()
        except FileNotFoundError:
            return ""
        self._read += len(data)
        return self._decoder.decode(data)

    def _accounted(self) -> RunStatus | None:
        """What the cluster's accounts say; None where it keeps none."""
        argv = ["sacct", *self._where, "--noheader", "--parsable2", "--allocations", "--format=State", f"--jobs={self.id}"]
        done = ask(argv, timeout_s=ANSWER_S)
        state = "" if done.returncode else _first_word(done.stdout)
        return _meaning(state) if state else None

    def _left_behind(self) -> RunStatus:
        try:
            code = (self._folder / "exit-code").read_text().strip()
        except FileNotFoundError:
            return RunStatus.KILLED if self._cancelled else RunStatus.FAILED
        return RunStatus.FINISHED if code == "0" else RunStatus.FAILED


def _first_word(said: str) -> str:
    """The state in an answer; "CANCELLED by 1000" and "CANCELLED+" are CANCELLED, and a line "CLUSTER: x" comes before the states."""
    lines = [line for line in said.splitlines() if line.strip() and not line.startswith("CLUSTER:")]
    return lines[0].split()[0].rstrip("+") if lines else ""


def _meaning(state: str) -> RunStatus:
    if state in _SCHEDULED:
        return RunStatus.SCHEDULED
    return RunStatus.RUNNING if state in _RUNNING else _ENDED.get(state, RunStatus.FAILED)
