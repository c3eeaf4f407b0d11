"""Datasets of NumPy."""

import json
from collections.abc import Mapping
from typing import Any

from barograph.data.dataset import Dataset
from barograph.data.digest import arrays_digest
from barograph.errors import BarographError


class NumpyDataset(Dataset):
    """Arrays of features and perhaps targets, or mappings of arrays by name."""

    def __init__(self, features: Any, source: Any = None, targets: Any = None, name: str | None = None, digest: str | None = None) -> None:
        super().__init__(source, name, digest)
        self.features = features
        self.targets = targets

    @property
    def profile(self) -> dict[str, Any]:
        """Shapes, sizes and bytes of features and targets, for mappings by name."""
        sizes: dict[str, Any] = {}
        for part, arrays in (("features", self.features), ("targets", self.targets)):
            if arrays is not None:
                sizes[f"{part}_shape"] = _each(arrays, lambda array: list(array.shape))
                sizes[f"{part}_size"] = _each(arrays, lambda array: int(array.size))
                sizes[f"{part}_nbytes"] = _each(arrays, lambda array: int(array.nbytes))
        return sizes

    def schema_json(self) -> str | None:
        try:
            # Each side is JSON text inside JSON, as MLflow writes it.
            sides = {part: _schema_text(arrays) for part, arrays in (("features", self.features), ("targets", self.targets))}
        except (BarographError, TypeError, ValueError):
            return None
        return json.dumps({"mlflow_tensorspec": sides})

    def _computed_digest(self) -> str:
        return arrays_digest(self.features, self.targets)


def from_numpy(features: Any, source: Any = None, targets: Any = None, name: str | None = None, digest: str | None = None) -> NumpyDataset:
    """Describe arrays, or mappings of arrays by name. `source` is a path or URI; without one the code that runs counts as the source."""
    return NumpyDataset(features, source, targets, name, digest)


def _each(arrays: Any, measure: Any) -> Any:
    return {key: measure(array) for key, array in arrays.items()} if isinstance(arrays, Mapping) else measure(arrays)


def _schema_text(arrays: Any) -> str | None:
    if arrays is None:
        return None
    from barograph.packaging.infer import infer_schema

    return json.dumps(infer_schema(arrays).to_dict())
