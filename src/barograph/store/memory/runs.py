"""Runs: their life, what is logged to them, and the search for them."""

import re
import uuid
from collections.abc import Collection, Mapping, Sequence
from enum import Enum

import msgspec

from barograph.errors import Conflict, InvalidValue, ParamChanged, RunNotFound, TagNotFound, shown
from barograph.model import DatasetInput, Lifecycle, Metric, ModelOutput, NewRun, Page, Query, Run, RunInfo, RunStatus
from barograph.model.filter import Entity, Key
from barograph.model.limits import (
    MAX_PARAM_VALUE,
    MAX_RUN_TAG_VALUE,
    MAX_SEARCH_RESULTS,
    check_experiment_id,
    check_key,
    check_new_run_id,
    check_run_id,
)
from barograph.model.names import generate_name
from barograph.store.memory.checks import check_integer, check_tags, check_text
from barograph.store.memory.evaluate import Subject, Value, holds
from barograph.store.memory.experiments import active_experiment, in_view
from barograph.store.memory.inputs import add_dataset, check_datasets
from barograph.store.memory.ordering import sort_by, sort_keys
from barograph.store.memory.paging import page_of
from barograph.store.memory.points import add_point, check_points, summary_of
from barograph.store.memory.state import Aggregate, RunRecord, State, locked
from barograph.store.query import RUNS, parse_filter, parse_order_by, settled

RUN_NAME_TAG = "mlflow.runName"
_CONTEXT_TAG = "mlflow.data.context"
_DEFAULT_PAGE = 1_000
_MODEL_ID = re.compile(r"\S{1,256}")


class MemoryRuns(Aggregate):
    """`RunStore` in memory."""

    @locked
    def create_run(self, new: NewRun) -> Run:
        experiment = active_experiment(self._state, new.experiment_id)
        tags = check_tags(new.tags, MAX_RUN_TAG_VALUE, cut=True)
        check_integer(new.start_time_ms, "start_time")
        check_text(new.name or "", "run_name")
        tagged = tags.get(RUN_NAME_TAG)
        if new.name and tagged and new.name != tagged:
            raise InvalidValue(f"The run's name {shown(new.name)} and its tag {RUN_NAME_TAG} {shown(tagged)} differ. Give one of them.")
        name = new.name or tagged or generate_name()
        run_id = uuid.uuid4().hex if new.run_id is None else check_new_run_id(new.run_id)
        if run_id in self._state.runs:
            known = self._state.runs[run_id]
            if not new.is_of(known.info):
                raise Conflict(f"Run {run_id} exists already, and with another experiment, user or start. Choose another id for a new run.")
            return run_value(known)
        record = RunRecord(
            RunInfo(
                run_id=run_id,
                experiment_id=experiment.base.experiment_id,
                name=name,
                user_id=new.user_id,
                status=RunStatus.RUNNING,
                start_time_ms=new.start_time_ms,
                artifact_uri=f"{experiment.base.artifact_location}/{run_id}/artifacts",
            ),
            tags=tags | {RUN_NAME_TAG: name},
        )
        self._state.runs[run_id] = record
        return run_value(record)

    @locked
    def get_run(self, run_id: str) -> Run:
        return run_value(run_record(self._state, run_id))

    @locked
    def update_run(
        self, run_id: str, *, status: RunStatus | None = None, end_time_ms: int | None = None, name: str | None = None
    ) -> RunInfo:
        record = active_run(self._state, run_id)
        check_integer(end_time_ms or 0, "end_time")
        check_text(name or "", "run_name")
        if status is not None:
            record.info = msgspec.structs.replace(record.info, status=status)
        if end_time_ms is not None:
            record.info = msgspec.structs.replace(record.info, end_time_ms=end_time_ms)
        if name:
            _rename(record, name)
        return record.info

    @locked
    def delete_run(self, run_id: str) -> None:
        record = run_record(self._state, run_id)
        record.info = msgspec.structs.replace(record.info, lifecycle=Lifecycle.DELETED)

    @locked
    def restore_run(self, run_id: str) -> None:
        record = run_record(self._state, run_id)
        record.info = msgspec.structs.replace(record.info, lifecycle=Lifecycle.ACTIVE)

    @locked
    def log_batch(
        self, run_id: str, *, metrics: Sequence[Metric] = (), params: Mapping[str, str] = {}, tags: Mapping[str, str] = {}
    ) -> None:
        record = active_run(self._state, run_id)
        check_points(self._state, metrics)
        checked_params = _check_params(params)
        checked_tags = check_tags(tags, MAX_RUN_TAG_VALUE, cut=True)
        changes = [(k, record.params[k], v) for k, v in checked_params.items() if record.params.get(k, v) != v]
        if changes:
            raise ParamChanged(run_id, changes)
        record.params.update(checked_params)
        for metric in metrics:
            add_point(self._state, record, metric)
        record.tags.update(checked_tags)
        if checked_tags.get(RUN_NAME_TAG):
            _rename(record, checked_tags[RUN_NAME_TAG])

    @locked
    def delete_tag(self, run_id: str, key: str) -> None:
        record = active_run(self._state, run_id)
        if key not in record.tags:
            raise TagNotFound(key, f"run {run_id}")
        del record.tags[key]

    @locked
    def log_inputs(self, run_id: str, *, datasets: Sequence[DatasetInput] = (), model_ids: Sequence[str] = ()) -> None:
        record = active_run(self._state, run_id)
        check_datasets(datasets)
        _check_model_ids(model_ids)
        for read in datasets:
            add_dataset(self._state, record, read)
        record.model_inputs.update(dict.fromkeys(model_ids))

    @locked
    def log_outputs(self, run_id: str, models: Sequence[ModelOutput]) -> None:
        record = active_run(self._state, run_id)
        _check_model_ids([output.model_id for output in models])
        for output in models:
            record.model_outputs.setdefault(output.model_id, output)

    @locked
    def search_runs(self, experiment_ids: Sequence[str], query: Query) -> Page[Run]:
        wanted = {str(check_experiment_id(experiment_id)) for experiment_id in experiment_ids}
        ordered = found_runs(self._state, wanted, query)
        return page_of(
            [run_value(record) for record in ordered],
            max_results=query.max_results,
            default=_DEFAULT_PAGE,
            limit=MAX_SEARCH_RESULTS,
            token=query.page_token,
        )


