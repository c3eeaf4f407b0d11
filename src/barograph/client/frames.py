"""Search results as DataFrames."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from barograph.client.optional import need
from barograph.entities.logged_model import LoggedModel
from barograph.entities.run import Run

if TYPE_CHECKING:
    import pandas as pd

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
