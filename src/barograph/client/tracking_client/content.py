"""Content of the client that becomes an artifact: texts, dictionaries, figures, images, tables."""

import json
import re
import uuid
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from barograph.client.artifact_content import dict_bytes, figure_bytes, stream_chunks, text_bytes
from barograph.client.frames import runs_frame
from barograph.client.image import Image
from barograph.client.metric_value import metric_step, metric_time_ms
from barograph.client.operations import RunOperations, perform
from barograph.client.paging import all_pages
from barograph.client.table import check_table_path, extended, read_table, table_bytes, table_frame, with_stored_images
from barograph.client.tracking_client.connection import Connection
from barograph.entities.run import Run
from barograph.errors import InvalidValue, NotFound, shown
from barograph.model import Query
from barograph.model import Run as StoredRun

if TYPE_CHECKING:
    import pandas as pd

_IMAGE_KEY = re.compile(r"[A-Za-z0-9_\-./ ]+")
_TABLES_TAG = "mlflow.loggedArtifacts"
_IMAGES_TAG = "mlflow.loggedImages"
_SEARCH_PAGE = 1_000


class ContentMethods(Connection):
    """Artifacts made from values. `artifact_file` is the path of the file below the run's root."""

    def log_text(self, run_id: str, text: str, artifact_file: str) -> None:
        """Store text as UTF-8."""
        self._artifacts(run_id).put(artifact_file, [text_bytes(text)])

    def log_dict(self, run_id: str, dictionary: Any, artifact_file: str) -> None:
        """Store a dictionary as YAML (.yml, .yaml) or JSON (any other ending)."""
        self._artifacts(run_id).put(artifact_file, [dict_bytes(dictionary, artifact_file)])

    def log_stream(self, run_id: str, stream: Any, artifact_file: str) -> None:
        """Store what a binary file object yields."""
        self._artifacts(run_id).put(artifact_file, stream_chunks(stream))

    def log_figure(self, run_id: str, figure: Any, artifact_file: str, *, save_kwargs: Mapping[str, Any] | None = None) -> None:
        """Store a matplotlib or Plotly figure in the format of the file's ending."""
        self._artifacts(run_id).put(artifact_file, figure_bytes(figure, artifact_file, save_kwargs))

    def log_image(
        self,
        run_id: str,
        image: Any,
        artifact_file: str | None = None,
        key: str | None = None,
        step: int | None = None,
        timestamp: int | None = None,
        synchronous: bool | None = None,
    ) -> RunOperations | None:
        """Store an image: as the file named, or under a key with step and time for a series of images with previews."""
        if (artifact_file is None) == (key is None):
            raise TypeError("log_image takes either artifact_file or key. Give exactly one of them.")
        if artifact_file is not None:
            if step is not None or timestamp is not None:
                raise TypeError("log_image takes step and timestamp together with key only.")
            kind = PurePosixPath(artifact_file).suffix.lower().removeprefix(".")
            content = Image(image).encoded(kind or "png")
            file = artifact_file
            return perform(lambda: self._artifacts(run_id).put(file, [content]), synchronous)
        stem = image_stem(str(key), step, timestamp)
        drawn = Image(image)

        def write() -> None:
            store = self._artifacts(run_id)
            store.put(f"{stem}.png", [drawn.encoded("png")])
            store.put(f"{stem}+compressed.webp", [drawn.preview().encoded("webp")])
            self._store.log_batch(run_id, tags={_IMAGES_TAG: "True"})

        return perform(write, synchronous)

    def log_table(self, run_id: str, data: Any, artifact_file: str) -> None:
        """Store a DataFrame, or a dict of columns, as .json or .parquet; a table already there is extended."""
        path = check_table_path(artifact_file)
        store = self._artifacts(run_id)
        new = with_stored_images(table_frame(data), path, lambda file, content: store.put(file, [content]))
        store.put(path, [table_bytes(extended(store, path, new), path)])
        recorded = json.loads(self._store.get_run(run_id).tags.get(_TABLES_TAG, "[]"))
        entry = {"path": path, "type": "table"}
        if entry not in recorded:
            self._store.log_batch(run_id, tags={_TABLES_TAG: json.dumps([*recorded, entry])})

    def load_table(
        self, experiment_id: str, artifact_file: str, run_ids: Sequence[str] | None = None, extra_columns: Sequence[str] | None = None
    ) -> "pd.DataFrame":
        """Rows of a table of that path from every run of an experiment, or of the runs named.

        `extra_columns` are columns of the search_runs frame, such as run_id, repeated for each row. No table raises
        RESOURCE_DOES_NOT_EXIST.
        """
        path = check_table_path(artifact_file)
        clause = f'tags.`{_TABLES_TAG}` LIKE \'%"path"%:%"{path}",%"type"%:%"table"%\''
        found = all_pages(lambda size, token: self._table_runs(experiment_id, clause, size, token), None, _SEARCH_PAGE)
        runs = [run for run in found if run_ids is None or run.info.run_id in run_ids]
        if not runs:
            raise NotFound(f"No run of experiment {shown(experiment_id)} has a table {shown(path)}.")
        return self._joined(runs, path, extra_columns or ())

    def _table_runs(self, experiment_id: str, clause: str, size: int, token: str | None) -> Any:
        return self._store.search_runs([str(experiment_id)], Query(filter=clause, max_results=size, page_token=token))

    def _joined(self, runs: Sequence[StoredRun], path: str, extra_columns: Sequence[str]) -> "pd.DataFrame":
        import pandas as pd

        about = runs_frame([Run.of(run) for run in runs])
        missing = [column for column in extra_columns if column not in about.columns]
        if missing:
            raise InvalidValue(f"Unknown extra columns {shown(missing)}. Choose from {', '.join(about.columns)}.")
        tables = []
        for position, run in enumerate(runs):
            table = read_table(self._open(run.info.artifact_uri), path)
            for column in extra_columns:
                table[column] = about[column].iloc[position]
            tables.append(table)
        return pd.concat(tables, ignore_index=True)


def image_stem(key: str, step: int | None, timestamp: int | None) -> str:
    """The path, without ending, of one image of a series."""
    if not _IMAGE_KEY.fullmatch(key):
        raise ValueError(
            f"Invalid image key {shown(key)}. It may hold letters, digits, underscores, dashes, periods, spaces and slashes only."
        )
    place = key.replace("/", "~")
    return f"images/{place}+step+{metric_step(key, step)}+timestamp+{metric_time_ms(key, timestamp)}+{uuid.uuid4()}"
