"""Runs of a tracking server as a table, as a number and in groups."""

from barograph.model import (
    ActivityQuery,
    ExperimentActivity,
    RunFilter,
    RunGrouping,
    RunGroups,
    RunKeys,
    RunKeySearch,
    RunQuery,
    RunTable,
    RunValueSearch,
)
from barograph.store.remote.aggregate import RemoteAggregate
from barograph.store.remote.connection import NATIVE_API
from barograph.wire import activity, run_keys
from barograph.wire import run_table as wire


class RemoteRunTable(RemoteAggregate):
    """`store.base.QueryStore` over HTTP. An MLflow server has no such routes: `EndpointNotFound`."""

    def query_runs(self, query: RunQuery) -> RunTable:
        return self._connection.post_for_msgpack(
            NATIVE_API + "runs/query", wire.QueryRuns.from_model(query), wire.PackedRunTable
        ).to_model()

    def count_runs(self, wanted: RunFilter) -> int:
        return self._connection.post("runs/count", wire.CountRuns.from_model(wanted), wire.RunCount, api=NATIVE_API).count

    def group_runs(self, grouping: RunGrouping) -> RunGroups:
        return self._connection.post("runs/group", wire.GroupRuns.from_model(grouping), wire.RunGroups, api=NATIVE_API).to_model()

    def experiment_activity(self, query: ActivityQuery) -> tuple[ExperimentActivity, ...]:
        asked = activity.GetActivity.from_model(query)
        found = self._connection.post("experiments/activity", asked, activity.ActivityFound, api=NATIVE_API)
        return tuple([each.to_model() for each in found.experiments])

    def run_keys(self, search: RunKeySearch) -> RunKeys:
        asked = run_keys.SearchRunKeys.from_model(search)
        return self._connection.post("runs/keys", asked, run_keys.RunKeys, api=NATIVE_API).to_model()

    def run_values(self, search: RunValueSearch) -> tuple[str, ...]:
        asked = run_keys.SearchRunValues.from_model(search)
        return self._connection.post("runs/values", asked, run_keys.RunValues, api=NATIVE_API).values
