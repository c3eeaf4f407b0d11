"""What kind of code a run came from."""

from enum import IntEnum

from barograph.errors import InvalidValue, shown


class SourceType(IntEnum):
    """Numbers and names of the kinds."""

    NOTEBOOK = 1
    JOB = 2
    PROJECT = 3
    LOCAL = 4
    UNKNOWN = 5

    @classmethod
    def from_string(cls, status_str: str) -> "SourceType":
        """The kind of a name."""
        try:
            return cls[status_str]
        except KeyError:
            raise InvalidValue(f"Invalid source type {shown(status_str)}. Use one of {', '.join(kind.name for kind in cls)}.") from None

    @classmethod
    def to_string(cls, status: int) -> str:
        """The name of a kind."""
        return cls(status).name
