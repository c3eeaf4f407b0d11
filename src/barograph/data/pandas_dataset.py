"""Datasets of pandas."""

import json
from typing import TYPE_CHECKING, Any

from barograph.data.dataset import Dataset
from barograph.data.digest import frame_digest
from barograph.errors import BarographError, InvalidValue, shown

if TYPE_CHECKING:
    import pandas as pd


class PandasDataset(Dataset):
    """A DataFrame; `targets` and `predictions` name columns of it."""

    def __init__(
        self,
        df: "pd.DataFrame",
        source: Any = None,
        targets: str | None = None,
        name: str | None = None,
        digest: str | None = None,
        predictions: str | None = None,
    ) -> None:
        for use, column in (("targets", targets), ("predictions", predictions)):
            if column is not None and column not in df.columns:
                raise InvalidValue(f"The {use} column {shown(column)} is not in the DataFrame. It has {shown(list(df.columns))}.")
        super().__init__(source, name, digest)
        self.df = df
        self.targets = targets
        self.predictions = predictions

    @property
    def profile(self) -> dict[str, Any]:
        """Numbers of rows and of elements."""
        return {"num_rows": len(self.df), "num_elements": int(self.df.size)}

    @property
    def schema(self) -> Any:
        """The columns' types, None if they cannot be told."""
        from barograph.packaging.infer import infer_schema

        try:
            return infer_schema(self.df)
        except (BarographError, TypeError, ValueError):
            return None

    def schema_json(self) -> str | None:
        schema = self.schema
        return None if schema is None else json.dumps({"mlflow_colspec": schema.to_dict()})

    def _computed_digest(self) -> str:
        return frame_digest(self.df)


def from_pandas(
    df: "pd.DataFrame",
    source: Any = None,
    targets: str | None = None,
    name: str | None = None,
    digest: str | None = None,
    predictions: str | None = None,
) -> PandasDataset:
    """Describe a DataFrame. `source` is a path or URI it was read from; without one the code that runs counts as the source."""
    return PandasDataset(df, source, targets, name, digest, predictions)
