"""What all entities share: values with names, read by attribute or as (name, value) pairs."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from typing import Any, ClassVar, Self


class Entity:
    """A frozen value. Equal entities have equal values; `dict(entity)` gives its fields."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return iter([(field.name, getattr(self, field.name)) for field in fields(self)])

    def fill_absent(self) -> None:
        """Replace None by an empty value where the field's default is one."""
        for field in fields(self):
            if field.default_factory is not MISSING and getattr(self, field.name) is None:
                object.__setattr__(self, field.name, field.default_factory())

    @classmethod
    def from_dictionary(cls, the_dict: Mapping[str, Any]) -> Self:
        """Make the entity from its fields; other keys are ignored."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in the_dict.items() if name in known})

    def to_dictionary(self) -> dict[str, Any]:
        """The entity as plain dictionaries and lists."""
        return {name: _plain(value) for name, value in self}


def _plain(value: Any) -> Any:
    if isinstance(value, Entity):
        return value.to_dictionary()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return dict(value) if isinstance(value, dict) else value
