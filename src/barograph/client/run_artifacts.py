"""Artifacts of the active run."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from barograph.client.experiments import active_experiment_id
from barograph.client.operations import RunOperations
from barograph.client.runs import active_or_new_run, active_run
from barograph.client.tracking_client import MlflowClient

if TYPE_CHECKING:
    import pandas as pd


def _target(run_id: str | None) -> tuple[MlflowClient, str]:
    """Client and run for a call that may name its run; without a name it is the active one, started if there is none."""
    active = active_run()
    if run_id is not None and (active is None or active.info.run_id != run_id):
        return MlflowClient(), run_id
    run = active_or_new_run()
    return MlflowClient(run.tracking_uri), run.info.run_id


def log_artifact(local_path: str | Path, artifact_path: str | None = None, run_id: str | None = None) -> None:
    """Upload a file into the directory `artifact_path`, or a directory under its own name. Missing raises `FileNotFoundError`."""
    client, target = _target(run_id)
    client.log_artifact(target, local_path, artifact_path)


def log_artifacts(local_dir: str | Path, artifact_path: str | None = None, run_id: str | None = None) -> None:
    """Upload the contents of a directory into the directory `artifact_path`."""
    client, target = _target(run_id)
    client.log_artifacts(target, local_dir, artifact_path)


def log_text(text: str, artifact_file: str, run_id: str | None = None) -> None:
    """Store text as UTF-8 under the path `artifact_file`."""
    client, target = _target(run_id)
    client.log_text(target, text, artifact_file)


def log_dict(dictionary: Any, artifact_file: str, run_id: str | None = None) -> None:
    """Store a dictionary as YAML (.yml, .yaml) or JSON (any other ending)."""
    client, target = _target(run_id)
    client.log_dict(target, dictionary, artifact_file)


def log_stream(stream: Any, artifact_file: str, run_id: str | None = None) -> None:
    """Store what a binary file object yields."""
    client, target = _target(run_id)
    client.log_stream(target, stream, artifact_file)


def log_figure(figure: Any, artifact_file: str, *, save_kwargs: Mapping[str, Any] | None = None) -> None:
    """Store a matplotlib or Plotly figure in the format of the file's ending."""
    client, target = _target(None)
    client.log_figure(target, figure, artifact_file, save_kwargs=save_kwargs)


def log_image(
    image: Any,
    artifact_file: str | None = None,
    key: str | None = None,
    step: int | None = None,
    timestamp: int | None = None,
    synchronous: bool | None = False,
) -> RunOperations | None:
    """Store an image: as the file named, or under a key with step and time for a series of images with previews.

    Images are arrays (H x W, H x W x 1, x 3 or x 4), Pillow images or `Image` objects.
    """
    client, target = _target(None)
    return client.log_image(target, image, artifact_file, key, step, timestamp, synchronous)


def log_table(data: Any, artifact_file: str, run_id: str | None = None) -> None:
    """Store a DataFrame, or a dict of columns, as .json or .parquet; a table already there is extended."""
    client, target = _target(run_id)
    client.log_table(target, data, artifact_file)


def load_table(artifact_file: str, run_ids: list[str] | None = None, extra_columns: list[str] | None = None) -> "pd.DataFrame":
    """Rows of a table of that path from every run of the active experiment, or of the runs named."""
    active = active_run()
    experiment_id = active.info.experiment_id if active else active_experiment_id()
    return MlflowClient().load_table(experiment_id, artifact_file, run_ids, extra_columns)


def get_artifact_uri(artifact_path: str | None = None) -> str:
    """URI of the active run's artifacts, or of a path among them."""
    from barograph.artifacts.resolve import join

    run = active_or_new_run()
    return join(str(run.info.artifact_uri), artifact_path or "")
