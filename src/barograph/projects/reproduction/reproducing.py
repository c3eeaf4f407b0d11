"""Reproducing a run."""

from __future__ import annotations

import platform
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from barograph.client.session import session
from barograph.errors import BarographError, ExecutionFailed, InvalidValue
from barograph.model import Run
from barograph.projects.backends.table import backend as backend_named
from barograph.projects.environments.table import LOCAL
from barograph.projects.record.recorded import Code, Machine, Record
from barograph.projects.record.variables import variables_that_matter, variables_to_set
from barograph.projects.reproduction.comparison import ComparedMetric, ComparedParam, compared_metrics, compared_params
from barograph.projects.reproduction.inputs import places_of_inputs
from barograph.projects.reproduction.locked import Chosen, environment_for
from barograph.projects.reproduction.original import Original, read_original, read_record
from barograph.projects.reproduction.plain_run import told_by
from barograph.projects.reproduction.plan import Notes, Plan
from barograph.projects.reproduction.restored_code import restored_code
from barograph.projects.sources.checkout import Checkout
from barograph.projects.start import Asked, read_config, start_checkout

REPRODUCES_TAG = "barograph.reproduces"
_SUFFIX = "-reproduced"


class Reproduction(msgspec.Struct, frozen=True, kw_only=True):
    """A run that was reproduced, or would be: without `run_id` only the plan was made.

    `params` are those that differ. `is_same_code` and `is_same_lock` are None where one of the two runs has nothing to compare.
    """

    plan: Plan
    run_id: str | None = None
    metrics: tuple[ComparedMetric, ...] = ()
    params: tuple[ComparedParam, ...] = ()
    is_same_code: bool | None = None
    is_same_lock: bool | None = None

    @property
    def is_equal(self) -> bool:
        """Whether it ran, with the same parameters, and with metrics that are equal."""
        return self.run_id is not None and not self.params and all(metric.is_equal for metric in self.metrics)


def reproduce(
    run_id: str,
    *,
    experiment_name: str | None = None,
    experiment_id: str | None = None,
    run_name: str | None = None,
    env_manager: str | None = None,
    backend: str | None = None,
    backend_config: Mapping[str, Any] | str | None = None,
    storage_dir: str | None = None,
    ignore_missing: bool = False,
    tolerance: float = 0.0,
    metrics: Sequence[str] | None = None,
    dry_run: bool = False,
) -> Reproduction:
    """Run again what a run was: its commit with what was not committed, its lock, command and parameters, and compare the metrics.

    The new run is tagged `barograph.reproduces` and is in the same experiment unless one is given. Environment manager and backend are
    those of the original unless given; a backend's configuration is not recorded, so it is given again. Metrics are equal if they differ by
    at most `tolerance` times the larger value; `metrics` names those that count. With `dry_run` the code is fetched to see whether it is
    there, and nothing is run.

    Raises `ExecutionFailed` naming what is missing. What the run can do without is passed over with `ignore_missing`.
    """
    if not 0 <= tolerance < float("inf"):
        raise InvalidValue(f"tolerance is {tolerance}. Give a number that is not negative, such as 0.001 for a thousandth.")
    config = read_config(backend_config)
    folder = Path(tempfile.mkdtemp(prefix="barograph-reproduce-"))
    try:
        original = read_original(run_id, folder)
        prepared = _prepared(original, env_manager, backend)
        plan = prepared.plan
        if dry_run or prepared.checkout is None or plan.needed or (plan.missing and not ignore_missing):
            if prepared.checkout is not None:
                prepared.checkout.discard()
            if not dry_run:
                raise ExecutionFailed(plan.problem())
            return Reproduction(plan=plan)
        asked = Asked(
            entry_point=plan.entry_point,
            parameters=plan.parameters,
            backend=plan.backend,
            backend_config=config,
            storage_dir=storage_dir,
            env_manager=prepared.environment.manager,
            experiment_name=experiment_name,
            experiment_id=experiment_id if experiment_name or experiment_id else plan.experiment_id,
            run_name=run_name or plan.run_name.removesuffix(_SUFFIX) + _SUFFIX,
            environment=prepared.environment.spec,
            paths=prepared.paths,
            variables=prepared.variables,
            tags={REPRODUCES_TAG: run_id},
        )
        submitted = start_checkout(prepared.checkout, asked)
        return _compared(original, plan, submitted.run_id, folder / "reproduced", tolerance, metrics)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Prepared(msgspec.Struct, frozen=True, kw_only=True):
    plan: Plan
    checkout: Checkout | None
    environment: Chosen
    paths: dict[str, str] = {}
    variables: dict[str, str] = {}


