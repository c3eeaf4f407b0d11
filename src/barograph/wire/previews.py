"""GET artifacts/table and GET artifacts/zip: parts of tables as typed columns, and folders as one file. Barograph's own routes."""

from enum import Enum

from barograph.wire.message import Answer, Request
from barograph.wire.scalars import Int64

Cell = bool | int | float | str | None
"""One value: numbers are JSON numbers where JavaScript holds them exactly, else text, as are "NaN", "Infinity" and "-Infinity"."""


class ColumnType(Enum):
    """What the values of a column are: `json` is nested data as JSON text, `image` the path of an image below the same root."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    TEXT = "text"
    JSON = "json"
    IMAGE = "image"


class ArtifactPlace(Request, kw_only=True):
    """GET artifacts/zip: a folder of a run, a logged model or a model version, streamed as a zip file; no `path` means all of it.

    Exactly one of `run_id`, `model_id`, and `name` with `version` says whose.
    """

    run_id: str | None = None
    model_id: str | None = None
    name: str | None = None
    version: str | None = None
    path: str | None = None


class PreviewTable(ArtifactPlace, kw_only=True):
    """GET artifacts/table: rows [offset, offset + count) of a CSV, TSV, JSON, JSON lines or Parquet file; `count` from 1 to 1,000."""

    offset: Int64 = 0
    count: Int64 = 200


class PreviewColumn(Answer, kw_only=True):
    """One column of the rows asked for; values are null where a row has none. `type` is read from these values alone in text formats."""

    name: str
    type: ColumnType
    values: tuple[Cell, ...]


class TableWindow(Answer, kw_only=True):
    """Rows of a table, as columns of `rows` values each; fewer rows than asked for if the file ends or cells are large.

    `total_rows` is absent while nobody has counted them, and `about_rows` is a guess from the bytes of the rows read. `next_offset` is
    absent at the end. `cut` says that long values were shortened, `hidden_columns` how many columns beyond the first 1,000 are left out,
    and `unfinished` that the file stops in the middle of a value.
    """

    size_bytes: int
    offset: int
    rows: int
    columns: tuple[PreviewColumn, ...] = ()
    total_rows: int | None = None
    about_rows: int | None = None
    next_offset: int | None = None
    hidden_columns: int = 0
    cut: bool = False
    unfinished: bool = False
