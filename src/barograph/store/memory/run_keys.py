"""Keys and values of runs, to choose from."""

from collections.abc import Mapping

from barograph.model import Lifecycle, RunKey, RunKeys, RunKeySearch, RunValueSearch
from barograph.model.filter import Entity
from barograph.model.limits import check_experiment_id, check_text
from barograph.store.memory.experiments import in_view
from barograph.store.memory.state import Aggregate, RunRecord, locked
from barograph.store.query import choices_wanted, entity_of, matching, valued_key
from barograph.store.query.choices import LONGEST_VALUE


class MemoryRunKeys(Aggregate):
    """The part of `QueryStore` that tells what can be asked for."""

    @locked
    def run_keys(self, search: RunKeySearch) -> RunKeys:
        entity, size = entity_of(search.kind), choices_wanted(search.max_results)
        runs = [_values(run, entity) for run in self._runs(search)]
        names = matching({name for values in runs for name in values}, search.text)
        keys = [RunKey(name, varies=len({str(values.get(name)) for values in runs}) > 1) for name in names[:size]]
        return RunKeys(tuple(keys), more=len(names) > size)

    @locked
    def run_values(self, search: RunValueSearch) -> tuple[str, ...]:
        key, size, prefix = valued_key(search.key), choices_wanted(search.max_results), check_text(search.prefix, "prefix")
        found = {str(values[key.name]) for run in self._runs(search) if key.name in (values := _values(run, key.entity))}
        return tuple(sorted(value for value in found if value.startswith(prefix) and len(value) < LONGEST_VALUE)[:size])

    def _runs(self, search: RunKeySearch | RunValueSearch) -> list[RunRecord]:
        if search.experiment_ids:
            experiments = {str(check_experiment_id(experiment_id)) for experiment_id in search.experiment_ids}
        else:
            experiments = {key for key, record in self._state.experiments.items() if record.base.lifecycle is Lifecycle.ACTIVE}
        runs = self._state.runs.values()
        return [run for run in runs if run.info.experiment_id in experiments and in_view(run.info.lifecycle, search.view)]


def _values(run: RunRecord, entity: Entity) -> Mapping[str, object]:
    if entity is Entity.METRIC:
        return {name: metric.value for name, metric in run.latest.items()}
    return run.params if entity is Entity.PARAM else run.tags
