"""The MLmodel file: what a model directory holds and how to load it.

Keys that are not known here are kept and written back.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import yaml

from barograph.errors import DamagedModel
from barograph.packaging.schema import ParamSchema, Schema
from barograph.packaging.signature import ModelSignature
from barograph.version import __version__

if TYPE_CHECKING:
    from barograph.packaging.model_info import ModelInfo

MANIFEST = "MLmodel"
_TIME_FORMAT = "%Y-%m-%d %H:%M:%S.%f"
_OMITTED_IF_NONE = (
    "artifact_path", "run_id", "mlflow_version", "saved_input_example_info", "metadata", "model_size_bytes", "resources", "env_vars",
    "auth_policy", "barograph_version",
)  # fmt: skip


def _new_uuid() -> str:
    return uuid4().hex


class Model:
    """Contents of an MLmodel file. `flavors` maps a flavour to its keys; `utc_time_created` is text without zone, UTC."""

    def __init__(
        self,
        artifact_path: str | None = None,
        run_id: str | None = None,
        utc_time_created: str | datetime | None = None,
        flavors: dict[str, dict[str, Any]] | None = None,
        signature: ModelSignature | None = None,
        saved_input_example_info: dict[str, Any] | None = None,
        model_uuid: str | Callable[[], str] | None = _new_uuid,
        mlflow_version: str | None = None,
        metadata: dict[str, Any] | None = None,
        model_size_bytes: int | None = None,
        resources: Any = None,
        env_vars: list[str] | None = None,
        auth_policy: Any = None,
        model_id: str | None = None,
        prompts: list[Any] | None = None,
        **kwargs: Any,
    ) -> None:
        created = utc_time_created or datetime.now(UTC)
        self.artifact_path = artifact_path
        self.run_id = run_id
        self.utc_time_created = created.strftime(_TIME_FORMAT) if isinstance(created, datetime) else str(created)
        self.flavors = {} if flavors is None else flavors
        self.signature = signature
        self.saved_input_example_info = saved_input_example_info
        self.model_uuid = model_uuid() if callable(model_uuid) else model_uuid
        self.mlflow_version = mlflow_version
        self.metadata = metadata
        self.model_size_bytes = model_size_bytes
        self.resources = resources
        self.env_vars = env_vars
        self.auth_policy = auth_policy
        self.model_id = model_id
        self.prompts = prompts
        self.__dict__.update(kwargs)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Model) and self.to_dict() == other.to_dict()

    __hash__ = None  # type: ignore[assignment]  # a manifest is mutable

    @classmethod
    def new(cls, **fields: Any) -> Model:
        """A manifest written by this version of Barograph."""
        return cls(barograph_version=__version__, **fields)

    def add_flavor(self, name: str, **params: Any) -> Model:
        """Add or replace a flavour."""
        self.flavors[name] = params
        return self

    def get_input_schema(self) -> Schema | None:
        """Schema of the inputs, None without a signature."""
        return self.signature.inputs if self.signature else None

    def get_output_schema(self) -> Schema | None:
        """Schema of the outputs, None without a signature."""
        return self.signature.outputs if self.signature else None

    def get_params_schema(self) -> ParamSchema | None:
        """The parameters, None without a signature."""
        return self.signature.params if self.signature else None

    def load_input_example(self, path: str | None = None) -> Any:
        """The input example saved in the model directory or URI `path` (that of the model itself unless given), or None."""
        from barograph.packaging.example import read_example

        return read_example(self, path or self.artifact_path)

    def get_model_info(self) -> ModelInfo:
        """The parts that people read, with the model's URI."""
        from barograph.packaging.model_info import model_info

        return model_info(self)

    def to_dict(self) -> dict[str, Any]:
        """The mapping in the file."""
        fields = {key: value for key, value in vars(self).items() if not (value is None and key in _OMITTED_IF_NONE)}
        fields.pop("signature", None)
        if self.signature is not None:
            fields["signature"] = self.signature.to_dict()
            fields.setdefault("is_signature_from_type_hint", False)
            fields.setdefault("type_hint_from_example", False)
        return fields

    def to_yaml(self, stream: Any = None) -> str:
        """The file's text."""
        return str(yaml.safe_dump(self.to_dict(), stream=stream, default_flow_style=False, allow_unicode=True, sort_keys=True))

    def to_json(self) -> str:
        """The mapping as JSON."""
        return json.dumps(self.to_dict())

    def save(self, path: str | Path) -> None:
        """Write the file, whole or not at all."""
        target = Path(path)
        part = target.with_name(f".{target.name}.part")
        part.write_text(self.to_yaml(), encoding="utf-8")
        part.replace(target)

    @classmethod
    def load(cls, path: str | Path) -> Model:
        """Read the file at a path, or of the model in a directory or behind a URI."""
        from barograph.packaging.fetch import fetch_manifest

        return fetch_manifest(path)

    @classmethod
    def read(cls, path: Path) -> Model:
        """Read a local MLmodel file; what is no mapping with flavours raises `DamagedModel`."""
        try:
            fields = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (yaml.YAMLError, UnicodeDecodeError) as problem:
            raise DamagedModel(MANIFEST, f"it is not YAML ({problem})") from problem
        if not isinstance(fields, dict) or not all(isinstance(key, str) for key in fields):
            raise DamagedModel(MANIFEST, "it is not a mapping")
        return cls.from_dict(fields)

    @classmethod
    def from_dict(cls, model_dict: dict[str, Any]) -> Model:
        """Read the mapping in the file."""
        fields = dict(model_dict)
        flavors = fields.get("flavors")
        if not isinstance(flavors, dict) or not all(isinstance(keys, dict) for keys in flavors.values()):
            raise DamagedModel(MANIFEST, "its flavors are not a mapping of mappings")
        signature = fields.get("signature")
        if isinstance(signature, dict):
            fields["signature"] = ModelSignature.from_dict(signature)
        fields.setdefault("model_uuid", None)
        return cls(**fields)
