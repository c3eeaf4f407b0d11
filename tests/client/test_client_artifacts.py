"""Files of runs: uploaded, made from values, listed, downloaded."""

import io
import json
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
import yaml
from PIL import Image as Pillow

import barograph
from barograph import MlflowClient
from barograph.exceptions import MlflowException

mpl.use("Agg")


@pytest.fixture
def run_id(tracking: str) -> str:
    return str(MlflowClient().create_run(barograph.client.experiments.active_experiment_id()).info.run_id)


def content(run_id: str, path: str) -> bytes:
    return Path(MlflowClient().download_artifacts(run_id, path)).read_bytes()


def paths(run_id: str, path: str | None = None) -> list[str]:
    return [found.path for found in MlflowClient().list_artifacts(run_id, path)]


def test_files_and_directories(run_id: str, tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "sub").mkdir(parents=True)
    (source / "a b.txt").write_text("one")
    (source / "sub" / "c.bin").write_bytes(b"\0\1")
    barograph.log_artifact(source / "a b.txt", run_id=run_id)
    barograph.log_artifact(str(source), "deep", run_id=run_id)
    barograph.log_artifacts(source, "all/of it", run_id=run_id)
    assert paths(run_id) == ["a b.txt", "all", "deep"]
    assert paths(run_id, "deep/source") == ["deep/source/a b.txt", "deep/source/sub"]
    assert content(run_id, "all/of it/sub/c.bin") == b"\0\1"
    folder = MlflowClient().download_artifacts(run_id, "all", str(tmp_path / "target"))
    assert folder == str(tmp_path / "target" / "all")
    assert (Path(folder) / "of it" / "a b.txt").read_text() == "one"
    sizes = {found.path: (found.is_dir, found.file_size) for found in MlflowClient().list_artifacts(run_id)}
    assert sizes["a b.txt"] == (False, 3)
    assert sizes["deep"] == (True, None)
    assert paths(run_id, "a b.txt") == []
    assert paths(run_id, "missing") == []


def test_what_is_missing_is_told(run_id: str, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no\.txt"):
        barograph.log_artifact(tmp_path / "no.txt", run_id=run_id)
    with pytest.raises(FileNotFoundError):
        barograph.log_artifacts(tmp_path / "no", run_id=run_id)
    with pytest.raises(MlflowException) as refused:
        MlflowClient().download_artifacts(run_id, "no.txt")
    assert refused.value.error_code == "RESOURCE_DOES_NOT_EXIST"


@pytest.mark.parametrize("path", ["../x.txt", "/x.txt", "a/../../x.txt", "%2e%2e/x.txt"])
def test_paths_stay_below_the_root(run_id: str, path: str, tmp_path: Path) -> None:
    with pytest.raises(MlflowException) as refused:
        barograph.log_text("x", path, run_id=run_id)
    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"
    with pytest.raises(MlflowException):
        MlflowClient().list_artifacts(run_id, path)
    with pytest.raises(MlflowException):
        MlflowClient().download_artifacts(run_id, path)


def test_texts_and_dictionaries(run_id: str) -> None:
    barograph.log_text("wind ≈ 3", "t.txt", run_id=run_id)
    assert content(run_id, "t.txt").decode() == "wind ≈ 3"
    odd = {"b": np.int64(3), "a": [np.float32(0.5), Path("x")], "n": None, "array": np.arange(2)}
    barograph.log_dict(odd, "d.json", run_id=run_id)
    assert json.loads(content(run_id, "d.json")) == {"b": 3, "a": [0.5, "x"], "n": None, "array": [0, 1]}
    barograph.log_dict(odd, "d.yml", run_id=run_id)
    assert yaml.safe_load(content(run_id, "d.yml")) == {"b": 3, "a": [0.5, "x"], "n": None, "array": [0, 1]}
    barograph.log_stream(io.BytesIO(b"bytes"), "s.bin", run_id=run_id)
    assert content(run_id, "s.bin") == b"bytes"
    with pytest.raises(MlflowException, match="binary"):
        barograph.log_stream(io.StringIO("text"), "s2.bin", run_id=run_id)
    with pytest.raises(MlflowException, match="text"):
        barograph.log_text(b"bytes", "b.txt", run_id=run_id)  # type: ignore[arg-type]  # what is tested
    assert "s2.bin" not in paths(run_id)


def test_figures(run_id: str) -> None:
    from matplotlib.figure import Figure

    figure = Figure()
    figure.subplots().plot([1, 2])
    client = MlflowClient()
    client.log_figure(run_id, figure, "f.png", save_kwargs={"dpi": 30})
    client.log_figure(run_id, figure, "f.svg")
    assert content(run_id, "f.png").startswith(b"\x89PNG")
    assert b"<svg" in content(run_id, "f.svg")
    with pytest.raises(MlflowException, match="html"):
        client.log_figure(run_id, figure, "f.html")
    with pytest.raises(TypeError, match="figure"):
        client.log_figure(run_id, "no figure", "f.png")


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((4, 6), np.uint8),
        np.full((4, 6, 1), 255),
        np.ones((4, 6, 3), bool),
        np.random.default_rng(0).random((4, 6, 4)),
        [[0, 1], [2, 3]],
        Pillow.new("RGB", (6, 4)),
    ],
)
def test_images_of_every_kind(sqlite_uri: str, pixels: Any) -> None:
    with barograph.start_run() as run:
        barograph.log_image(pixels, "i.png")
    shown = barograph.artifacts.load_image(f"runs:/{run.info.run_id}/i.png")
    assert shown.size == barograph.Image(pixels).to_pil().size


