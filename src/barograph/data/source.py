"""Where datasets come from."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from barograph.errors import InvalidValue, NotSupported, shown

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]+):")
_OBJECT_SCHEMES = ("s3", "r2", "b2", "gs", "wasbs", "abfss", "ftp", "sftp", "hdfs", "viewfs")
_REFUSED = ("dbfs", "runs", "models", "mlflow-artifacts")


@dataclass(frozen=True)
class DatasetSource:
    """A place by kind (`local`, `http`, `s3`, `code`...) with its details, as kept in JSON."""

    source_type: str
    details: dict[str, Any]

    @property
    def uri(self) -> str | None:
        """The place as a path, URI or URL, None if it has none."""
        place = self.details.get("uri") or self.details.get("url") or self.details.get("path")
        return str(place) if place is not None else None

    def to_json(self) -> str:
        """The details as JSON text."""
        return json.dumps(self.details)

    def load(self, dst_path: str | None = None) -> str:
        """Fetch the data and return its local path: as it is for local files, else below `dst_path` or a temporary directory."""
        if self.uri is None:
            raise NotSupported(f"A dataset of source type {shown(self.source_type)} cannot be fetched: it has no address.")
        if self.source_type == "local" and dst_path is None:
            path = Path(self.uri.removeprefix("file://")).absolute()
            if not path.exists():
                raise FileNotFoundError(f"The dataset's file is not there: {path}")
            return str(path)
        from barograph.artifacts import download_artifacts

        fetched: str = download_artifacts(artifact_uri=self.uri, dst_path=dst_path)
        return fetched


def source_of(given: Any) -> DatasetSource:
    """The source that a caller names: a path, a URI, a `DatasetSource`, or None for the code that runs."""
    if isinstance(given, DatasetSource):
        return given
    if given is None:
        from barograph.client.context import context_tags

        return DatasetSource("code", {"tags": context_tags()})
    if not isinstance(given, str | Path):
        raise InvalidValue(f"Invalid dataset source {shown(given)}. Give a path or a URI.")
    text = str(given)
    found = _SCHEME.match(text)
    scheme = found.group(1).lower() if found else "file"
    if scheme in ("http", "https"):
        return DatasetSource("http", {"url": text})
    if scheme in _REFUSED:
        raise InvalidValue(
            f"Invalid dataset source {shown(text)}: scheme {shown(scheme)} is not supported. Give a path, URL or object store."
        )
    return DatasetSource(scheme if scheme in _OBJECT_SCHEMES else "local", {"uri": text})


def get_source(dataset: Any) -> DatasetSource:
    """The source of a dataset, of a dataset entity, or of a `DatasetInput` as read from a run."""
    described = getattr(dataset, "dataset", dataset)
    source = getattr(described, "source", None)
    if isinstance(source, DatasetSource):
        return source
    kind = getattr(described, "source_type", None)
    if not isinstance(source, str) or kind is None:
        raise InvalidValue(f"Cannot tell the source of an object of type {type(dataset).__name__}. Give a dataset or an input of a run.")
    try:
        details = json.loads(source)
    except ValueError:
        details = None
    return DatasetSource(kind, details if isinstance(details, dict) else {"uri": source})
