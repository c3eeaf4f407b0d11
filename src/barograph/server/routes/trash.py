"""The trash: what is in it, and emptying it."""

import hashlib

from barograph.errors import Conflict, NotSupported
from barograph.maintenance.purge import Purged, PurgeRequest, purge
from barograph.maintenance.purge.files import Files
from barograph.maintenance.trash import trash
from barograph.server.context import Context
from barograph.server.route import Family, Policy, Route
from barograph.store.sql.database import Database
from barograph.store.sql.store import SqlStore
from barograph.wire import trash as wire

__all__ = ["ROUTES"]


def get(context: Context, _request: wire.GetTrash) -> wire.Trash:
    found = trash(_database(context))
    return wire.Trash(
        experiments=tuple(
            [
                wire.DeletedExperiment(experiment_id=each.experiment_id, name=each.name, deleted_ms=each.deleted_ms, runs=each.runs)
                for each in found.experiments
            ]
        ),
        runs=tuple(
            [
                wire.DeletedRun(
                    run_id=each.run_id,
                    name=each.name,
                    deleted_ms=each.deleted_ms,
                    experiment_id=each.experiment_id,
                    experiment_name=each.experiment_name,
                )
                for each in found.runs
            ]
        ),
        experiment_count=found.experiment_count,
        run_count=found.run_count,
    )


def weigh(context: Context, request: wire.WeighTrash) -> wire.PurgedItems:
    wanted = PurgeRequest(run_ids=request.run_ids, experiment_ids=request.experiment_ids)
    return _answer(purge(_database(context), wanted, _files(context), dry_run=True))


def empty(context: Context, request: wire.PurgeTrash) -> wire.PurgedItems:
    database = _database(context)
    wanted = PurgeRequest(run_ids=request.run_ids, experiment_ids=request.experiment_ids)
    if _seal(purge(database, wanted, None, dry_run=True)) != request.seal:
        raise Conflict("The trash is not what was weighed: something was deleted or restored meanwhile. Look again what would go.")
    return _answer(purge(database, wanted, _files(context)))


def _database(context: Context) -> Database:
    if not isinstance(context.store, SqlStore):
        raise NotSupported("This server keeps its data in no database, and nothing in it can be purged.")
    return context.store.database


def _files(context: Context) -> Files:
    return Files(context.settings.artifacts_destination)


def _seal(outcome: Purged) -> str:
    """A digest of what would go: of what it is, not of how large."""
    listed = "\n".join(sorted(f"{item.kind} {item.id}" for item in outcome.items))
    return hashlib.sha256(listed.encode()).hexdigest()


def _answer(outcome: Purged) -> wire.PurgedItems:
    return wire.PurgedItems(
        seal=_seal(outcome),
        items=tuple(
            [
                wire.PurgedItem(
                    kind=item.kind,
                    id=item.id,
                    name=item.name,
                    files=item.size.files if item.size else 0,
                    bytes=item.size.bytes if item.size else 0,
                )
                for item in outcome.items
            ]
        ),
        staying=tuple([wire.Unpurged(kind=each.kind, id=each.id, reason=each.reason) for each in (*outcome.refused, *outcome.failed)]),
        files=outcome.size.files,
        bytes=outcome.size.bytes,
    )


ROUTES = [
    Route("GET", "trash", Policy.READ, get, family=Family.NATIVE),
    Route("POST", "trash/weigh", Policy.ADMIN, weigh, family=Family.NATIVE),
    Route("POST", "trash/purge", Policy.ADMIN, empty, family=Family.NATIVE),
]
