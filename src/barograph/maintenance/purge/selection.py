"""What a purge is about: deleted runs, logged models and experiments, and which of them must stay."""

import re
import time
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, Table, func, select

from barograph.errors import InvalidValue, shown
from barograph.model import DEFAULT_EXPERIMENT_ID, Lifecycle
from barograph.store.sql import schema
from barograph.store.sql.rows import AnyRow

_run, _model, _experiment, _version = schema.run, schema.logged_model, schema.experiment, schema.model_version
_NAME = schema.registered_model.c.name
_SEGMENT = re.compile(r"[^/:]+")
_AT_ONCE = 500


class PurgeRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What to purge: everything that is deleted, or, if any ids are given, these alone.

    `older_than_ms` spares what was deleted less long ago. Without `force`, what registered model versions need stays.
    """

    run_ids: tuple[str, ...] = ()
    experiment_ids: tuple[str, ...] = ()
    logged_model_ids: tuple[str, ...] = ()
    older_than_ms: int = 0
    force: bool = False

    @property
    def names_some(self) -> bool:
        """Whether any ids are given."""
        return bool(self.run_ids or self.experiment_ids or self.logged_model_ids)


class Owner(msgspec.Struct, frozen=True, kw_only=True):
    """A run or logged model: its row, its public id, and where its artifacts are."""

    kind: str
    number: int
    id: str
    name: str
    experiment_id: int
    artifact_uri: str


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """What stays, and why."""

    kind: str
    id: str
    reason: str


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """What is to go. `experiments` are (row id, artifact location); they go once all that is in them is gone."""

    owners: tuple[Owner, ...]
    experiments: dict[int, str]
    refused: tuple[Refused, ...]
    unknown: tuple[str, ...]


def selected(connection: Connection, request: PurgeRequest) -> Selection:
    """What a request means now. Ids of what is not deleted are refused; ids of what is not there may have been purged before."""
    before = time.time_ns() // 1_000_000 - request.older_than_ms
    refused: list[Refused] = []
    unknown: list[str] = []
    everything = not request.names_some
    experiments = _experiments(connection, request, before, refused, unknown)
    runs = _deleted(connection, _run, _run.c.uuid, None if everything else request.run_ids, before, refused, unknown)
    models = _deleted(connection, _model, _model.c.model_id, None if everything else request.logged_model_ids, before, refused, unknown)
    _keep_with_active_runs(connection, experiments, refused)
    inside = list(experiments)
    runs |= {row.uuid: row for row in _within(connection, _run, inside)}
    models |= {row.model_id: row for row in _within(connection, _model, inside)}
    owners = [_run_owner(row) for row in runs.values()] + [_model_owner(row) for row in models.values()]
    if not request.force:
        needed = _needed(connection, owners)
        refused += [Refused(kind=owner.kind, id=owner.id, reason=needed[owner.id]) for owner in owners if owner.id in needed]
        for owner in owners:
            if owner.id in needed:
                experiments.pop(owner.experiment_id, None)
        owners = [owner for owner in owners if owner.id not in needed]
    return Selection(owners=tuple(owners), experiments=experiments, refused=tuple(refused), unknown=tuple(unknown))


def _keep_with_active_runs(connection: Connection, experiments: dict[int, str], refused: list[Refused]) -> None:
    """Take out experiments whose runs somebody restored one by one."""
    refused += [
        Refused(kind="experiment", id=str(row.experiment_id), reason=f"Its run {row.uuid} is active. Delete that first.")
        for row in _within(connection, _run, list(experiments))
        if not _is_deleted(row) and experiments.pop(row.experiment_id, None) is not None
    ]


def _is_deleted(row: AnyRow) -> bool:
    return bool(row.lifecycle == Lifecycle.DELETED.value)


def _experiments(connection: Connection, request: PurgeRequest, before: int, refused: list[Refused], unknown: list[str]) -> dict[int, str]:
    for text in request.experiment_ids:
        if not (text.isascii() and text.isdecimal()):
            raise InvalidValue(f"Invalid experiment id {shown(text)}. Give a number.")
    ids = None if not request.names_some else [int(text) for text in request.experiment_ids]
    rows = _deleted(connection, _experiment, _experiment.c.id, ids, before, refused, unknown)
    found = {row.id: row.artifact_location for row in rows.values()}
    if int(DEFAULT_EXPERIMENT_ID) in found:
        refused.append(Refused(kind="experiment", id=DEFAULT_EXPERIMENT_ID, reason="Runs that name no experiment go to it; it stays."))
        del found[int(DEFAULT_EXPERIMENT_ID)]
    return found


def _deleted(
    connection: Connection,
    table: Table,
    key: Column[Any],
    ids: Sequence[str] | Sequence[int] | None,
    before: int,
    refused: list[Refused],
    unknown: list[str],
) -> dict[object, AnyRow]:
    """Rows of a table that were deleted before a time, by their key: all, or those of the ids."""
    old = func.coalesce(table.c.deleted_ms, 0) <= before
    if ids is None:
        rows = connection.execute(select(table, key.label("key_")).where(table.c.lifecycle == Lifecycle.DELETED.value, old))
        return {row.key_: row for row in rows}
    found: dict[object, AnyRow] = {}
    for part in _parts(list(dict.fromkeys(ids))):
        found |= {row.key_: row for row in connection.execute(select(table, key.label("key_")).where(key.in_(part)))}
    unknown += [str(given) for given in ids if given not in found]
    for given, row in list(found.items()):
        young = (row.deleted_ms or 0) > before
        if not _is_deleted(row) or young:
            reason = "It was deleted too short a time ago for --older-than." if young else "It is active. Delete it first."
            refused.append(Refused(kind=str(table.name), id=str(given), reason=reason))
            del found[given]
    return found


def _within(connection: Connection, table: Table, experiments: Collection[int]) -> Iterable[AnyRow]:
    for part in _parts(list(experiments)):
        yield from connection.execute(select(table).where(table.c.experiment_id.in_(part)))


def _needed(connection: Connection, owners: Sequence[Owner]) -> dict[str, str]:
    """Why owners must stay: versions that were made from them, or whose files lie in their folders."""
    columns = (_NAME, _version.c.version, _version.c.run_id, _version.c.model_id, _version.c.source, _version.c.storage_location)
    rows = connection.execute(
        select(*columns).join(schema.registered_model, schema.registered_model.c.id == _version.c.registered_model_id)
    )
    ids = {owner.id for owner in owners}
    needed: dict[str, str] = {}
    for name, version, run_id, model_id, source, location in rows:
        named = {run_id, model_id, *_SEGMENT.findall(source), *_SEGMENT.findall(location)}
        for owner in named & ids:
            needed[owner] = f"Version {version} of registered model {shown(name)} needs it. Delete that version, or give --force."
    return needed


def _run_owner(row: AnyRow) -> Owner:
    return Owner(kind="run", number=row.id, id=row.uuid, name=row.name, experiment_id=row.experiment_id, artifact_uri=row.artifact_uri)


def _model_owner(row: AnyRow) -> Owner:
    return Owner(
        kind="logged_model",
        number=row.id,
        id=row.model_id,
        name=row.name,
        experiment_id=row.experiment_id,
        artifact_uri=row.artifact_location,
    )


def _parts(ids: Sequence[object]) -> Iterable[Sequence[object]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
