"""What changes while a page is open."""

from starlette.requests import Request
from starlette.responses import Response

from barograph.errors import InvalidValue, shown
from barograph.model.changes import EXPERIMENT_LIST, JOB_LIST
from barograph.server.context import Context
from barograph.server.event_stream import EventStream
from barograph.server.route import Family, Policy, Route
from barograph.wire import events as wire

__all__ = ["ROUTES"]

MAX_EXPERIMENTS = 20
MAX_RUNS = 200
LISTS = (EXPERIMENT_LIST, JOB_LIST)


async def events(context: Context, request: Request) -> Response:
    experiment_ids = request.query_params.getlist("experiment_ids")
    run_ids = request.query_params.getlist("run_ids")
    lists = request.query_params.getlist("lists")
    for name in lists:
        if name not in LISTS:
            raise InvalidValue(f"Unknown list {shown(name)}. Lists are {', '.join(LISTS)}.")
    if len(experiment_ids) > MAX_EXPERIMENTS or len(run_ids) > MAX_RUNS or not experiment_ids + run_ids + lists:
        raise InvalidValue(
            f"{len(experiment_ids)} experiment_ids and {len(run_ids)} run_ids were given. Give up to {MAX_EXPERIMENTS} and {MAX_RUNS},"
            " and at least one of either, or a list."
        )
    return EventStream(context.feed, context.feed.listen(experiment_ids, run_ids, lists))


ROUTES = [Route("GET", "events", Policy.READ, stream=events, family=Family.NATIVE, messages=(wire.WatchChanges, wire.ChangeNotice))]
