"""Soft deletion, as text."""

from barograph.entities.view_type import view_of
from barograph.model import View


class LifecycleStage:
    """Names of the lifecycle states."""

    ACTIVE = "active"
    DELETED = "deleted"

    @classmethod
    def is_valid(cls, lifecycle_stage: str) -> bool:
        """Whether this is the name of a state."""
        return lifecycle_stage in (cls.ACTIVE, cls.DELETED)

    @classmethod
    def view_type_to_stages(cls, view_type: int = 3) -> list[str]:
        """The states that a view shows."""
        shown = {View.ACTIVE_ONLY: [cls.ACTIVE], View.DELETED_ONLY: [cls.DELETED], View.ALL: [cls.ACTIVE, cls.DELETED]}
        return shown[view_of(view_type)]

    @classmethod
    def matches_view_type(cls, view_type: int, lifecycle_stage: str) -> bool:
        """Whether a view shows things in this state."""
        return lifecycle_stage in cls.view_type_to_stages(view_type)
