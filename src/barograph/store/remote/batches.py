"""One log_batch as several requests that each keep the protocol's limits."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from barograph.errors import InvalidValue, ParamChanged, shown
from barograph.model import Lifecycle, Metric, Run
from barograph.model.limits import (
    MAX_BATCH_METRICS,
    MAX_BATCH_PARAMS,
    MAX_BATCH_TAGS,
    MAX_BATCH_TOTAL,
    MAX_PARAM_VALUE,
    check_key,
)

_LARGEST = 2**63 - 1


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """What one request logs."""

    metrics: Sequence[Metric] = ()
    params: Mapping[str, str] = {}
    tags: Mapping[str, str] = {}


def batches(metrics: Sequence[Metric], params: Mapping[str, str], tags: Mapping[str, str]) -> Iterator[Batch]:
    """At least one batch; params and tags go first, metrics fill up in their order."""
    params_left, tags_left, logged = list(params.items()), list(tags.items()), 0
    while True:
        some_params, params_left = params_left[:MAX_BATCH_PARAMS], params_left[MAX_BATCH_PARAMS:]
        some_tags, tags_left = tags_left[:MAX_BATCH_TAGS], tags_left[MAX_BATCH_TAGS:]
        room = min(MAX_BATCH_METRICS, MAX_BATCH_TOTAL - len(some_params) - len(some_tags))
        yield Batch(metrics=metrics[logged : logged + room], params=dict(some_params), tags=dict(some_tags))
        logged += room
        if not params_left and not tags_left and logged >= len(metrics):
            return


def check_types(metrics: Sequence[Metric], params: Mapping[str, str], tags: Mapping[str, str]) -> None:
    """Raise for what JSON has no form for, or would carry as something else."""
    for index, metric in enumerate(metrics):
        if type(metric.value) is not float and not _is_double(metric.value):
            raise InvalidValue(f"metrics[{index}].value of {shown(metric.key)} must be a number, not {shown(metric.value)}.")
    for field, items in (("params", params), ("tags", tags)):
        for index, (key, value) in enumerate(items.items()):
            if not isinstance(key, str) or not isinstance(value, str):
                raise InvalidValue(f"{field}[{index}] is {shown(key)}: {shown(value)}. Give texts for key and value.")


def _is_double(value: object) -> bool:
    """Whether a value that a caller without types may pass is a number that a double can hold."""
    try:
        return isinstance(value, int | float) and not isinstance(value, bool) and isinstance(float(value), float)
    except OverflowError:
        return False


def check_items(metrics: Sequence[Metric], params: Mapping[str, str], tags: Mapping[str, str]) -> None:
    """Raise what the server would raise for one of the items."""
    for index, metric in enumerate(metrics):
        check_key(metric.key, f"metrics[{index}].name")
        for field, number, least in (("timestamp", metric.timestamp_ms, 0), ("step", metric.step, -_LARGEST - 1)):
            if not isinstance(number, int) or not least <= number <= _LARGEST:
                raise InvalidValue(f"metrics[{index}].{field} is {shown(number)}. Give a whole number of 64 bits, for times not negative.")
    for field, items in (("params", params), ("tags", tags)):
        for index, key in enumerate(items):
            check_key(key, f"{field}[{index}].key")


def check_params(run: Run, params: Mapping[str, str]) -> None:
    """Raise `ParamChanged` if the run has one of the params with another value, `InvalidValue` if it is deleted."""
    if run.info.lifecycle is Lifecycle.DELETED:
        raise InvalidValue(f"Run {shown(run.info.run_id)} is deleted. Restore it before logging to it.")
    kept = {key: value[:MAX_PARAM_VALUE] for key, value in params.items()}
    changes = [(key, run.params[key], value) for key, value in kept.items() if run.params.get(key, value) != value]
    if changes:
        raise ParamChanged(run.info.run_id, changes)
