"""What a model with a signature accepts, converts and refuses."""

from __future__ import annotations

import datetime as dt
import decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from barograph.errors import SchemaViolation
from barograph.packaging.enforce import enforce_params, enforce_schema
from barograph.packaging.schema import Array, ColSpec, DataType, Object, ParamSchema, ParamSpec, Property, Schema, TensorSpec

INTEGERS = ["int8", "int16", "int32", "uint8", "uint16"]
ACCEPTED = {
    "boolean": ["bool"],
    "integer": INTEGERS,
    "long": [*INTEGERS, "int64", "uint32"],
    "float": ["float16", "float32"],
    "double": ["float16", "float32", "float64", *INTEGERS, "uint32"],
}
NUMPY = ["bool", *INTEGERS, "int64", "uint32", "uint64", "float16", "float32", "float64"]


@pytest.mark.parametrize("kind", ACCEPTED)
@pytest.mark.parametrize("dtype", NUMPY)
def test_numpy_columns_convert_where_nothing_can_be_lost(kind: str, dtype: str) -> None:
    frame = pd.DataFrame({"a": np.array([2, 3], dtype=dtype)})
    schema = Schema([ColSpec(kind, "a")])
    exact = kind in ("float", "double") and dtype in (*INTEGERS, "int64", "uint32", "uint64")
    if dtype in ACCEPTED[kind] or exact:
        given = enforce_schema(frame, schema)["a"]
        assert given.dtype == DataType[kind].to_numpy()
        assert given.tolist() == frame["a"].tolist()
    else:
        with pytest.raises(SchemaViolation, match="'a'"):
            enforce_schema(frame, schema)


def test_whole_numbers_become_floats_only_if_each_is_exact() -> None:
    schema = Schema([ColSpec("double", "a")])
    assert enforce_schema(pd.DataFrame({"a": [2**53]}), schema)["a"].tolist() == [2.0**53]
    for value in (2**53 + 1, 2**63 - 1):
        with pytest.raises(SchemaViolation, match="exactly"):
            enforce_schema(pd.DataFrame({"a": [value]}), schema)
    with pytest.raises(SchemaViolation):
        enforce_schema(pd.DataFrame({"a": [2**24 + 1]}), Schema([ColSpec("float", "a")]))


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("double", ["1", "2"]),
        ("double", [True, False]),
        ("long", [1.5]),
        ("long", ["1"]),
        ("boolean", [1, 0]),
        ("string", [1]),
        ("string", pd.Categorical(["a"])),
        ("binary", [1.0]),
        ("datetime", ["2020-01-01"]),
        ("datetime", pd.to_datetime(["2020-01-01"], utc=True)),
        ("double", ["1", 2]),
    ],
)
def test_what_would_be_guessed_is_refused(kind: str, values: Any) -> None:
    with pytest.raises(SchemaViolation) as caught:
        enforce_schema(pd.DataFrame({"a": values}), Schema([ColSpec(kind, "a")]))
    assert caught.value.details["error_class"] == "SCHEMA_ENFORCEMENT_FAILED"
    assert caught.value.error_code == "INVALID_PARAMETER_VALUE"


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        ("double", pd.Series([decimal.Decimal("1.5")], dtype=object), [1.5]),
        ("datetime", [dt.date(2020, 1, 1)], [pd.Timestamp("2020-01-01")]),
        ("boolean", pd.Series([True, None], dtype=object), [True, None]),
        ("string", ["001"], ["001"]),
    ],
)
def test_other_values_that_fit(kind: str, values: Any, expected: list[Any]) -> None:
    given = enforce_schema(pd.DataFrame({"a": values}), Schema([ColSpec(kind, "a", required=None not in expected)]))
    assert given["a"].tolist() == expected


def test_columns_are_ordered_and_extra_ones_dropped_with_a_warning() -> None:
    schema = Schema([ColSpec("double", "x"), ColSpec("double", "y"), ColSpec("double", "z", required=False)])
    with pytest.warns(UserWarning, match="extra"):
        given = enforce_schema(pd.DataFrame({"extra": [1], "y": [1.0], "x": [2.0]}), schema)
    assert list(given.columns) == ["x", "y"]
    with pytest.raises(SchemaViolation, match=r"missing inputs \['y'\]"):
        enforce_schema(pd.DataFrame({"x": [1.0]}), schema)


