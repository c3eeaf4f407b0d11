"""What is logged to a run: metrics, params, tags, inputs and outputs."""

from barograph.server.context import Context
from barograph.server.mlflow_wire import check_batch
from barograph.server.route import Policy, Route
from barograph.wire import params as wire_params
from barograph.wire import tags as wire_tags
from barograph.wire.batch import LogBatch
from barograph.wire.inputs import LogInputs, LogOutputs
from barograph.wire.message import Empty
from barograph.wire.metrics import LogMetric
from barograph.wire.params import LogParam
from barograph.wire.tags import DeleteTag, SetTag

__all__ = ["ROUTES"]


async def log_metric(context: Context, request: LogMetric) -> Empty:
    await context.runs.log_batch(request.run_id, metrics=(request.to_model(),))
    return Empty()


async def log_param(context: Context, request: LogParam) -> Empty:
    await context.runs.log_batch(request.run_id, params={request.key: request.value})
    return Empty()


async def log_batch(context: Context, request: LogBatch) -> Empty:
    check_batch(request)
    await context.runs.log_batch(
        request.run_id,
        metrics=[metric.to_model() for metric in request.metrics],
        params=wire_params.to_mapping(request.params),
        tags=wire_tags.to_mapping(request.tags),
    )
    return Empty()


async def set_tag(context: Context, request: SetTag) -> Empty:
    await context.runs.log_batch(request.run_id, tags={request.key: request.value})
    return Empty()


def delete_tag(context: Context, request: DeleteTag) -> Empty:
    context.store.delete_tag(request.run_id, request.key)
    return Empty()


def log_inputs(context: Context, request: LogInputs) -> Empty:
    context.store.log_inputs(
        request.run_id,
        datasets=[dataset.to_model() for dataset in request.datasets],
        model_ids=[given.model_id for given in request.models],
    )
    return Empty()


def log_outputs(context: Context, request: LogOutputs) -> Empty:
    context.store.log_outputs(request.run_id, [made.to_model() for made in request.models])
    return Empty()


ROUTES = [
    Route("POST", "runs/log-metric", Policy.WRITE, log_metric),
    Route("POST", "runs/log-parameter", Policy.WRITE, log_param),
    Route("POST", "runs/log-batch", Policy.WRITE, log_batch),
    Route("POST", "runs/set-tag", Policy.WRITE, set_tag),
    Route("POST", "runs/delete-tag", Policy.WRITE, delete_tag),
    Route("POST", "runs/log-inputs", Policy.WRITE, log_inputs),
    Route("POST", "runs/outputs", Policy.WRITE, log_outputs),
]
