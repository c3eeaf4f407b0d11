"""The runs that are open when a process, one of its threads, or a worker of `multiprocessing` ends."""

import atexit
import sys

from barograph.client.notebook import cell_error, is_interactive
from barograph.client.open_runs import open_runs
from barograph.client.run_end import end, end_through, status_after
from barograph.client.signals import kill_signals
from barograph.client.uncaught import uncaught
from barograph.errors import BarographError
from barograph.model import RunStatus


def watch_this_process() -> None:
    """Notice signals and exceptions that end this process while runs are open."""
    kill_signals.watch(_kill_all_runs)
    uncaught.watch(_end_thread_s_runs, _end_worker_s_runs)


def end_all_runs() -> None:
    """End every run that the process leaves open: FAILED after an uncaught exception, KILLED after Ctrl-C, else FINISHED.

    In a notebook the last cell decides: errors before it were seen and mended.
    """
    error = cell_error() if is_interactive() else uncaught.error
    _end_all(status_after(error), error)


def _kill_all_runs() -> None:
    _end_all(RunStatus.KILLED, None)


def _end_thread_s_runs(error: BaseException | None) -> None:
    if open_runs.stack:
        end_through(open_runs.stack[0], status_after(error).value, error)


def _end_worker_s_runs(error: BaseException | None) -> None:
    _end_all(status_after(error), error)


def _end_all(status: RunStatus, error: BaseException | None) -> None:
    for run in open_runs.take_all():
        try:
            end(run, status, error)
        except (BarographError, OSError) as failure:
            sys.stderr.write(f"barograph: run {run.info.run_id} could not be ended and stays RUNNING: {failure}\n")


atexit.register(end_all_runs)