@pytest.mark.parametrize(
    "data", [{"x": 1.0, "y": 2.0}, [{"y": 2.0, "x": 1.0}], np.array([[1.0, 2.0]]), [[1.0, 2.0]], {"x": [1.0], "y": [2.0]}]
)
def test_rows_come_in_many_shapes(data: Any) -> None:
    given = enforce_schema(data, Schema([ColSpec("double", "x"), ColSpec("double", "y")]))
    assert given.to_dict("list") == {"x": [1.0], "y": [2.0]}


def test_integer_names_match_labels_and_unnamed_columns_go_by_position() -> None:
    frame = pd.DataFrame([[1.0, 2.0]])
    assert enforce_schema(frame, Schema([ColSpec("double", 0), ColSpec("double", 1)])).values.tolist() == [[1.0, 2.0]]
    assert enforce_schema(frame, Schema([ColSpec("double")])).values.tolist() == [[1.0]]
    with pytest.raises(SchemaViolation):
        enforce_schema(frame, Schema([ColSpec("double")] * 3))


def test_objects_and_arrays_are_checked_inside() -> None:
    schema = Schema([ColSpec(Object([Property("k", "long"), Property("o", "string", required=False)]), "a")])
    assert enforce_schema(pd.DataFrame({"a": [{"k": 1}]}), schema)["a"].tolist() == [{"k": 1}]
    for wrong in ({"k": "1"}, {"o": "x"}, {"k": 1, "z": 2}, [1]):
        with pytest.raises(SchemaViolation, match="'a'"):
            enforce_schema(pd.DataFrame({"a": [wrong]}), schema)
    lists = Schema([ColSpec(Array(DataType.double), "a")])
    with pytest.raises(SchemaViolation):
        enforce_schema(pd.DataFrame({"a": [[1.0, "x"]]}), lists)


def test_tensors() -> None:
    schema = Schema([TensorSpec(np.dtype("float64"), (-1, 2))])
    assert enforce_schema(np.zeros((3, 2)), schema).shape == (3, 2)
    assert enforce_schema(pd.DataFrame({"a": [1.0], "b": [2.0]}), schema).tolist() == [[1.0, 2.0]]
    for wrong in (np.zeros((3, 3)), np.zeros((3, 2), dtype=np.float32), [[1.0, 2.0]]):
        with pytest.raises(SchemaViolation):
            enforce_schema(wrong, schema)
    named = Schema([TensorSpec(np.dtype("int64"), (-1, 2), "x")])
    assert enforce_schema(pd.DataFrame({"x": [[1, 2], [3, 4]]}), named)["x"].tolist() == [[1, 2], [3, 4]]
    with pytest.raises(SchemaViolation, match="missing"):
        enforce_schema({"y": np.zeros((1, 2))}, named)


PARAMS = ParamSchema(
    [
        ParamSpec("rate", "double", 0.5),
        ParamSpec("count", "integer", 3),
        ParamSpec("names", "string", ["a"], (-1,)),
        ParamSpec("when", "datetime", dt.datetime.fromisoformat("2020-01-01")),
        ParamSpec("on", "boolean", False),
    ]
)


def test_params_default_and_widen() -> None:
    given = enforce_params({"rate": 2, "when": "2021-02-03T04:05:06", "on": None}, PARAMS)
    assert given == {"rate": 2.0, "count": 3, "names": ["a"], "when": dt.datetime.fromisoformat("2021-02-03T04:05:06"), "on": None}
    with pytest.warns(UserWarning, match="colour"):
        assert enforce_params({"colour": 1}, None) == {}


@pytest.mark.parametrize(
    "wrong", [{"rate": "1"}, {"count": 1.5}, {"count": True}, {"on": 1}, {"names": "a"}, {"names": ("a",)}, {"names": [1]}, {"rate": [1.0]}]
)
def test_params_of_other_types_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Exception, match=next(iter(wrong))) as caught:
        enforce_params(wrong, PARAMS)
    assert caught.value.error_code == "INVALID_PARAMETER_VALUE"  # type: ignore[attr-defined]  # errors of the project have it
