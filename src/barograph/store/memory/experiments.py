"""Experiments."""

from collections.abc import Mapping, Sequence

import msgspec

from barograph.errors import BadRequest, ExperimentExists, ExperimentNotFound, InvalidValue, NotFound, TagNotFound, shown
from barograph.model import DatasetSummary, Experiment, Lifecycle, Page, Query, View
from barograph.model.filter import Entity, Key
from barograph.model.limits import (
    MAX_ARTIFACT_LOCATION,
    MAX_EXPERIMENT_TAG_VALUE,
    MAX_SEARCH_RESULTS,
    check_experiment_id,
    check_experiment_name,
    check_length,
)
from barograph.store.memory.checks import check_tags, check_text
from barograph.store.memory.evaluate import Subject, Value, holds
from barograph.store.memory.ordering import sort_by, sort_keys
from barograph.store.memory.paging import page_of
from barograph.store.memory.state import Aggregate, ExperimentRecord, State, locked, now_ms
from barograph.store.query import EXPERIMENTS, parse_filter, parse_order_by

_MAX_DATASETS = 1_000
_MAX_DATASET_EXPERIMENTS = 20


class MemoryExperiments(Aggregate):
    """`ExperimentStore` in memory."""

    @locked
    def create_experiment(self, name: str, *, artifact_location: str | None = None, tags: Mapping[str, str] = {}) -> str:
        check_experiment_name(check_text(name, "name"))
        checked = check_tags(tags, MAX_EXPERIMENT_TAG_VALUE)
        check_length(artifact_location or "", MAX_ARTIFACT_LOCATION, "Artifact location")
        self._check_free(name, ExperimentExists(name, deleted=self._is_deleted(name)))
        experiment_id = str(max(map(int, self._state.experiments)) + 1)
        now = now_ms()
        base = Experiment(
            experiment_id=experiment_id,
            name=name,
            artifact_location=artifact_location or f"{self._state.artifact_root}/{experiment_id}",
            created_ms=now,
            updated_ms=now,
        )
        self._state.experiments[experiment_id] = ExperimentRecord(base, tags=checked)
        return experiment_id

    @locked
    def get_experiment(self, experiment_id: str) -> Experiment:
        return _value(experiment_record(self._state, experiment_id))

    @locked
    def get_experiment_by_name(self, name: str) -> Experiment:
        for record in self._state.experiments.values():
            if record.base.name == name:
                return _value(record)
        raise ExperimentNotFound(name)

    @locked
    def rename_experiment(self, experiment_id: str, new_name: str) -> None:
        check_experiment_name(check_text(new_name, "new_name"))
        record = active_experiment(self._state, experiment_id)
        if new_name != record.base.name:
            self._check_free(new_name, BadRequest(f"Experiment name {shown(new_name)} is in use. Choose another."))
        record.base = msgspec.structs.replace(record.base, name=new_name, updated_ms=now_ms())

    @locked
    def delete_experiment(self, experiment_id: str) -> None:
        self._change_lifecycle(experiment_id, Lifecycle.ACTIVE, Lifecycle.DELETED)

    @locked
    def restore_experiment(self, experiment_id: str) -> None:
        self._change_lifecycle(experiment_id, Lifecycle.DELETED, Lifecycle.ACTIVE)

    @locked
    def set_experiment_tag(self, experiment_id: str, key: str, value: str) -> None:
        checked = check_tags({key: value}, MAX_EXPERIMENT_TAG_VALUE)
        active_experiment(self._state, experiment_id).tags.update(checked)

    @locked
    def delete_experiment_tag(self, experiment_id: str, key: str) -> None:
        tags = active_experiment(self._state, experiment_id).tags
        if key not in tags:
            raise TagNotFound(key, f"experiment {experiment_id}")
        del tags[key]

    @locked
    def search_experiments(self, query: Query) -> Page[Experiment]:
        tree = parse_filter(query.filter, EXPERIMENTS)
        order = parse_order_by(query.order_by, EXPERIMENTS)
        found = [
            record
            for record in self._state.experiments.values()
            if in_view(record.base.lifecycle, query.view) and holds(tree, _subject(record))
        ]
        ending = [(_number, False)] if order else [(_created, False), (_number, True)]
        keys = sort_keys(order, _sort_subject)
        return page_of(
            [_value(record) for record in sort_by(found, [*keys, *ending])],
            max_results=query.max_results,
            default=MAX_SEARCH_RESULTS,
            limit=MAX_SEARCH_RESULTS,
            token=query.page_token,
        )

    @locked
    def search_datasets(self, experiment_ids: Sequence[str]) -> tuple[DatasetSummary, ...]:
        if not 1 <= len(experiment_ids) <= _MAX_DATASET_EXPERIMENTS:
            raise InvalidValue(f"Datasets are listed for 1 to {_MAX_DATASET_EXPERIMENTS} experiments, not {len(experiment_ids)}.")
        wanted = {str(check_experiment_id(experiment_id)) for experiment_id in experiment_ids}
        found = {
            DatasetSummary(
                experiment_id=run.info.experiment_id,
                name=read.dataset.name,
                digest=read.dataset.digest,
                context=read.tags.get("mlflow.data.context"),
            ): None
            for run in self._state.runs.values()
            if run.info.experiment_id in wanted
            for read in run.dataset_inputs.values()
        }
        return tuple(found)[:_MAX_DATASETS]

    def _check_free(self, name: str, error: Exception) -> None:
        if any(record.base.name == name for record in self._state.experiments.values()):
            raise error

    def _is_deleted(self, name: str) -> bool:
        return any(record.base.name == name and record.base.lifecycle is Lifecycle.DELETED for record in self._state.experiments.values())

    def _change_lifecycle(self, experiment_id: str, before: Lifecycle, after: Lifecycle) -> None:
        record = experiment_record(self._state, experiment_id)
        if record.base.lifecycle is not before:
            raise NotFound(f"No {before.value} experiment {shown(experiment_id)} exists.")
        record.base = msgspec.structs.replace(record.base, lifecycle=after, updated_ms=now_ms())
        for run in self._state.runs.values():
            if run.info.experiment_id == record.base.experiment_id:
                run.info = msgspec.structs.replace(run.info, lifecycle=after)


