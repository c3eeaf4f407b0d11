"""How a run ends: as what, and what is kept of the exception that ended it."""

import logging
import sys
import traceback

from barograph.client import session
from barograph.client.open_runs import ActiveRun, open_runs
from barograph.client.signals import kill_signals
from barograph.client.tracking_client import MlflowClient
from barograph.entities.run_status import status_of
from barograph.errors import BarographError
from barograph.model import RunStatus

ERROR_TAG = "barograph.error"
TRACEBACK_FILE = "error/traceback.txt"

_LOG = logging.getLogger(__name__)


def status_after(error: BaseException | None) -> RunStatus:
    """The status of a run that an exception leaves. Leaving with sys.exit(0) is leaving as intended; Ctrl-C kills."""
    if error is None or (isinstance(error, SystemExit) and error.code in (None, 0)):
        return RunStatus.FINISHED
    return RunStatus.KILLED if isinstance(error, KeyboardInterrupt) else RunStatus.FAILED


def end(run: ActiveRun, status: RunStatus, error: BaseException | None = None) -> None:
    """End a run, and keep what ended it. While an exception is under way, failing to do so is logged, so that it is not hidden."""
    stop_system_metrics(run)
    try:
        if _may_set(run, status):
            MlflowClient(run.tracking_uri).set_terminated(run.info.run_id, status.value)
        if error is not None and status is RunStatus.FAILED:
            _keep(run, error)
        _insist(run, status)
    except (BarographError, OSError) as failure:
        if error is None:
            raise
        _LOG.warning("Run %s ended %s, which could not all be recorded: %s", run.info.run_id, status.value, failure)


def end_through(run: ActiveRun, status: str, error: BaseException | None = None) -> None:
    """End a run of this thread and all that are nested in it; if it has ended already, nothing happens. `error` is what ended it."""
    while any(other is run for other in open_runs.stack):
        ended = open_runs.pop()
        try:
            end(ended, status_of(status), error)
        finally:
            kill_signals.release()
        if ended is run:
            return


def stop_system_metrics(run: ActiveRun) -> None:
    """End the system metrics of a run, if the process has recorded any."""
    monitor = sys.modules.get("barograph.client.system_metrics.monitor")
    if monitor is not None:
        monitor.unwatch(run)


def _may_set(run: ActiveRun, status: RunStatus) -> bool:
    """Whether this process may say how a run ended. A failure of any is one of the run, and no success takes it back.

    A shared run ends with the process that created it. One that goes on longer moves the end.
    """
    if run.shared_id is None or status is not RunStatus.FINISHED:
        return True
    now = session.tracking_store(run.tracking_uri).get_run(run.info.run_id).info.status
    return now is RunStatus.FINISHED if run.is_joined else now not in (RunStatus.FAILED, RunStatus.KILLED)


def _insist(run: ActiveRun, status: RunStatus) -> None:
    """Set a failure again that the process that created a shared run overwrote with its success, having looked just before it came."""
    if run.shared_id is None or status is RunStatus.FINISHED:
        return
    if session.tracking_store(run.tracking_uri).get_run(run.info.run_id).info.status is RunStatus.FINISHED:
        MlflowClient(run.tracking_uri).set_terminated(run.info.run_id, status.value)


def _keep(run: ActiveRun, error: BaseException) -> None:
    """The last line of the traceback as a tag, all of it as a file. Values of variables are not part of it."""
    client = MlflowClient(run.tracking_uri)
    client.set_tag(run.info.run_id, ERROR_TAG, traceback.format_exception_only(error)[-1].strip(), synchronous=True)
    client.log_text(run.info.run_id, "".join(traceback.format_exception(error)), TRACEBACK_FILE)
