"""Soft deletion: what is deleted stays in the store, hidden, until it is purged."""

from enum import Enum


class Lifecycle(Enum):
    """State of an experiment, run or logged model."""

    ACTIVE = "active"
    DELETED = "deleted"


class View(Enum):
    """Which lifecycle states a search returns."""

    ACTIVE_ONLY = "ACTIVE_ONLY"
    DELETED_ONLY = "DELETED_ONLY"
    ALL = "ALL"
