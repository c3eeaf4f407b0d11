"""Tables as artifacts: written whole, extended by reading, joining and writing again."""

import io
import re
import uuid
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from barograph.client.image import Image
from barograph.client.optional import need
from barograph.errors import BadRequest, shown

if TYPE_CHECKING:
    import pandas as pd

    from barograph.artifacts.base import ArtifactStore

_FORBIDDEN = re.compile(r"[\"':,\[\]{}]")


def check_table_path(path: str) -> str:
    """Return the path of a table, or raise `ValueError`: .json or .parquet, and no signs that would break its record in a tag."""
    if _FORBIDDEN.search(path):
        raise ValueError(f"Invalid table path {shown(path)}: it may not contain any of \" ' : , [ ] {{ }}.")
    if PurePosixPath(path).suffix not in (".json", ".parquet"):
        raise ValueError(f"Invalid table path {shown(path)}. End it in .json or .parquet.")
    return path


def table_frame(data: Any) -> "pd.DataFrame":
    """A DataFrame of what is to be logged: a DataFrame, or a dict of columns; a dict of single values is one row."""
    need("pandas")
    import pandas as pd

    if isinstance(data, pd.DataFrame):
        return data
    if not isinstance(data, dict):
        raise TypeError(f"Cannot log an object of type {type(data).__name__} as a table. Give a DataFrame or a dict of columns.")
    try:
        return pd.DataFrame(data)
    except ValueError:
        # pandas refuses single values without an index.
        return pd.DataFrame([data])


def extended(store: "ArtifactStore", path: str, new: "pd.DataFrame") -> "pd.DataFrame":
    """The table that is stored at a path with new rows below it."""
    if store.stat(path) is None:
        return new
    import pandas as pd

    return pd.concat([read_table(store, path), new], ignore_index=True)


def read_table(store: "ArtifactStore", path: str) -> "pd.DataFrame":
    """The table stored at a path; what is no table raises BAD_REQUEST."""
    need("pandas")
    import pandas as pd

    content = b"".join(store.get(path))
    try:
        if path.endswith(".parquet"):
            return pd.read_parquet(io.BytesIO(content))
        return pd.read_json(io.BytesIO(content), orient="split")
    except (ValueError, KeyError, OSError) as error:
        raise BadRequest(f"The artifact {shown(path)} is not a table that can be read: {error}") from error


def table_bytes(frame: "pd.DataFrame", path: str) -> bytes:
    """The file of a table."""
    if path.endswith(".parquet"):
        need("pyarrow")
        buffer = io.BytesIO()
        frame.to_parquet(buffer, index=False)
        return buffer.getvalue()
    return frame.to_json(orient="split", index=False, date_format="iso").encode()


def with_stored_images(frame: "pd.DataFrame", path: str, put: Callable[[str, bytes], None]) -> "pd.DataFrame":
    """The table with its image cells stored as files and replaced by references to them."""
    columns = [column for column in frame.columns if any(isinstance(cell, Image) for cell in frame[column])]
    if not columns:
        return frame
    stored = frame.copy()
    for column in columns:
        stored[column] = [_stored(cell, path, put) for cell in frame[column]]
    return stored


def _stored(cell: Any, path: str, put: Callable[[str, bytes], None]) -> Any:
    if not isinstance(cell, Image):
        return cell
    stem = f"table_images/{PurePosixPath(path).stem}/{uuid.uuid4()}"
    put(f"{stem}.png", cell.encoded("png"))
    put(f"{stem}.webp", cell.preview().encoded("webp"))
    return {"type": "image", "filepath": f"{stem}.png", "compressed_filepath": f"{stem}.webp"}
