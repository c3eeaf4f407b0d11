"""What a training does, with MLflow's client or ours: `python logging_client.py mlflow|barograph URI`. Prints the id of its run."""

import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

LARGE = 3 * 1024 * 1024  # more than nginx lets through unless told otherwise
ODD_NAME = "odd ä&+;=.txt"


def log(mlflow: Any) -> str:
    mlflow.set_experiment("behind-a-proxy")
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory)
        (folder / ODD_NAME).write_text("odd")
        (folder / "large.bin").write_bytes(b"x" * LARGE)
        with mlflow.start_run(run_name="proxied") as run:
            mlflow.log_param("lr", 0.1)
            for step in range(5):
                mlflow.log_metric("loss", 1 / (step + 1), step=step)
            mlflow.log_text("first line\nsecond line\n", "notes.txt")
            mlflow.log_artifacts(directory, "model")
        run_id = str(run.info.run_id)
        target = folder / "got"
        target.mkdir()
        mlflow.artifacts.download_artifacts(f"runs:/{run_id}/model", dst_path=str(target))
        assert (target / "model" / "large.bin").stat().st_size == LARGE
        assert (target / "model" / ODD_NAME).read_text() == "odd"
    return run_id


def register(client: Any, name: str, run_id: str) -> None:
    client.create_registered_model(name)
    client.create_model_version(name, source=f"runs:/{run_id}/model", run_id=run_id)
    client.set_registered_model_alias(name, "champion", "1")
    assert client.get_model_version_by_alias(name, "champion").run_id == run_id


if __name__ == "__main__":
    _, library, uri, model = sys.argv
    module = import_module(library)
    module.set_tracking_uri(uri)
    made = log(module)
    register(module.MlflowClient(), model, made)
    assert module.get_run(made).data.metrics["loss"] == 0.2
    sys.stdout.write(f"{made}\n")
