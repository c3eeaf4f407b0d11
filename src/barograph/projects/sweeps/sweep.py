"""`barograph.projects.sweep`: begins a sweep, or goes on with one."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from barograph import settings
from barograph.client.experiments import active_experiment_id
from barograph.client.session import session
from barograph.client.tracking_client.runs import one_experiment_id
from barograph.errors import AlreadyExists, BarographError, InvalidValue, NotFound, Unavailable, shown
from barograph.model import Lifecycle, Run, RunStatus
from barograph.projects.sweeps.conductor import Conductor
from barograph.projects.sweeps.lease import Lease
from barograph.projects.sweeps.outcome import SweepResult
from barograph.projects.sweeps.performer import FunctionPerformer, Objective, Performer, ProjectPerformer, pickled
from barograph.projects.sweeps.pool import Pool
from barograph.projects.sweeps.progress import Progress, progress_of
from barograph.projects.sweeps.project_source import COMMIT, ProjectSource, project_source
from barograph.projects.sweeps.reading import checked, read_sweep, sweep_of
from barograph.projects.sweeps.spec import Sweep
from barograph.projects.sweeps.study import Study, need_optuna
from barograph.projects.sweeps.sweep_runs import DIGEST, FILE, SEED, SWEEP, SweepRuns, create_sweep, digest_of, find_sweep, params_of
from barograph.projects.sweeps.yaml_text import read_yaml, write_yaml
from barograph.store.opening import is_server, open_store

if TYPE_CHECKING:
    from barograph.store.base import Store


def sweep(
    of: str | Path | Mapping[str, Any] | None = None,
    objective: Objective | None = None,
    *,
    resume: bool = False,
    run_id: str | None = None,
    experiment_name: str | None = None,
    experiment_id: str | None = None,
    run_name: str | None = None,
    trials: int | None = None,
    workers: int | None = None,
    backend: str | None = None,
    backend_config: Mapping[str, Any] | None = None,
    quiet: bool = False,
    verbose: bool = False,
) -> SweepResult:
    """Try parameters as a sweep's YAML file, or a mapping of the same shape, says, and return how the sweep stands.

    Trials run the sweep's project, or call `objective(parameters, run)` in processes of their own: it returns the value that counts, or
    logs the metric to the run, which is open. The sweep is a run, and each trial a run below it.

    With `resume` the last sweep of the experiment that was begun alike goes on, if there is one; with `run_id` that sweep, whose file need
    not be given. Trials that have ended count; those that were cut off are run again as the same runs. `run_name`, `trials`, `workers`,
    `backend` and `backend_config` win over what the file says; the number of trials may grow.

    Ctrl-C ends the trials that run; the sweep can be resumed. Raises `InvalidValue` for what cannot be used, and `Conflict` while another
    process conducts the sweep.
    """
    uri = session.tracking_uri()
    store = _store(uri)
    earlier = None if run_id is None else _named(store, run_id)
    given = _given(of, earlier, uri)
    changes: dict[str, Any] = {"name": run_name, "trials": trials, "workers": workers}
    given = checked(_with_backend(msgspec.structs.replace(given, **_told(changes)), backend, backend_config))
    _check_what(given, objective)
    need_optuna(given.method)
    digest = digest_of(given, getattr(objective, "__qualname__", None))
    if earlier is not None and earlier.tags.get(DIGEST) != digest:
        raise InvalidValue(f"Run {run_id} is of another sweep: method, parameters, metric, seed and objective must stay as they were.")
    place = earlier.info.experiment_id if earlier is not None else _experiment(store, experiment_name, experiment_id)
    if earlier is None and resume:
        earlier = find_sweep(store, place, digest)
    source = None if given.project is None else project_source(given, given.project, earlier.tags.get(COMMIT) if earlier else None)
    performer = pickled(_performer(objective, source))
    seed = given.seed if given.seed is not None else int(earlier.tags[SEED]) if earlier is not None else secrets.randbelow(2**32)
    parent = earlier or create_sweep(store, given, experiment_id=place, digest=digest, seed=seed, tags=source.tags if source else {})
    progress = progress_of(given, quiet=quiet, verbose=verbose)
    result = _conducted(store, uri, given, parent, seed, source, performer, progress, resumed=earlier is not None)
    return msgspec.structs.replace(result, resumed=earlier is not None)


def _conducted(
    store: Store,
    uri: str,
    given: Sweep,
    parent: Run,
    seed: int,
    source: ProjectSource | None,
    performer: bytes,
    progress: Progress,
    *,
    resumed: bool,
) -> SweepResult:
    lease = Lease(store, parent.info.run_id)
    lease.take()
    try:
        progress.say(f"Sweep {parent.info.name} ({parent.info.run_id}) {'goes on' if resumed else 'begins'}: {given.trials} trials.")
        runs = SweepRuns(store, given, parent, source)
        if not resumed:
            runs.describe(params_of(given, seed))
        _keep_file(uri, given, parent)
        pool = Pool(
            performer,
            given.workers,
            variables=_variables(uri, parent.info.experiment_id),
            inherited=lease.inherited,
            say=progress.printed,
        )
        study = Study(given, seed, parent.info.run_id)
        return Conductor(given, runs, study, pool, lease, progress).conduct()
    except BaseException:
        _leave(store, parent, lease)
        raise
    finally:
        progress.close()
        lease.release()


def _leave(store: Store, parent: Run, lease: Lease) -> None:
    """A sweep that an error ended is a failed run, unless another process goes on with it."""
    try:
        lease.check(now=True)
        store.update_run(parent.info.run_id, status=RunStatus.FAILED)
    except (BarographError, OSError):
        return


def _told(changes: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in changes.items() if value is not None}


def _store(uri: str) -> Store:
    """The store itself: what a sweep notes must be there when a call returns, so no journal is between them."""
    if not is_server(uri):
        return session.tracking_store(uri)
    if settings.OFFLINE.get():
        raise Unavailable(f"A sweep needs {uri}, and {settings.OFFLINE.name} says not to ask it. Unset it, or keep runs in a database.")
    return open_store(uri)


def _named(store: Store, run_id: str) -> Run:
    run = store.get_run(run_id)
    if SWEEP not in run.tags:
        raise InvalidValue(f"Run {shown(run_id)} is no sweep: it has no tag {SWEEP}. Give the id of a sweep's own run.")
    if run.info.lifecycle is Lifecycle.DELETED:
        raise InvalidValue(f"Run {shown(run_id)} is deleted. Restore it before its sweep goes on.")
    return run


def _given(of: str | Path | Mapping[str, Any] | None, earlier: Run | None, uri: str) -> Sweep:
    if of is not None:
        return read_sweep(of)
    if earlier is None:
        raise InvalidValue("A sweep needs its YAML file, or a mapping of the same shape, or the run_id of a sweep that is to go on.")
    kept = f"The file {FILE} of run {earlier.info.run_id}"
    text = b"".join(session.run_artifacts(earlier.info.run_id, uri).get(FILE)).decode("utf-8", "replace")
    return sweep_of(read_yaml(text, kept), kept, Path.cwd())


def _with_backend(given: Sweep, backend: str | None, config: Mapping[str, Any] | None) -> Sweep:
    told = _told({"backend": backend, "backend_config": None if config is None else dict(config)})
    if not told:
        return given
    if given.project is None:
        raise InvalidValue(f"backend is {shown(backend)}, but the sweep has no project, and functions run in processes of this machine.")
    return msgspec.structs.replace(given, project=msgspec.structs.replace(given.project, **told))


def _performer(objective: Objective | None, source: ProjectSource | None) -> Performer:
    if objective is not None:
        return FunctionPerformer(objective)
    assert source is not None  # noqa: S101  # one of them is there, as was checked
    return ProjectPerformer(source.target)


def _check_what(given: Sweep, objective: Objective | None) -> None:
    if (objective is None) == (given.project is None):
        both = "no project, and no objective was given" if objective is None else "a project, and an objective was given, too"
        raise InvalidValue(f"The sweep has {both}. Give one of them: a project in the file, or a Python function.")


def _experiment(store: Store, name: str | None, experiment_id: str | None) -> str:
    if name is not None and experiment_id is not None:
        raise InvalidValue("Both experiment_name and experiment_id are given. Give one of them.")
    if name is None:
        return one_experiment_id(experiment_id) if experiment_id is not None else active_experiment_id()
    try:
        return store.get_experiment_by_name(name).experiment_id
    except NotFound:
        pass
    try:
        return store.create_experiment(name)
    except AlreadyExists:  # another process made it meanwhile
        return store.get_experiment_by_name(name).experiment_id


def _keep_file(uri: str, given: Sweep, parent: Run) -> None:
    """The sweep as it was understood, among the files of its run."""
    text = write_yaml(msgspec.to_builtins(given))
    session.run_artifacts(parent.info.run_id, uri).put(FILE, [text.encode()])


def _variables(uri: str, experiment_id: str) -> dict[str, str]:
    """The environment of workers: their runs are where the sweep's are."""
    taken = {name for each in (settings.EXPERIMENT_NAME, settings.RUN_ID, settings.SHARED_RUN) for name in each.names}
    variables = {name: value for name, value in os.environ.items() if name not in taken}
    for setting, value in ((settings.TRACKING_URI, uri), (settings.EXPERIMENT_ID, experiment_id), (settings.QUIET, "true")):
        variables.update(dict.fromkeys(setting.names, value))
    return variables
