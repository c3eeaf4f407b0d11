"""Texts, dictionaries, streams and figures as the bytes of an artifact."""

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from barograph.errors import InvalidValue, shown

_CHUNK = 1024 * 1024
_IMAGE_KINDS = ("png", "jpeg", "webp", "svg", "pdf")


def text_bytes(text: str) -> bytes:
    """Text as UTF-8."""
    if not isinstance(text, str):
        raise InvalidValue(f"Invalid text {shown(text)}: it is of type {type(text).__name__}. Give str, or use log_dict or log_artifact.")
    return text.encode()


def dict_bytes(dictionary: Any, path: str) -> bytes:
    """A dictionary as YAML if the path ends in .yml or .yaml, else as JSON. What JSON has no form for is written as text."""
    if PurePosixPath(path).suffix.lower() in (".yml", ".yaml"):
        import yaml

        return yaml.safe_dump(_plain(dictionary), default_flow_style=False).encode()
    return json.dumps(dictionary, indent=2, default=_json_form).encode()


def stream_chunks(stream: Any) -> Iterator[bytes]:
    """The rest of a binary file object, piece by piece."""
    while chunk := stream.read(_CHUNK):
        if not isinstance(chunk, bytes | bytearray | memoryview):
            raise InvalidValue("The stream to log yields text, not bytes. Open the file in binary mode, or use log_text.")
        yield bytes(chunk)


def figure_bytes(figure: Any, path: str, save_kwargs: Mapping[str, Any] | None = None) -> Iterable[bytes]:
    """A matplotlib or Plotly figure in the format that the path's ending names. Other objects raise `TypeError`."""
    kind = PurePosixPath(path).suffix.lower().removeprefix(".")
    options = dict(save_kwargs or {})
    library = type(figure).__module__.partition(".")[0]
    if callable(getattr(figure, "savefig", None)):
        buffer = io.BytesIO()
        if kind:
            options.setdefault("format", kind)
        try:
            figure.savefig(buffer, **options)
        except ValueError as error:
            raise InvalidValue(f"Cannot save the figure as {shown(path)}: {error}") from error
        return [buffer.getvalue()]
    if library == "plotly" and callable(getattr(figure, "write_html", None)):
        if kind == "html":
            options.setdefault("include_plotlyjs", True)
            return [str(figure.to_html(**options)).encode()]
        if kind.replace("jpg", "jpeg") in _IMAGE_KINDS:
            return [bytes(figure.to_image(format=kind.replace("jpg", "jpeg"), **options))]
        raise InvalidValue(f"Cannot save a Plotly figure as {shown(path)}. End the path in .html, .png, .jpeg, .webp, .svg or .pdf.")
    raise TypeError(f"Cannot log an object of type {type(figure).__module__}.{type(figure).__name__} as a figure. Give a matplotlib or"
                    " Plotly figure.")  # fmt: skip


def _json_form(value: Any) -> Any:
    """NumPy scalars and arrays as numbers and lists, everything else as text."""
    for method in ("item", "tolist"):
        if type(value).__module__.startswith("numpy") and callable(getattr(value, method, None)):
            try:
                return getattr(value, method)()
            except ValueError:
                continue
    return str(value)


def _plain(value: Any) -> Any:
    """The same in what YAML can say without naming Python types."""
    if isinstance(value, Mapping):
        return {_plain(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if value is None or type(value) in (str, int, float, bool, bytes):
        return value
    form = _json_form(value)
    return _plain(form) if form is not value else str(value)
