"""Status of a run, as a number and as text."""

from enum import IntEnum

from barograph.errors import InvalidValue, shown
from barograph.model import RunStatus as Status


class RunStatus(IntEnum):
    """Numbers and names of the statuses."""

    RUNNING = 1
    SCHEDULED = 2
    FINISHED = 3
    FAILED = 4
    KILLED = 5

    @classmethod
    def from_string(cls, status_str: str) -> "RunStatus":
        """The status of a name; unknown names raise `InvalidValue`."""
        return cls[status_of(status_str).value]

    @classmethod
    def to_string(cls, status: int) -> str:
        """The name of a status."""
        return cls[status_of(status).value].name

    @classmethod
    def is_terminated(cls, status: int) -> bool:
        """Whether nothing more is expected of a run of this status."""
        return status_of(status).is_terminated

    @classmethod
    def all_status(cls) -> "list[RunStatus]":
        """All statuses, by number."""
        return list(cls)


def status_of(status: object) -> Status:
    """The status that a caller's name or number means; anything else raises `InvalidValue`."""
    try:
        return Status[RunStatus(status).name] if isinstance(status, int) else Status[str(status)]
    except (KeyError, ValueError):
        raise InvalidValue(f"Invalid run status {shown(status)}. Use one of {', '.join(known.name for known in Status)}.") from None
