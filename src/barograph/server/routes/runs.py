"""Runs."""

from barograph.model.limits import MAX_SEARCH_RESULTS
from barograph.server.context import Context
from barograph.server.mlflow_wire import check_page_size
from barograph.server.model_history import append_model
from barograph.server.route import Family, Policy, Route
from barograph.wire import runs as wire
from barograph.wire.message import Empty

__all__ = ["ROUTES"]


async def create(context: Context, request: wire.CreateRun) -> wire.RunFound:
    run = wire.Run.from_model(await context.runs.create_run(request.to_model()))
    return wire.RunFound(run=wire.Run(info=run.info, data=run.data, inputs=run.inputs))


def create_as(context: Context, request: wire.CreateRunAs) -> wire.RunFound:
    return wire.RunFound(run=wire.Run.from_model(context.store.create_run(request.to_model())))


def get(context: Context, request: wire.GetRun) -> wire.RunFound:
    return wire.RunFound(run=wire.Run.from_model(context.store.get_run(request.run_id)))


async def update(context: Context, request: wire.UpdateRun) -> wire.RunUpdated:
    info = await context.runs.update_run(request.run_id, status=request.status, end_time_ms=request.end_time, name=request.run_name or None)
    return wire.RunUpdated(run_info=wire.RunInfo.from_model(info))


def delete(context: Context, request: wire.DeleteRun) -> Empty:
    context.store.delete_run(request.run_id)
    return Empty()


def restore(context: Context, request: wire.RestoreRun) -> Empty:
    context.store.restore_run(request.run_id)
    return Empty()


def search(context: Context, request: wire.SearchRuns) -> wire.RunsFound:
    check_page_size(request.max_results, MAX_SEARCH_RESULTS)
    if context.encoded_store is not None:
        return wire.RunsFound.from_encoded(context.encoded_store.search_runs_encoded(request.experiment_ids, request.to_model()))
    return wire.RunsFound.from_model(context.store.search_runs(request.experiment_ids, request.to_model()))


def log_model(context: Context, request: wire.LogModel) -> Empty:
    append_model(context.store, request.run_id, request.model_json)
    return Empty()


ROUTES = [
    Route("POST", "runs/create", Policy.WRITE, create, creates=True),
    Route("POST", "runs/create", Policy.WRITE, create_as, family=Family.NATIVE),
    Route("GET", "runs/get", Policy.READ, get),
    Route("POST", "runs/update", Policy.WRITE, update),
    Route("POST", "runs/delete", Policy.WRITE, delete),
    Route("POST", "runs/restore", Policy.WRITE, restore),
    Route("POST", "runs/search", Policy.READ, search),
    Route("POST", "runs/log-model", Policy.WRITE, log_model),
]
