"""Datasets: digests, sources, descriptions."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from barograph import data
from barograph.exceptions import MlflowException


def test_digests_are_those_that_mlflow_computes() -> None:
    assert data.from_numpy(np.arange(4.0)).digest == "2afe0dd9"
    assert data.from_pandas(pd.DataFrame({"a": [1, 2], "b": ["x", "y"]})).digest == "695389ac"


def test_digests_tell_data_apart() -> None:
    frames = [
        pd.DataFrame({"a": [1, 2]}),
        pd.DataFrame({"a": [2, 1]}),
        pd.DataFrame({"b": [1, 2]}),
        pd.DataFrame({"a": range(10_000)}),
        pd.DataFrame({"a": range(10_001)}),
    ]
    assert len({data.from_pandas(frame).digest for frame in frames}) == len(frames)
    arrays: list[Any] = [np.arange(6), np.arange(6).reshape(2, 3), {"x": np.arange(6)}, np.array(["a", "b"])]
    digests = [data.from_numpy(array).digest for array in arrays]
    assert len(set(digests)) == 3
    assert digests[0] == digests[2]
    assert data.from_numpy(np.arange(6), targets=np.arange(6)).digest not in digests


def test_a_frame_described() -> None:
    described = data.from_pandas(pd.DataFrame({"a": [1.5, 2], "b": ["x", "y"]}), source="farm.csv", targets="a", name="farm", digest="v1")
    plain = described.to_dict()
    assert (plain["name"], plain["digest"], plain["source_type"], plain["source"]) == ("farm", "v1", "local", '{"uri": "farm.csv"}')
    assert json.loads(str(plain["schema"])) == {
        "mlflow_colspec": [{"type": "double", "name": "a", "required": True}, {"type": "string", "name": "b", "required": True}]
    }
    assert json.loads(str(plain["profile"])) == {"num_rows": 2, "num_elements": 4}
    assert json.loads(described.to_json()) == plain


def test_arrays_described() -> None:
    plain = data.from_numpy({"x": np.zeros((2, 3), np.float32)}, targets=np.zeros(2, np.int64)).to_dict()
    assert json.loads(str(plain["profile"])) == {
        "features_shape": {"x": [2, 3]}, "features_size": {"x": 6}, "features_nbytes": {"x": 24}, "targets_shape": [2], "targets_size": 2,
        "targets_nbytes": 16,
    }  # fmt: skip
    sides = json.loads(str(plain["schema"]))["mlflow_tensorspec"]
    assert json.loads(sides["targets"]) == [{"type": "tensor", "tensor-spec": {"dtype": "int64", "shape": [-1]}}]
    assert plain["source_type"] == "code"
    assert "mlflow.user" in json.loads(str(plain["source"]))["tags"]


@pytest.mark.parametrize(
    ("source", "kind", "details"),
    [
        ("a.csv", "local", {"uri": "a.csv"}),
        (Path("a.csv"), "local", {"uri": "a.csv"}),
        ("file:///a.csv", "local", {"uri": "file:///a.csv"}),
        ("https://example.org/a.csv", "http", {"url": "https://example.org/a.csv"}),
        ("s3://bucket/a.csv", "s3", {"uri": "s3://bucket/a.csv"}),
    ],
)
def test_sources(source: Any, kind: str, details: dict[str, str]) -> None:
    found = data.from_numpy(np.zeros(1), source=source).source
    assert (found.source_type, found.details) == (kind, details)
    assert data.get_source(data.from_numpy(np.zeros(1), source=source).to_entity()) == found


def test_a_local_source_loads(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x")
    assert data.from_numpy(np.zeros(1), source=tmp_path / "a.csv").source.load() == str(tmp_path / "a.csv")
    with pytest.raises(FileNotFoundError):
        data.from_numpy(np.zeros(1), source=tmp_path / "b.csv").source.load()
    with pytest.raises(MlflowException, match="no address"):
        data.from_numpy(np.zeros(1)).source.load()


@pytest.mark.parametrize(
    "make",
    [
        lambda: data.from_pandas(pd.DataFrame({"a": [1]}), targets="b"),
        lambda: data.from_pandas(pd.DataFrame({"a": [1]}), source="runs:/x/y"),
        lambda: data.from_pandas(pd.DataFrame({"a": [1]}), source=5),
        lambda: data.from_pandas(pd.DataFrame({"a": [1]}), digest="d" * 37),
        lambda: data.get_source(3),
    ],
)
def test_bad_descriptions_are_refused(make: Any) -> None:
    with pytest.raises(MlflowException) as refused:
        make()
    assert refused.value.error_code == "INVALID_PARAMETER_VALUE"


def test_what_is_not_offered_says_so() -> None:
    with pytest.raises(AttributeError, match="Spark"):
        data.from_spark  # noqa: B018  # reading the name is what is tested
