"""The run of a started project in the tracking store: how it begins, and how it ends."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from barograph import settings
from barograph.client.context import user_name
from barograph.client.metric_value import now_ms
from barograph.client.open_runs import open_runs
from barograph.client.run_end import ERROR_TAG
from barograph.client.session import session
from barograph.errors import BarographError, InvalidValue, shown
from barograph.model import Lifecycle, NewRun, RunInfo, RunStatus
from barograph.model.job import JOB_TAG
from barograph.model.limits import MAX_BATCH_PARAMS, MAX_PARAM_VALUE
from barograph.projects.sources.checkout import Checkout
from barograph.store.opening import is_server, sqlite_file

if TYPE_CHECKING:
    from barograph.store.base import Store

_LOG = logging.getLogger("barograph")
_NAME = "mlflow.runName"


class TrackedRun:
    """A run that a project's command belongs to. What is recorded of it goes to the tracking store of its beginning."""

    def __init__(self, info: RunInfo, uri: str) -> None:
        self.run_id = info.run_id
        self.experiment_id = info.experiment_id
        self.name = info.name
        self.artifact_uri = info.artifact_uri
        self.uri = uri

    @property
    def _store(self) -> Store:
        return session.tracking_store(self.uri)

    def variables(self) -> dict[str, str]:
        """What a process needs to log to the run, under Barograph's and MLflow's names."""
        told = {settings.RUN_ID: self.run_id, settings.TRACKING_URI: _from_anywhere(self.uri), settings.EXPERIMENT_ID: self.experiment_id}
        found = {name: value for setting, value in told.items() for name in setting.names}
        if settings.EXPERIMENT_NAME.is_set():
            # A name in the environment could contradict the id; an empty one counts as none.
            found |= dict.fromkeys(settings.EXPERIMENT_NAME.names, "")
        return found

    def set_tags(self, tags: Mapping[str, str]) -> None:
        """Set tags; one `mlflow.runName` among them renames the run."""
        if tags:
            self._store.log_batch(self.run_id, tags=tags)

    def log_params(self, params: Mapping[str, str]) -> None:
        """Record parameters as they were given, each as far as a run keeps it."""
        items = [(key, value[:MAX_PARAM_VALUE]) for key, value in params.items()]
        for i in range(0, len(items), MAX_BATCH_PARAMS):
            self._store.log_batch(self.run_id, params=dict(items[i : i + MAX_BATCH_PARAMS]))

    def is_visible(self) -> None:
        """Return once other processes can read what was recorded."""
        session.flush()

    def end(self, status: RunStatus, error: str | None = None) -> None:
        """End the run. If its own process has, only a failure of the command changes that. Failing to do so is logged."""
        try:
            now = self._store.get_run(self.run_id).info.status
            if error:
                self.set_tags({ERROR_TAG: error})
            if now.is_terminated and (status is RunStatus.FINISHED or now in (status, RunStatus.KILLED)):
                return
            self._store.update_run(self.run_id, status=status, end_time_ms=now_ms())
            self.is_visible()
        except (BarographError, OSError) as failure:
            _LOG.warning("Run %s ended %s, which could not be recorded: %s", self.run_id, status.value, failure)


def new_run(experiment_id: str, checkout: Checkout, entry_point: str, params: Mapping[str, str], run_name: str | None) -> TrackedRun:
    """Create a run with the tags of a project, and record its parameters as they were given."""
    uri = session.tracking_uri()
    store = session.tracking_store(uri)
    user = user_name()
    tags = {
        "mlflow.user": user,
        "mlflow.source.name": checkout.source,
        "mlflow.source.type": "PROJECT",
        "mlflow.project.entryPoint": entry_point,
        "mlflow.parentRunId": _parent(),
        _NAME: run_name or None,
    }
    created = store.create_run(
        NewRun(
            experiment_id=experiment_id,
            name=run_name or None,
            user_id=user,
            start_time_ms=now_ms(),
            tags={key: value for key, value in tags.items() if value} | _git_tags(checkout),
        )
    )
    run = TrackedRun(created.info, uri)
    try:
        run.log_params(params)
    except BaseException as error:
        run.end(RunStatus.FAILED, str(error))
        raise
    return run


def given_run(run_id: str, checkout: Checkout, params: Mapping[str, str]) -> TrackedRun:
    """The run that a caller has created for the project; a deleted one raises `InvalidValue`.

    That of a job was created by somebody who had not seen the project: commit and defaults of parameters are recorded now.
    """
    uri = session.tracking_uri()
    run = session.tracking_store(uri).get_run(run_id)
    info = run.info
    if info.lifecycle is Lifecycle.DELETED:
        raise InvalidValue(f"Run {shown(run_id)} is deleted and no project can run in it. Restore it, or leave run_id out.")
    tracked = TrackedRun(info, uri)
    if JOB_TAG in run.tags:
        tracked.set_tags({key: value for key, value in _git_tags(checkout).items() if key not in run.tags})
        tracked.log_params({key: value for key, value in params.items() if key not in run.params})
    return tracked


def _git_tags(checkout: Checkout) -> dict[str, str]:
    found = {"commit": checkout.commit, "repoURL": checkout.repository, "branch": checkout.branch}
    return {f"mlflow.source.git.{name}": value for name, value in found.items() if value}


def _parent() -> str | None:
    """The run that is active in this thread, or that this process was started for."""
    active = open_runs.innermost
    return active.info.run_id if active else settings.RUN_ID.get() or None


def _from_anywhere(uri: str) -> str:
    """A tracking URI that means the same in another working directory."""
    if is_server(uri) or not uri.startswith("sqlite"):
        return uri
    file = sqlite_file(uri)
    scheme, _, rest = uri.partition(":")
    query = f"?{rest.partition('?')[2]}" if "?" in rest else ""
    return uri if file is None else f"{scheme}:///{Path(file)}{query}"
