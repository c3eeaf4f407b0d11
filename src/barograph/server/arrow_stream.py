"""Series as an Arrow IPC stream, where pyarrow is installed.

One record batch a series, of the columns run_id, name, key, context (JSON), step, timestamp (ms UTC) and value; the batch's metadata has
count, first_step and last_step of the whole series.
"""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

import msgspec

from barograph.model import MetricSeries

MEDIA_TYPE = "application/vnd.apache.arrow.stream"


@cache
def is_possible() -> bool:
    """Whether pyarrow is installed."""
    return find_spec("pyarrow") is not None


def written(found: Sequence[MetricSeries]) -> bytes:
    """The whole stream."""
    import pyarrow as pa  # type: ignore[import-untyped]  # ships no types

    schema = _schema(pa)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as stream:
        for each in found:
            labels = [each.run_id, each.name, each.key, msgspec.json.encode(each.context, order="sorted").decode()]
            columns = [pa.repeat(pa.scalar(label, pa.string()), len(each.steps)) for label in labels]
            columns += [pa.array(each.steps), pa.array(each.timestamps_ms).cast(pa.timestamp("ms", "UTC")), pa.array(each.values)]
            whole = {field: str(getattr(each, field)) for field in ("count", "first_step", "last_step")}
            stream.write_batch(pa.record_batch(columns, schema=schema), custom_metadata=whole)
    return bytes(sink.getvalue())


def _schema(pa: Any) -> Any:
    fields = [(name, pa.string()) for name in ("run_id", "name", "key", "context")]
    return pa.schema([*fields, ("step", pa.int64()), ("timestamp", pa.timestamp("ms", "UTC")), ("value", pa.float64())])