def test_a_series_of_images(run_id: str) -> None:
    client = MlflowClient()
    client.log_image(run_id, np.zeros((300, 600), np.uint8), key="val/loss map", step=3, timestamp=9)
    stored = paths(run_id, "images")
    assert len(stored) == 2
    stem = "images/val~loss map+step+3+timestamp+9+"
    assert all(path.startswith(stem) for path in stored)
    preview = next(path for path in stored if path.endswith("+compressed.webp"))
    assert Pillow.open(io.BytesIO(content(run_id, preview))).size == (256, 128)
    assert client.get_run(run_id).data.tags["mlflow.loggedImages"] == "True"


def test_bad_images_are_refused(sqlite_uri: str, caplog: pytest.LogCaptureFixture) -> None:
    with barograph.start_run() as run:
        with pytest.raises(TypeError, match="exactly one"):
            barograph.log_image(np.zeros((2, 2)))
        with pytest.raises(TypeError, match="key only"):
            barograph.log_image(np.zeros((2, 2)), "a.png", step=1)
        with pytest.raises(ValueError, match="0-255"):
            barograph.log_image(np.full((2, 2), 300), "a.png")
        with pytest.raises(ValueError, match="shape"):
            barograph.log_image(np.zeros((2, 2, 5)), "a.png")
        with pytest.raises(ValueError, match="key"):
            barograph.log_image(np.zeros((2, 2)), key="a+b")
        with pytest.raises(TypeError, match="complex"):
            barograph.log_image(np.zeros((2, 2), complex), "a.png")
        with pytest.raises(MlflowException, match="nope"):
            barograph.log_image(np.zeros((2, 2)), "a.nope")
        barograph.log_image(np.array([[-1.0, 3.0]]), "scaled.png")
        assert "rescaled" in caplog.text
    assert paths(run.info.run_id) == ["scaled.png"]
    assert barograph.artifacts.load_image(f"runs:/{run.info.run_id}/scaled.png").getpixel((1, 0)) == 255


@pytest.mark.parametrize("ending", ["json", "parquet"])
def test_tables_grow(run_id: str, ending: str) -> None:
    client = MlflowClient()
    client.log_table(run_id, {"a": [1, 2], "b": ["x", None]}, f"t.{ending}")
    client.log_table(run_id, pd.DataFrame({"a": [3], "c": [0.5]}), f"t.{ending}")
    client.log_table(run_id, {"a": 4, "b": "one row"}, f"t.{ending}")
    experiment_id = client.get_run(run_id).info.experiment_id
    table = client.load_table(experiment_id, f"t.{ending}", extra_columns=["run_id"])
    assert table["a"].tolist() == [1, 2, 3, 4]
    assert table["c"].isna().tolist() == [True, True, False, True]
    assert set(table["run_id"]) == {run_id}
    assert json.loads(client.get_run(run_id).data.tags["mlflow.loggedArtifacts"]) == [{"path": f"t.{ending}", "type": "table"}]
    with pytest.raises(MlflowException) as refused:
        client.load_table(experiment_id, f"other.{ending}")
    assert refused.value.error_code == "RESOURCE_DOES_NOT_EXIST"