def _prepared(original: Original, env_manager: str | None, backend: str | None) -> _Prepared:
    """Bring the code back and see what is missing."""
    notes = Notes()
    if original.record is None:
        return _prepared_without_record(original, env_manager, backend, notes)
    record = original.record
    checkout = restored_code(original, record.code, notes)
    environment, paths = Chosen(env_manager, None, "not looked at"), {}
    if checkout is not None:
        activates = _activates(backend or record.backend, notes)
        lock = original.kept(record.environment.lock)
        try:
            environment = environment_for(env_manager, record.environment, lock, checkout, notes, activates=activates)
            paths = places_of_inputs(record, checkout, notes)
        except BaseException:
            checkout.discard()
            raise
    notes.differences += _machine_differences(record.machine)
    variables = variables_to_set(record.variables)
    notes.differences += _variable_differences(record.variables, variables_that_matter() | variables)
    notes.differences += record.problems
    plan = _plan(
        original.run,
        notes,
        code=_code_words(record.code),
        changes=_changes_words(record.code),
        environment=environment,
        backend=backend or record.backend,
        entry_point=record.entry_point,
        parameters=record.parameters,
        record=record,
    )
    return _Prepared(plan=plan, checkout=checkout, environment=environment, paths=paths, variables=variables)


def _prepared_without_record(original: Original, env_manager: str | None, backend: str | None, notes: Notes) -> _Prepared:
    run = original.run
    told = told_by(run, notes)
    environment = Chosen(env_manager, None, "not looked at")
    if told is not None:
        environment = environment_for(env_manager, None, None, told.checkout, notes, activates=_activates(backend or LOCAL, notes))
    commit = run.tags.get("mlflow.source.git.commit")
    plan = _plan(
        run,
        notes,
        code=f"{run.tags.get('mlflow.source.name', 'unknown')}{f' at commit {commit[:12]}' if commit else ''}",
        changes=None,
        environment=environment,
        backend=backend or LOCAL,
        entry_point=told.entry_point if told else run.tags.get("mlflow.project.entryPoint", ""),
        parameters=told.parameters if told else {},
        record=None,
    )
    return _Prepared(plan=plan, checkout=told.checkout if told else None, environment=environment)


def _plan(
    run: Run,
    notes: Notes,
    *,
    code: str,
    changes: str | None,
    environment: Chosen,
    backend: str,
    entry_point: str,
    parameters: dict[str, str],
    record: Record | None,
) -> Plan:
    return Plan(
        run_id=run.info.run_id,
        run_name=run.info.name,
        experiment_id=run.info.experiment_id,
        code=code,
        changes=changes,
        environment=environment.words,
        manager=environment.manager,
        backend=backend,
        entry_point=entry_point,
        parameters=parameters,
        command=record.command if record else None,
        needed=tuple(notes.needed),
        missing=tuple(notes.missing),
        differences=tuple(notes.differences),
    )


def _activates(backend: str, notes: Notes) -> bool:
    """Whether a backend wants an environment of this machine; that it is not here is noted."""
    try:
        return backend_named(backend).activates
    except BarographError as error:
        notes.needed.append(f"the backend: {error.message}")
    return True


def _code_words(code: Code) -> str:
    inside = f", folder {code.directory}" if code.directory else ""
    return (
        f"commit {code.commit[:12]} of {code.repository or code.root or code.uri}{inside}"
        if code.commit
        else f"the kept files of {code.uri}"
    )


def _changes_words(code: Code) -> str | None:
    return None if code.patch is None else f"{code.patch.size_bytes:,} bytes of uncommitted changes"


def _machine_differences(then: Machine) -> list[str]:
    now = (platform.system(), platform.machine(), platform.python_implementation())
    before = (then.system, then.architecture, then.implementation)
    told = []
    if now != before:
        told.append(f"platform: {' '.join(before)} → {' '.join(now)}. Packages of the lock may not exist for it, and numbers may differ.")
    return told


def _variable_differences(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    changed = [
        f"{name} {then.get(name, 'unset')} → {now.get(name, 'unset')}"
        for name in sorted(then.keys() | now.keys())
        if then.get(name) != now.get(name)
    ]
    return [f"variables: {', '.join(changed)}."] if changed else []


def _compared(original: Original, plan: Plan, run_id: str, folder: Path, tolerance: float, metrics: Sequence[str] | None) -> Reproduction:
    store = session.tracking_store()
    before, after = store.get_run(plan.run_id), store.get_run(run_id)
    record = read_record(run_id, folder)
    return Reproduction(
        plan=plan,
        run_id=run_id,
        metrics=compared_metrics(before, after, tolerance=tolerance, only=metrics),
        params=compared_params(before, after),
        is_same_code=_same(original.record, record, lambda one: one.code.tree),
        is_same_lock=_same(original.record, record, lambda one: one.environment.lock and one.environment.lock.sha256),
    )


def _same(before: Record | None, after: Record | None, what: Any) -> bool | None:
    found = [None if record is None else what(record) for record in (before, after)]
    return None if None in found else found[0] == found[1]
