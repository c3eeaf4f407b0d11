"""Purging: what was deleted goes for good, first its artifacts and then its rows."""

from barograph.maintenance.purge.age import parse_age
from barograph.maintenance.purge.purge import Purged, purge
from barograph.maintenance.purge.selection import PurgeRequest

__all__ = ["PurgeRequest", "Purged", "parse_age", "purge"]
