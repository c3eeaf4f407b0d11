"""Questions about many runs at once."""

from barograph.server.context import Context
from barograph.server.route import Family, Policy, Route
from barograph.wire import run_keys
from barograph.wire import run_table as wire

__all__ = ["ROUTES"]


def query(context: Context, request: wire.QueryRuns) -> wire.RunTable:
    return wire.RunTable.from_model(context.store.query_runs(request.to_model()))


def query_packed(context: Context, request: wire.QueryRuns) -> wire.PackedRunTable:
    return wire.PackedRunTable.from_model(context.store.query_runs(request.to_model()))


def count(context: Context, request: wire.CountRuns) -> wire.RunCount:
    return wire.RunCount(count=context.store.count_runs(request.to_model()))


def group(context: Context, request: wire.GroupRuns) -> wire.RunGroups:
    return wire.RunGroups.from_model(context.store.group_runs(request.to_model()))


def keys(context: Context, request: run_keys.SearchRunKeys) -> run_keys.RunKeys:
    return run_keys.RunKeys.from_model(context.store.run_keys(request.to_model()))


def values(context: Context, request: run_keys.SearchRunValues) -> run_keys.RunValues:
    return run_keys.RunValues(values=context.store.run_values(request.to_model()))


ROUTES = [
    Route("POST", "runs/query", Policy.READ, query, packed=query_packed, family=Family.NATIVE),
    Route("POST", "runs/count", Policy.READ, count, family=Family.NATIVE),
    Route("POST", "runs/group", Policy.READ, group, family=Family.NATIVE),
    Route("POST", "runs/keys", Policy.READ, keys, family=Family.NATIVE),
    Route("POST", "runs/values", Policy.READ, values, family=Family.NATIVE),
]
