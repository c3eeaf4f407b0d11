"""Runs of a tracking server as a table, as a number and in groups."""

from barograph.model import RunFilter, RunGrouping, RunGroups, RunQuery, RunTable
from barograph.store.remote.aggregate import RemoteAggregate
from barograph.store.remote.connection import NATIVE_API
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
