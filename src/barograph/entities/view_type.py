"""Which lifecycle states a search returns."""

from enum import IntEnum

from barograph.errors import InvalidValue, shown
from barograph.model import View


class ViewType(IntEnum):
    """Numbers and names of the views."""

    ACTIVE_ONLY = 1
    DELETED_ONLY = 2
    ALL = 3

    @classmethod
    def from_string(cls, view_str: str) -> "ViewType":
        """The view of a name such as `active_only`, in any case."""
        try:
            return cls[view_str.upper()]
        except KeyError:
            raise InvalidValue(f"Invalid view {shown(view_str)}. Use one of {', '.join(view.name for view in cls)}.") from None

    @classmethod
    def to_string(cls, view_type: int) -> str:
        """The name of a view, in lower case."""
        return cls(view_type).name.lower()


def view_of(view_type: object) -> View:
    """The view that a caller's number (or `ViewType`, or `View`) means; anything else raises `InvalidValue`."""
    if isinstance(view_type, View):
        return view_type
    try:
        return View[ViewType(view_type if isinstance(view_type, int) else 0).name]
    except ValueError:
        known = ", ".join(f"{view.value} ({view.name})" for view in ViewType)
        raise InvalidValue(f"Invalid view type {shown(view_type)}. Use one of {known}.") from None
