"""Starting and ending runs, and reading them."""

from collections.abc import Mapping
from typing import Any

from barograph import settings
from barograph.client import earlier_cell, shared_run
from barograph.client.context import context_tags
from barograph.client.experiments import active_experiment_id, chosen_experiment_id
from barograph.client.heartbeat import heartbeat
from barograph.client.metric_value import now_ms
from barograph.client.notebook import cell
from barograph.client.open_runs import ActiveRun, open_runs
from barograph.client.process_end import watch_this_process
from barograph.client.resume import resume_tags
from barograph.client.run_end import end, end_through
from barograph.client.session import session
from barograph.client.signals import kill_signals
from barograph.client.text_value import tag_values
from barograph.client.tracking_client import MlflowClient
from barograph.client.tracking_client.runs import one_experiment_id
from barograph.entities.run import Run
from barograph.entities.run_status import status_of
from barograph.errors import BarographError, InvalidValue, shown
from barograph.model import Lifecycle, NewRun, RunStatus
from barograph.model import Run as StoredRun

_NAME, _NOTE, _PARENT = "mlflow.runName", "mlflow.note.content", "mlflow.parentRunId"


def start_run(
    run_id: str | None = None,
    experiment_id: str | None = None,
    run_name: str | None = None,
    nested: bool = False,
    parent_run_id: str | None = None,
    tags: Mapping[str, Any] | None = None,
    description: str | None = None,
    log_system_metrics: bool | None = None,
    *,
    shared: str | None = None,
) -> ActiveRun:
    """Open a run in this thread and return it, usable with `with`.

    With `run_id`, or the environment's RUN_ID once, an existing run is resumed. While a run is active, `nested=True` is needed, and the
    new run becomes its child. Without `run_name` the store makes one up. In a notebook, a run that an earlier cell left open ends first, or
    goes on where OPEN_RUN says `resume`, and a line says so.

    All processes that give the same `shared` id, such as that of their job, in the same experiment get one run. It ends with the process
    that created it; a process that fails makes it FAILED. `log_system_metrics` records CPU, memory, disk, network and GPUs of the machine.
    """
    stack = open_runs.stack
    if stack and not nested:
        if earlier_cell.goes_on(stack):
            return _go_on(stack[-1], run_name, tags, description)
        _end_earlier(stack[0])
    resumed = run_id or settings.RUN_ID.get()
    shared_id = shared if resumed or nested else shared or settings.SHARED_RUN.get() or None
    if resumed and shared_id:
        raise InvalidValue(f"Both the run {shown(resumed)} and the shared id {shown(shared_id)} are given. Give one of them.")
    uri = session.tracking_uri()
    joined = False
    if resumed:
        settings.RUN_ID.unset()
        run = _resume(resumed, run_name, tags, description)
    elif shared_id:
        new = _new_run(experiment_id, run_name, parent_run_id, tags, description)
        run, stopped, joined = shared_run.join(session.tracking_store(uri), new, shared_id)
        if stopped:
            run = _resume(run.info.run_id, None, tags, description)
    else:
        run = session.tracking_store(uri).create_run(_new_run(experiment_id, run_name, parent_run_id, tags, description))
    active = _activate(run, uri, shared_id, joined=joined)
    _system_metrics(active, log_system_metrics)
    return active


def _go_on(run: ActiveRun, run_name: str | None, tags: Mapping[str, Any] | None, description: str | None) -> ActiveRun:
    _resume(run.info.run_id, run_name, tags, description)
    run.cell = cell()
    earlier_cell.tell(run, "it goes on")
    return run


def _end_earlier(run: ActiveRun) -> None:
    status, error = earlier_cell.how_it_ended()
    end_through(run, status.value, error)
    earlier_cell.tell(run, f"it has ended {status.value}")


def _system_metrics(run: ActiveRun, wanted: bool | None) -> None:
    if wanted or settings.ENABLE_SYSTEM_METRICS_LOGGING.is_set():
        from barograph.client.system_metrics.monitor import watch

        watch(run, wanted)


def _activate(run: StoredRun, uri: str, shared_id: str | None, *, joined: bool) -> ActiveRun:
    client = MlflowClient(uri)
    session.remember_artifact_uri(run.info.run_id, run.info.artifact_uri, uri)
    active = ActiveRun.of(run, client._origin)  # noqa: SLF001  # both are the client
    active.tracking_uri, active.shared_id, active.is_joined = uri, shared_id, joined
    open_runs.push(active)
    watch_this_process()
    heartbeat.run_opened()
    return active


