"""The trash: Barograph's own routes."""

from barograph.wire.message import Answer, Request
from barograph.wire.scalars import Required

__all__ = ["DeletedExperiment", "DeletedRun", "GetTrash", "PurgeTrash", "PurgedItem", "PurgedItems", "Trash", "Unpurged", "WeighTrash"]


class GetTrash(Request, kw_only=True):
    """GET trash: what is deleted and can be restored, the last deleted first, 1,000 of each at most."""


class DeletedExperiment(Answer, kw_only=True):
    """An experiment in the trash with its runs."""

    experiment_id: str
    name: str
    deleted_ms: int | None = None
    runs: int = 0


class DeletedRun(Answer, kw_only=True):
    """A run in the trash, of an experiment that is not."""

    run_id: str
    name: str
    deleted_ms: int | None = None
    experiment_id: str
    experiment_name: str


class Trash(Answer, kw_only=True):
    """Experiments, and runs that were deleted one by one. The counts are of all, also of those not listed."""

    experiments: tuple[DeletedExperiment, ...] = ()
    runs: tuple[DeletedRun, ...] = ()
    experiment_count: int = 0
    run_count: int = 0


class WeighTrash(Request, kw_only=True):
    """POST trash/weigh: what purging would delete for good, and how much that would free. Without ids: everything in the trash."""

    experiment_ids: tuple[str, ...] = ()
    run_ids: tuple[str, ...] = ()


class PurgeTrash(Request, kw_only=True):
    """POST trash/purge: delete for good what was weighed. `seal` is that of the weighing: of just these things and no others."""

    seal: Required
    experiment_ids: tuple[str, ...] = ()
    run_ids: tuple[str, ...] = ()


class PurgedItem(Answer, kw_only=True):
    """Something that would go, or is gone: a run, a logged model or an experiment. Files are counted by weighing alone."""

    kind: str
    id: str
    name: str = ""
    files: int = 0
    bytes: int = 0


class Unpurged(Answer, kw_only=True):
    """Something that stays, and why."""

    kind: str
    id: str
    reason: str


class PurgedItems(Answer, kw_only=True):
    """What would go, or is gone, and what stays: by the rules or because it could not be deleted."""

    seal: str
    items: tuple[PurgedItem, ...] = ()
    staying: tuple[Unpurged, ...] = ()
    files: int = 0
    bytes: int = 0
