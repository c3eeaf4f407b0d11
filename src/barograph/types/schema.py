"""Schemas, under the name by which MLflow code imports them."""

from barograph.packaging.schema import (
    AnyType,
    Array,
    ColSpec,
    DataType,
    Map,
    Object,
    ParamSchema,
    ParamSpec,
    Property,
    Schema,
    TensorSpec,
)

__all__ = [
    "AnyType", "Array", "ColSpec", "DataType", "Map", "Object", "ParamSchema", "ParamSpec", "Property", "Schema", "TensorSpec",
]  # fmt: skip