def _resume(run_id: str, run_name: str | None, tags: Mapping[str, Any] | None, description: str | None) -> StoredRun:
    store = session.tracking_store()
    run = session.run_to_resume(run_id)
    chosen = chosen_experiment_id()
    is_known = chosen is not None and chosen.isdecimal() and run.info.experiment_id  # not if set or read without the server
    if is_known and chosen != run.info.experiment_id:
        raise BarographError(
            f"Run {run_id} is in experiment {run.info.experiment_id}, but the active experiment is {chosen}. Call"
            f" set_experiment(experiment_id='{run.info.experiment_id}') before resuming it."
        )
    if run.info.lifecycle is Lifecycle.DELETED:
        raise BarographError(f"Run {run_id} is deleted and cannot be resumed. Restore it with restore_run('{run_id}').")
    texts = _described(tags, description) | resume_tags(store, run)
    store.update_run(run_id, status=RunStatus.RUNNING, name=run_name)
    if texts:
        store.log_batch(run_id, tags=texts)
    return session.run_to_resume(run_id)


def _new_run(
    experiment_id: str | None,
    run_name: str | None,
    parent_run_id: str | None,
    tags: Mapping[str, Any] | None,
    description: str | None,
) -> NewRun:
    parent = _parent(parent_run_id)
    chosen = one_experiment_id(experiment_id) if experiment_id is not None else active_experiment_id()
    texts = tag_values(context_tags()) | _described(tags, description)
    if parent:
        texts[_PARENT] = parent
    if run_name:
        texts[_NAME] = run_name
    return NewRun(
        experiment_id=chosen,
        name=texts.get(_NAME) or None,
        user_id=texts["mlflow.user"],
        start_time_ms=now_ms(),
        tags=texts,
    )


def _described(tags: Mapping[str, Any] | None, description: str | None) -> dict[str, str]:
    texts = tag_values(tags or {})
    if description:
        if _NOTE in texts:
            raise InvalidValue(f"The description is given twice: as description and as the tag {_NOTE}. Leave one out.")
        texts |= tag_values({_NOTE: description})
    return texts


def _parent(parent_run_id: str | None) -> str | None:
    stack = open_runs.stack
    active = stack[-1].info.run_id if stack else None
    if parent_run_id is None:
        return active
    if active is not None and active != parent_run_id:
        raise BarographError(f"parent_run_id is {shown(parent_run_id)}, but run {active} is active. End that run first or leave it out.")
    if session.tracking_store().get_run(parent_run_id).info.lifecycle is Lifecycle.DELETED:
        raise BarographError(f"Run {parent_run_id} is deleted and cannot be a parent. Restore it with restore_run('{parent_run_id}').")
    return parent_run_id


def end_run(status: str = "FINISHED") -> None:
    """End the innermost run of this thread; without one nothing happens. A status that there is not changes nothing and raises."""
    end_status = status_of(status)
    settings.RUN_ID.unset()
    if open_runs.stack:
        end(open_runs.pop(), end_status)
        kill_signals.release()


def active_run() -> ActiveRun | None:
    """The innermost open run of this thread, as it stood at its start; None if there is none."""
    stack = open_runs.stack
    return stack[-1] if stack else None


def last_active_run() -> Run | None:
    """The active run, else the one that ended last in this thread, read again; None if there was none."""
    if (active := active_run()) is not None:
        return active
    ended = open_runs.last_ended
    return MlflowClient(ended[0]).get_run(ended[1]) if ended else None


def active_or_new_run() -> ActiveRun:
    """The active run; one is started if this thread has none."""
    return active_run() or start_run()


def get_run(run_id: str) -> Run:
    """Return a run, deleted or not; unknown raises RESOURCE_DOES_NOT_EXIST."""
    return MlflowClient().get_run(run_id)


def get_parent_run(run_id: str) -> Run | None:
    """Return the run that this one is nested in, None if there is none."""
    return MlflowClient().get_parent_run(run_id)


def delete_run(run_id: str) -> None:
    """Mark a run deleted."""
    MlflowClient().delete_run(run_id)


def restore_run(run_id: str) -> None:
    """Make a deleted run active."""
    MlflowClient().restore_run(run_id)