def experiment_record(state: State, experiment_id: str) -> ExperimentRecord:
    """The record of an experiment, deleted or not."""
    record = state.experiments.get(str(check_experiment_id(experiment_id)))
    if record is None:
        raise ExperimentNotFound(experiment_id)
    return record


def active_experiment(state: State, experiment_id: str) -> ExperimentRecord:
    """The record of an experiment that takes writes."""
    record = experiment_record(state, experiment_id)
    if record.base.lifecycle is Lifecycle.DELETED:
        raise InvalidValue(f"Experiment {shown(experiment_id)} is deleted. Restore it first.")
    return record


def in_view(lifecycle: Lifecycle, view: View) -> bool:
    """Whether a view shows things in this state."""
    return view is View.ALL or (lifecycle is Lifecycle.DELETED) is (view is View.DELETED_ONLY)


def _value(record: ExperimentRecord) -> Experiment:
    return msgspec.structs.replace(record.base, tags=dict(record.tags))


def _subject(record: ExperimentRecord) -> Subject:
    def values(key: Key) -> Sequence[Value]:
        if key.entity is Entity.TAG:
            return (record.tags[key.name],) if key.name in record.tags else ()
        return (getattr(record.base, key.name),)

    return values


def _sort_subject(record: ExperimentRecord) -> Subject:
    """Ids sort as numbers."""
    return lambda key: (_number(record),) if key.name == "experiment_id" else _subject(record)(key)


def _number(record: ExperimentRecord) -> int:
    return int(record.base.experiment_id)


def _created(record: ExperimentRecord) -> int:
    return record.base.created_ms
