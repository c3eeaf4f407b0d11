"""JSON forms of schemas: as written, as read, and what breaks the rules."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barograph.errors import InvalidValue
from barograph.packaging.schema import AnyType, Array, ColSpec, DataType, Map, Object, ParamSchema, ParamSpec, Property, Schema, TensorSpec

SCALARS = st.sampled_from(DataType)
TYPES = st.recursive(
    SCALARS | st.builds(AnyType),
    lambda inner: (
        st.builds(Array, inner)
        | st.builds(Map, inner)
        | st.dictionaries(st.text(min_size=1, max_size=4), st.tuples(inner, st.booleans()), min_size=1, max_size=3).map(
            lambda members: Object([Property(name, kind, required) for name, (kind, required) in members.items()])
        )
    ),
    max_leaves=5,
)


@given(st.lists(st.tuples(TYPES, st.text(max_size=5) | st.integers(0, 9), st.booleans()), min_size=1, max_size=4))
def test_columns_come_back_from_json(columns: list[tuple[Any, str | int, bool]]) -> None:
    schema = Schema([ColSpec(kind, name, required) for kind, name, required in columns])
    assert Schema.from_json(schema.to_json()) == schema


@given(st.sampled_from(["float64", "int32", "bool", "str", "datetime64[D]"]), st.lists(st.integers(-1, 9), max_size=3))
def test_tensors_come_back_from_json(dtype: str, shape: list[int]) -> None:
    schema = Schema([TensorSpec(np.dtype(dtype), tuple(shape), "x")])
    assert Schema.from_json(schema.to_json()) == schema


def test_forms_are_written_as_other_readers_expect() -> None:
    schema = Schema([ColSpec("long", "a"), ColSpec(Array(Object([Property("k", "string")])), "b", required=False)])
    assert schema.to_json() == (
        '[{"type": "long", "name": "a", "required": true}, {"type": "array", "items": {"type": "object", "properties":'
        ' {"k": {"type": "string", "required": true}}}, "name": "b", "required": false}]'
    )
    params = ParamSchema([ParamSpec("p", "double", 1), ParamSpec("q", "string", ["x"], (-1,))])
    assert params.to_dict() == [
        {"name": "p", "default": 1.0, "shape": None, "type": "double"},
        {"name": "q", "default": ["x"], "shape": [-1], "type": "string"},
    ]
    assert ParamSchema.from_json(params.to_json()) == params


def test_a_missing_required_means_true_for_scalars_and_false_for_others() -> None:
    read = Schema.from_json('[{"type": "long", "name": "a"}, {"type": "array", "items": {"type": "long"}, "name": "b"}]')
    assert [spec.required for spec in read] == [True, False]


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        "nonsense",
        '[{"type": "quaternion", "name": "a"}]',
        '[{"type": "long", "name": "a"}, {"type": "long"}]',
        '[{"type": "long", "name": "a", "optional": true}]',
        '[{"type": "long", "required": false}]',
        '[{"type": "object", "name": "a", "properties": {}}]',
        '[{"type": "array", "name": "a", "items": "long"}]',
        '[{"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1]}}, {"type": "long"}]',
        '[{"type": "tensor", "name": "t"}]',
    ],
)
def test_schemas_that_break_the_rules_are_not_read(text: str) -> None:
    with pytest.raises(InvalidValue):
        Schema.from_json(text)


@pytest.mark.parametrize(
    "form", [{"name": "a", "type": "binary", "default": "x"}, {"name": "a", "type": "long", "default": 1.5}, {"name": "a"}]
)
def test_params_that_break_the_rules_are_not_read(form: dict[str, Any]) -> None:
    with pytest.raises(InvalidValue):
        ParamSchema.from_json(json.dumps([form]))


def test_an_integer_default_of_a_double_becomes_a_float_and_dtype_stands_for_type() -> None:
    read = ParamSchema.from_json('[{"name": "a", "dtype": "double", "default": 1}]')
    assert read.params == [ParamSpec("a", "double", 1.0)]
