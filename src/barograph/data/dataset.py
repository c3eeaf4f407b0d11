"""What all datasets have."""

import json
from abc import ABC, abstractmethod
from functools import cached_property
from typing import Any

from barograph.data.source import DatasetSource, source_of
from barograph.entities.dataset import Dataset as DatasetEntity
from barograph.errors import InvalidValue, shown

_MAX_DIGEST = 36


class Dataset(ABC):
    """Data in memory with a name, a source and a digest, to record with `log_input`."""

    def __init__(self, source: Any, name: str | None, digest: str | None) -> None:
        self._source = source_of(source)
        self._name = name or "dataset"
        if digest is not None and (not digest or len(digest) > _MAX_DIGEST):
            raise InvalidValue(f"Invalid digest {shown(digest)}. Give 1 to {_MAX_DIGEST} characters, or leave it out to have it computed.")
        self._given_digest = digest

    @property
    def name(self) -> str:
        """The dataset's name, "dataset" unless given."""
        return self._name

    @property
    def source(self) -> DatasetSource:
        """Where the data come from."""
        return self._source

    @cached_property
    def digest(self) -> str:
        """What tells versions apart: as given, or computed from the data."""
        return self._given_digest or self._computed_digest()

    @abstractmethod
    def _computed_digest(self) -> str: ...

    @property
    @abstractmethod
    def profile(self) -> dict[str, Any]:
        """Sizes of the data."""

    @abstractmethod
    def schema_json(self) -> str | None:
        """Columns or tensors as JSON text, None if they cannot be told."""

    def to_dict(self) -> dict[str, str | None]:
        """Name, digest, source, source_type, schema and profile, the last ones as JSON text."""
        return {
            "name": self.name,
            "digest": self.digest,
            "source": self.source.to_json(),
            "source_type": self.source.source_type,
            "schema": self.schema_json(),
            "profile": json.dumps(self.profile),
        }

    def to_json(self) -> str:
        """`to_dict` as JSON text."""
        return json.dumps(self.to_dict())

    def to_entity(self) -> DatasetEntity:
        """The dataset as runs record it."""
        return DatasetEntity.from_dictionary(self.to_dict())
