"""One run of many processes: who creates it, who joins it, and who ends it."""

import msgspec

from barograph.client.rank import rank_of
from barograph.client.resume import has_stopped
from barograph.model import NewRun, Run
from barograph.store.base import Store

OWNER_TAG = "barograph.shared.rank"


def join(store: Store, new: NewRun, shared_id: str) -> tuple[Run, bool, bool]:
    """The run of all processes that name an id, whether it is to be resumed first, and whether another process ends it.

    It is ended by the process that created it, by the one of the same rank if the job was started anew before anybody noticed, or by the
    one that goes on with it after it had ended.
    """
    rank = rank_of()
    if rank:
        new = msgspec.structs.replace(new, tags={**new.tags, OWNER_TAG: rank})
    run, created = store.join_run(new, shared_id)
    if created:
        return run, False, False
    stopped = has_stopped(store, run)
    return run, stopped, not stopped and not (rank and run.tags.get(OWNER_TAG) == rank)