def test_tables_hold_images(run_id: str) -> None:
    client = MlflowClient()
    client.log_table(run_id, {"n": [1], "image": [barograph.Image(np.zeros((2, 2), np.uint8))]}, "with images.json")
    cell = client.load_table(client.get_run(run_id).info.experiment_id, "with images.json")["image"][0]
    assert cell["type"] == "image"
    assert content(run_id, cell["filepath"]).startswith(b"\x89PNG")


def test_bad_tables_are_refused(sqlite_uri: str) -> None:
    with barograph.start_run() as run:
        for path in ("t.csv", "a'b.json", "a[1].json"):
            with pytest.raises(ValueError, match="table path"):
                barograph.log_table({"a": [1]}, path)
        with pytest.raises(TypeError, match="DataFrame"):
            barograph.log_table([1, 2], "t.json")
        barograph.log_text("no table", "broken.json")
        with pytest.raises(MlflowException, match=r"broken\.json"):
            barograph.log_table({"a": [1]}, "broken.json")
    assert paths(run.info.run_id) == ["broken.json"]


def test_the_artifacts_namespace(run_id: str, tmp_path: Path) -> None:
    barograph.log_dict({"a": 1}, "d/x.json", run_id=run_id)
    barograph.log_dict({"a": 1}, "d/x.yaml", run_id=run_id)
    named = f"runs:/{run_id}/d/x.json"
    assert barograph.artifacts.load_dict(named) == {"a": 1}
    assert barograph.artifacts.load_dict(f"runs:/{run_id}/d/x.yaml") == {"a": 1}
    assert barograph.artifacts.load_text(named) == '{\n  "a": 1\n}'
    assert [found.path for found in barograph.artifacts.list_artifacts(f"runs:/{run_id}/d")] == ["d/x.json", "d/x.yaml"]
    assert [found.path for found in barograph.artifacts.list_artifacts(run_id=run_id)] == ["d"]
    local = barograph.artifacts.download_artifacts(run_id=run_id, artifact_path="d/x.json", dst_path=str(tmp_path / "to"))
    assert Path(local) == tmp_path / "to" / "d" / "x.json"
    whole = barograph.artifacts.download_artifacts(run_id=run_id)
    assert (Path(whole) / "d" / "x.yaml").is_file()
    root = MlflowClient().get_run(run_id).info.artifact_uri
    assert Path(barograph.artifacts.download_artifacts(f"{root}/d/x.json")).read_text() == '{\n  "a": 1\n}'
    assert [found.path for found in barograph.artifacts.list_artifacts(f"{root}/d")] == ["x.json", "x.yaml"]
    for arguments in ({}, {"artifact_uri": named, "run_id": run_id}, {"artifact_uri": named, "artifact_path": "d"}):
        with pytest.raises(MlflowException) as refused:
            barograph.artifacts.download_artifacts(**arguments)
        assert refused.value.error_code == "INVALID_PARAMETER_VALUE"
    with pytest.raises(MlflowException) as refused:
        barograph.artifacts.load_text(f"runs:/{run_id}/none.txt")
    assert refused.value.error_code == "RESOURCE_DOES_NOT_EXIST"
    barograph.log_text("{", "bad.json", run_id=run_id)
    with pytest.raises(MlflowException, match="not JSON"):
        barograph.artifacts.load_dict(f"runs:/{run_id}/bad.json")


def test_the_artifact_uri_of_the_active_run(sqlite_uri: str) -> None:
    with barograph.start_run() as run:
        assert barograph.get_artifact_uri() == run.info.artifact_uri
        assert barograph.get_artifact_uri("a/b") == f"{run.info.artifact_uri}/a/b"
        with pytest.raises(MlflowException):
            barograph.get_artifact_uri("../b")
