"""Datasets to record as inputs of runs: what was read, from where, and a digest to tell versions apart."""

from barograph.lazy import lazy_names

_SOURCES = {
    "barograph.data.dataset": ("Dataset",),
    "barograph.data.numpy_dataset": ("NumpyDataset", "from_numpy"),
    "barograph.data.pandas_dataset": ("PandasDataset", "from_pandas"),
    "barograph.data.source": ("DatasetSource", "get_source"),
}
_NOT_OFFERED = {
    "from_huggingface": "reading Hugging Face datasets",
    "from_polars": "reading Polars frames",
    "from_spark": "reading Spark frames",
    "from_tensorflow": "reading TensorFlow datasets",
    "load_delta": "reading Delta tables",
}


def _missing(name: str) -> Exception | None:
    from barograph.errors import NotOffered

    return NotOffered(__name__, name, _NOT_OFFERED[name]) if name in _NOT_OFFERED else None


__all__, __getattr__, __dir__ = lazy_names(__name__, _SOURCES, missing=_missing)
