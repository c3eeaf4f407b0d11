"""Notices of change, as they are sent to pages that are open: Barograph's own route."""

from barograph.model.changes import Changes
from barograph.wire.message import Answer, Request


class WatchChanges(Request, kw_only=True):
    """GET events: a stream of server-sent events about experiments and runs, at most 20 and 200 of them, and about whole lists.

    Lists are `experiments` and `jobs`. The event `ready` says that everything that changes from now on is told; `change` carries a notice.
    """

    experiment_ids: tuple[str, ...] = ()
    run_ids: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


class ChangeNotice(Answer, kw_only=True):
    """Ids of what changed: what to ask anew.

    `experiments` are those asked for in which runs were created, changed, ended or deleted, or logged parameters or tags; `runs` those
    asked for that changed; `metrics` the runs with new points, of those asked for and of those that run in the experiments. `lists` are
    those asked for of which a member came, went or took another name or tag; `experiments` is told of a run that begins, too,
    and `jobs` of whatever happens to a job.
    """

    experiments: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()

    @classmethod
    def from_model(cls, changes: Changes) -> "ChangeNotice":
        return cls(experiments=changes.experiments, runs=changes.runs, metrics=changes.metrics, lists=changes.lists)
