"""What a model takes and gives: types, columns, tensors, parameters, and their JSON forms in MLmodel files."""

from barograph.packaging.schema.columns import ColSpec, Schema, TensorSpec
from barograph.packaging.schema.params import ParamSchema, ParamSpec
from barograph.packaging.schema.types import AnyDataType, AnyType, Array, DataType, Map, Object, Property, SparkMLVector

__all__ = [
    "AnyDataType", "AnyType", "Array", "ColSpec", "DataType", "Map", "Object", "ParamSchema", "ParamSpec", "Property", "Schema",
    "SparkMLVector", "TensorSpec",
]  # fmt: skip