def found_runs(state: State, experiment_ids: Collection[str], query: Query) -> list[RunRecord]:
    """Runs of the experiments that a query finds, in its order; pages are left to the caller."""
    tree = parse_filter(query.filter, RUNS)
    order = parse_order_by(query.order_by, RUNS)
    mine = [record for record in state.runs.values() if record.info.experiment_id in experiment_ids]
    tree, order = settled(tree, order, lambda name: any(name in record.latest for record in mine))
    found = [record for record in mine if in_view(record.info.lifecycle, query.view) and holds(tree, subject_of(record))]
    keys = sort_keys(order, subject_of)
    return sort_by(found, [*keys, (lambda record: record.info.start_time_ms, False), (lambda record: record.info.run_id, True)])


def run_record(state: State, run_id: str) -> RunRecord:
    """The record of a run, deleted or not."""
    record = state.runs.get(check_run_id(check_text(run_id, "Run id")))
    if record is None:
        raise RunNotFound(run_id)
    return record


def active_run(state: State, run_id: str) -> RunRecord:
    """The record of a run that takes writes."""
    record = run_record(state, run_id)
    if record.info.lifecycle is Lifecycle.DELETED:
        raise InvalidValue(f"Run {shown(run_id)} is deleted. Restore it before writing to it.")
    return record


def run_value(record: RunRecord) -> Run:
    """The run as read."""
    return Run(
        info=record.info,
        metrics=tuple(record.latest.values()),
        params=dict(record.params),
        tags=dict(record.tags),
        dataset_inputs=tuple(msgspec.structs.replace(read, tags=dict(read.tags)) for read in record.dataset_inputs.values()),
        model_inputs=tuple(record.model_inputs),
        model_outputs=tuple(record.model_outputs.values()),
    )


def _rename(record: RunRecord, name: str) -> None:
    record.info = msgspec.structs.replace(record.info, name=name)
    record.tags[RUN_NAME_TAG] = name


def _check_params(params: Mapping[str, str]) -> dict[str, str]:
    checked = {}
    for key, value in params.items():
        check_key(check_text(key, "Param key"), "param key")
        checked[key] = check_text(value, f"Value of param {shown(key)}")[:MAX_PARAM_VALUE]
    return checked


def _check_model_ids(model_ids: Sequence[str]) -> None:
    for model_id in model_ids:
        if not _MODEL_ID.fullmatch(check_text(model_id, "Model id")):
            raise InvalidValue(f"Invalid model id {shown(model_id)}. Logged models have ids such as 'm-' and 32 hexadecimal characters.")


def subject_of(record: RunRecord) -> Subject:
    """The values that a run has of each key."""

    def values(key: Key) -> Sequence[Value]:
        match key.entity:
            case Entity.METRIC:
                return summary_of(record, key.name, key.aspect)
            case Entity.PARAM:
                return (record.params[key.name],) if key.name in record.params else ()
            case Entity.TAG:
                return (record.tags[key.name],) if key.name in record.tags else ()
            case Entity.DATASET:
                return _dataset_values(record, key.name)
            case Entity.ATTRIBUTE:
                value = getattr(record.info, key.name)
                return () if value is None else (value.value if isinstance(value, Enum) else value,)

    return values


def _dataset_values(record: RunRecord, name: str) -> list[str]:
    if name == "context":
        return [read.tags[_CONTEXT_TAG] for read in record.dataset_inputs.values() if _CONTEXT_TAG in read.tags]
    return [getattr(read.dataset, name) for read in record.dataset_inputs.values()]
