"""Metric points: identity, order and what the latest one is."""

import math
from collections.abc import Sequence

from barograph.errors import BadRequest, InvalidValue, shown
from barograph.model import Metric, ModelMetric
from barograph.model.filter import Aspect
from barograph.model.limits import check_key
from barograph.store.memory.checks import check_integer, check_text
from barograph.store.memory.state import PointId, RunRecord, State


def check_points(state: State, metrics: Sequence[Metric]) -> None:
    """Raise if a point has a bad key, value, time or step, or names a logged model that does not exist."""
    for index, metric in enumerate(metrics):
        where = f"metrics[{index}]"
        check_key(check_text(metric.key, f"{where}.key"), f"{where}.key")
        if not _is_double(metric.value):
            raise InvalidValue(f"{where}.value of {shown(metric.key)} must be a number, not {shown(metric.value)}.")
        if check_integer(metric.timestamp_ms, f"{where}.timestamp") < 0:
            raise InvalidValue(f"{where}.timestamp of {shown(metric.key)} must be milliseconds from 0, not {metric.timestamp_ms}.")
        check_integer(metric.step, f"{where}.step")
        if metric.model_id and metric.model_id not in state.logged_models:
            raise BadRequest(f"{where} names logged model {shown(metric.model_id)}, which does not exist. Create it first.")


def add_point(state: State, run: RunRecord, metric: Metric) -> None:
    """Keep a checked point on its run, and on its logged model if it names one; a point already there changes nothing."""
    identity = point_id(metric)
    plain = Metric(key=metric.key, value=float(metric.value), timestamp_ms=metric.timestamp_ms, step=metric.step)
    run.series.setdefault(metric.key, {}).setdefault(identity, plain)
    latest = run.latest.get(metric.key)
    if latest is None or step_order(plain) > step_order(latest):
        run.latest[metric.key] = plain
    if metric.model_id:
        point = ModelMetric(
            model_id=metric.model_id,
            run_id=run.info.run_id,
            key=plain.key,
            value=plain.value,
            timestamp_ms=plain.timestamp_ms,
            step=plain.step,
            dataset_name=metric.dataset_name,
            dataset_digest=metric.dataset_digest,
        )
        where = (run.info.run_id, metric.key, identity, metric.dataset_name, metric.dataset_digest)
        state.logged_models[metric.model_id].points.setdefault(where, point)


def summary_of(run: RunRecord, key: str, aspect: Aspect) -> tuple[float, ...]:
    """The number of a metric that an aspect means, none if the run lacks it."""
    points = list(run.series.get(key, {}).values())
    if not points:
        return ()
    match aspect:
        case Aspect.LAST:
            return (run.latest[key].value,)
        case Aspect.FIRST:
            return (min(points, key=step_order).value,)
        case Aspect.COUNT:
            return (len(points),)
    numbers = [point.value for point in points if not math.isnan(point.value)]
    if not numbers:
        return ()
    return (min(numbers) if aspect is Aspect.MIN else max(numbers),)


def point_id(metric: Metric) -> PointId:
    """What tells points of a series apart; all NaN are one value."""
    return (metric.timestamp_ms, metric.step, None if math.isnan(metric.value) else float(metric.value))


def step_order(metric: Metric) -> tuple[int, int, float]:
    """By step, then time, then value; the greatest point is the latest."""
    return (metric.step, metric.timestamp_ms, _comparable(metric.value))


def time_order(metric: Metric) -> tuple[int, int, float]:
    """By time, then step, then value: the order of histories."""
    return (metric.timestamp_ms, metric.step, _comparable(metric.value))


def _comparable(value: float) -> float:
    return 0.0 if math.isnan(value) else value


def _is_double(value: object) -> bool:
    return isinstance(value, float) or (isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**1023)
