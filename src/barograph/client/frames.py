"""Search results as DataFrames."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from barograph.client.optional import need
from barograph.entities.logged_model import LoggedModel
from barograph.entities.run import Run
from barograph.model import Column, NumberColumn, RunTable, TextColumn

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

IDENTITY = ("run_id", "experiment_id", "status", "artifact_uri", "start_time", "end_time")
KEYS = ("metrics.", "params.", "tags.")
FRAME_FIELDS = (*IDENTITY, *(f"{prefix}*" for prefix in KEYS))
"""The fields of a table that make a DataFrame of runs."""

_TIMES = ("start_time", "end_time")
_MODEL_COLUMNS = (
    "artifact_location", "creation_timestamp", "experiment_id", "last_updated_timestamp", "metrics", "model_id", "model_type", "name",
    "params", "source_run_id", "status", "status_message", "tags",
)  # fmt: skip


def runs_frame(runs: Sequence[Run]) -> "pd.DataFrame":
    """One row a run: six columns of its identity, then metrics.*, params.* and tags.*, each group in the order in which keys first appear.

    Metrics are float64 with NaN where missing, times UTC datetimes, everything else text.
    """
    need("pandas")
    import pandas as pd

    columns: dict[str, Any] = {
        "run_id": _texts([run.info.run_id for run in runs]),
        "experiment_id": _texts([run.info.experiment_id for run in runs]),
        "status": _texts([run.info.status for run in runs]),
        "artifact_uri": _texts([run.info.artifact_uri for run in runs]),
        "start_time": _times([run.info.start_time for run in runs]),
        "end_time": _times([run.info.end_time for run in runs]),
    }
    for key in _keys(run.data.metrics for run in runs):
        columns[f"metrics.{key}"] = pd.Series([run.data.metrics.get(key, float("nan")) for run in runs], dtype="float64")
    for key in _keys(run.data.params for run in runs):
        columns[f"params.{key}"] = _texts([run.data.params.get(key) for run in runs])
    for key in _keys(run.data.tags for run in runs):
        columns[f"tags.{key}"] = _texts([run.data.tags.get(key) for run in runs])
    return pd.DataFrame(columns)


def tables_frame(tables: Sequence[RunTable]) -> "pd.DataFrame":
    """The same DataFrame from the pages of a table whose fields are `FRAME_FIELDS`."""
    need("pandas")
    import pandas as pd

    pages = [{column.field: column for column in table.columns} for table in tables]
    rows = [table.row_count for table in tables]
    names = list(dict.fromkeys([*IDENTITY, *(name for group in KEYS for page in pages for name in page if name.startswith(group))]))
    columns: dict[str, Any] = {}
    texts: Any = pd.Series(["text"]).dtype
    for name in names:
        parts = [page.get(name) for page in pages]
        if name in _TIMES:
            columns[name] = _times([value for part in parts if isinstance(part, NumberColumn) for value in part.items()])  # type: ignore[misc]  # times are whole
        elif name.startswith("metrics."):
            columns[name] = _floats(parts, rows)
        else:
            values: Any = [value for part, n in zip(parts, rows, strict=True) for value in _values(part, n)]
            columns[name] = pd.array(values, dtype=texts)  # a Series would have an index to be compared with others
    return pd.DataFrame(columns)


def _floats(parts: Sequence[Column | None], rows: Sequence[int]) -> "np.ndarray[Any, Any]":
    """The numbers of all pages, NaN where missing."""
    import numpy as np

    pages = []
    for part, count in zip(parts, rows, strict=True):
        if isinstance(part, NumberColumn):
            pages.append(np.where(np.frombuffer(part.present, dtype=bool), np.frombuffer(part.values, dtype=np.float64), np.nan))
        else:
            pages.append(np.full(count, np.nan))
    return np.concatenate(pages)


def _values(part: Column | None, count: int) -> Sequence[str | None]:
    return part.values if isinstance(part, TextColumn) else (None,) * count


def models_frame(models: Sequence[LoggedModel]) -> "pd.DataFrame":
    """One row a model; columns in alphabetical order, times in milliseconds UTC."""
    need("pandas")
    import pandas as pd

    rows = [{**{name: getattr(model, name) for name in _MODEL_COLUMNS}, "status": str(model.status)} for model in models]
    return pd.DataFrame(rows, columns=list(_MODEL_COLUMNS))


def _keys(mappings: Iterable[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(key for mapping in mappings for key in mapping))


def _texts(values: Sequence[str | None]) -> "pd.Series[Any]":
    import pandas as pd

    # Without values pandas would guess a type; ask it for the one that it gives texts.
    return pd.Series(values, dtype=None if any(values) else pd.Series(["text"]).dtype)


def _times(values: Sequence[int | None]) -> "pd.Series[Any]":
    import pandas as pd

    # Versions of pandas differ in the resolution that times have by default.
    kind = pd.Series(pd.to_datetime(["2000-01-01"], utc=True)).dtype
    return pd.Series(pd.to_datetime(pd.array(list(values), dtype="Int64"), unit="ms", utc=True)).astype(kind)
