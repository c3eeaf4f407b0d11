"""Input examples: as they are kept with a model, and as a request to a scoring server."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from barograph.errors import InvalidValue, shown

if TYPE_CHECKING:
    from barograph.packaging.manifest import Model

EXAMPLE, SERVING_EXAMPLE = "input_example.json", "serving_input_example.json"
_RAW_KEYS = ("messages", "prompt", "input")


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """An input example taken apart: the data, the parameters if given with them, and both JSON forms."""

    data: Any
    params: dict[str, Any] | None
    kind: str
    form: Any
    serving: Any
    orient: str | None = None

    def info(self) -> dict[str, Any]:
        """`saved_input_example_info` of the MLmodel file."""
        info = {"artifact_path": EXAMPLE, "serving_input_path": SERVING_EXAMPLE, "type": self.kind}
        if self.params is not None:
            info["params"] = "true"
        if self.orient is not None:
            info["pandas_orient"] = self.orient
        return info

    def write(self, directory: Path) -> None:
        """Write both files."""
        (directory / EXAMPLE).write_text(_dumped(self.form), encoding="utf-8")
        (directory / SERVING_EXAMPLE).write_text(self.serving_text(), encoding="utf-8")

    def serving_text(self) -> str:
        """The request as JSON text."""
        return _dumped(self.serving, indent=2)


def take_example(given: Any) -> Example:
    """Take an example apart. A pair (data, dict with text keys) gives parameters too. Unsupported data raise `InvalidValue`."""
    data, params = given, None
    if isinstance(given, tuple):
        if len(given) != 2 or not isinstance(given[1], dict) or not all(isinstance(key, str) for key in given[1]):
            raise InvalidValue("An input_example that is a tuple must be (data, dict of parameters).")
        data, params = given
    kind, form, serving, orient = _forms(data)
    if params is not None:
        form = {"inputs": form, "params": params}
        serving = serving | params if _is_raw(data) else serving | {"params": params}
    return Example(data=data, params=params, kind=kind, form=form, serving=serving, orient=orient)


def _is_raw(data: Any) -> bool:
    return isinstance(data, Mapping) and any(key in data for key in _RAW_KEYS)


def _forms(data: Any) -> tuple[str, Any, Any, str | None]:
    module = type(data).__module__.partition(".")[0]
    if module == "pandas" and hasattr(data, "columns"):
        return _frame_forms(data)
    if module == "scipy" and hasattr(data, "tocsr") and data.format in ("csr", "csc"):
        parts = {name: getattr(data, name).tolist() for name in ("data", "indices", "indptr")} | {"shape": list(data.shape)}
        return f"sparse_matrix_{data.format}", parts, {"inputs": data.toarray().tolist()}, None
    if isinstance(data, np.ndarray):
        values = _without_nan(data)
        return "ndarray", values, {"inputs": values}, None
    if isinstance(data, Mapping) and data and all(isinstance(value, np.ndarray) for value in data.values()):
        values = {str(name): _without_nan(array) for name, array in data.items()}
        return "ndarray", values, {"inputs": values}, None
    if isinstance(data, Mapping) and any(isinstance(value, np.ndarray) for value in data.values()):
        raise InvalidValue("An input_example that is a dict must hold arrays only or none.")
    if isinstance(data, dict | list | str | int | float | bool | dt.date | bytes | np.generic):
        if isinstance(data, list) and any(isinstance(item, np.ndarray) for item in data):
            raise InvalidValue("An input_example cannot be a list of arrays. Give one array or a dict of them.")
        plain = json.loads(_dumped(data))
        return "json_object", plain, plain if _is_raw(data) else {"inputs": plain}, None
    raise InvalidValue(f"An input_example cannot be {type(data).__name__}. Give a DataFrame, array, sparse matrix, dict, list or scalar.")


def _frame_forms(frame: Any) -> tuple[str, Any, Any, str]:
    default = list(frame.columns) == list(range(len(frame.columns)))
    rows = [[_cell(value) for value in row] for row in frame.itertuples(index=False, name=None)]
    form = {"data": rows} if default else {"columns": [_cell(label) for label in frame.columns], "data": rows}
    return "dataframe", form, {"dataframe_split": form}, "values" if default else "split"


def _cell(value: Any) -> Any:
    if value is None or type(value).__name__ == "NAType":
        return None
    if type(value).__name__ == "NaTType":
        return "NaT"
    return value


def _without_nan(array: Any) -> Any:
    values = array.tolist()
    return _nulled(values) if array.dtype.kind in "fc" else values


def _nulled(value: Any) -> Any:
    if isinstance(value, list):
        return [_nulled(item) for item in value]
    return None if isinstance(value, float) and value != value else value  # noqa: PLR0124  # only NaN differs from itself


def _dumped(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, default=_plain, indent=indent)


def _plain(value: Any) -> Any:
    """JSON of what JSON lacks: arrays as lists, times as ISO text, bytes as base64 ending in a line feed."""
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist() if not isinstance(value, np.datetime64) else str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bytes | bytearray):
        return base64.encodebytes(bytes(value)).decode("ascii")
    if type(value).__name__ in ("NAType", "NaTType"):
        return None
    raise InvalidValue(f"An input_example cannot hold {shown(value)} ({type(value).__name__}).")


def read_example(manifest: Model, place: str | Path | None) -> Any:
    """The data of the saved example, None if there is none or the place is unknown."""
    info = manifest.saved_input_example_info
    if not info or place is None:
        return None
    from barograph.packaging.fetch import fetch_bytes

    form = json.loads(fetch_bytes(place, info.get("artifact_path", EXAMPLE)))
    if info.get("params"):
        form = form["inputs"]
    return _data(form, info, manifest)


def _data(form: Any, info: dict[str, Any], manifest: Model) -> Any:
    kind = info.get("type")
    if kind == "dataframe":
        import pandas as pd

        frame = pd.DataFrame(form["data"], columns=form.get("columns"))
        schema = manifest.get_input_schema()
        for spec in schema.inputs if schema and not schema.is_tensor_spec() else ():
            if getattr(spec.type, "name", "") == "datetime" and spec.name in frame:
                frame[spec.name] = pd.to_datetime(frame[spec.name])
        return frame
    if kind == "ndarray":
        return {name: np.asarray(values) for name, values in form.items()} if isinstance(form, dict) else np.asarray(form)
    if isinstance(kind, str) and kind.startswith("sparse_matrix"):
        from scipy import sparse  # type: ignore[import-untyped]  # scipy ships no types

        build = sparse.csr_matrix if kind.endswith("csr") else sparse.csc_matrix
        return build((form["data"], form["indices"], form["indptr"]), shape=tuple(form["shape"]))
    return form
