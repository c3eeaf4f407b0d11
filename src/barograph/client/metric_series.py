"""Metric series of many runs, to compute with."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from barograph.client.optional import need
from barograph.client.session import tracking_store
from barograph.errors import InvalidValue, shown
from barograph.model import Axis, MetricSeries, SeriesQuery
from barograph.model.series_query import MAX_SERIES_RUNS

if TYPE_CHECKING:
    import pandas as pd


def metric_series(
    run_ids: str | Iterable[str],
    keys: str | Iterable[str] | None = None,
    *,
    contexts: Iterable[Mapping[str, Any]] | None = None,
    max_points: int | None = None,
    start_step: int | None = None,
    end_step: int | None = None,
    axis: str = "step",
    output_format: str = "pandas",
) -> Any:
    """Points of metrics of one run or many, in one request a thousand runs.

    `keys` take a series by its key, in whatever context it was logged, or by its full name; without any, all series come. `contexts` keep
    only series of exactly these contexts, such as `[{"subset": "val"}]`; `{}` is that of series without one. Steps from `start_step` to
    `end_step`, both included. A series with more than `max_points` points in that range (10 to 100,000) comes as a sample that keeps its
    spikes. Points stand along the `axis`, "step" or "time".

    The result is a DataFrame with a row a point: run_id, name, key, a column `context.<name>` for each name of a context, step, timestamp
    (UTC) and value. With `output_format="list"` it is a list of `MetricSeries`, whose `steps`, `timestamps_ms` and `values` are numpy
    arrays of shape (n,), and whose `count`, `first_step` and `last_step` tell of the whole series. Both are in the order of the runs given,
    then of the names. Runs and keys that do not exist give nothing; more than 10,000,000 points raise INVALID_PARAMETER_VALUE.
    """
    if output_format not in ("pandas", "list"):
        raise InvalidValue(f"Invalid output_format {shown(output_format)}. Use 'pandas' or 'list'.")
    if axis not in list(Axis):
        raise InvalidValue(f"Invalid axis {shown(axis)}. Use 'step' or 'time'.")
    ids = tuple(dict.fromkeys([run_ids] if isinstance(run_ids, str) else run_ids))
    query = SeriesQuery(
        run_ids=(),
        keys=None if keys is None else tuple([keys] if isinstance(keys, str) else keys),
        contexts=None if contexts is None else tuple([{name: str(value) for name, value in context.items()} for context in contexts]),
        max_points=max_points,
        start_step=start_step,
        end_step=end_step,
        axis=Axis(axis),
    )
    if output_format == "pandas":
        need("pandas")
    found = _read(ids, query)
    return _frame(found) if output_format == "pandas" else found


def _read(run_ids: tuple[str, ...], query: SeriesQuery) -> list[MetricSeries]:
    from msgspec.structs import replace

    store, found = tracking_store(), list[MetricSeries]()
    for start in range(0, max(len(run_ids), 1), MAX_SERIES_RUNS):
        found += store.metric_series(replace(query, run_ids=run_ids[start : start + MAX_SERIES_RUNS]))
    return found


def _frame(found: Sequence[MetricSeries]) -> "pd.DataFrame":
    import numpy as np
    import pandas as pd

    sizes = np.array([len(each.steps) for each in found], np.intp)

    def label(texts: Sequence[str | None]) -> pd.Categorical:
        """A text for each series, spread over its points."""
        codes, known = pd.factorize(np.array(texts, object))
        return pd.Categorical.from_codes(np.repeat(codes, sizes), categories=pd.Index(known, dtype=object))

    def column(name: str, kind: type) -> Any:
        return np.concatenate([np.zeros(0, kind), *(getattr(each, name) for each in found)])

    columns: dict[str, Any] = {name: label([getattr(each, name) for each in found]) for name in ("run_id", "name", "key")}
    for name in sorted({name for each in found for name in each.context}):
        columns[f"context.{name}"] = label([each.context.get(name) for each in found])
    columns["step"] = column("steps", np.int64)
    columns["timestamp"] = pd.to_datetime(column("timestamps_ms", np.int64), unit="ms", utc=True)
    columns["value"] = column("values", np.float64)
    return pd.DataFrame(columns)
