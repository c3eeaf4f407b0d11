"""A purge from beginning to end.

Artifacts go before rows: a purge that was ended half-way, by whatever, leaves rows that say what is still to go, and calling it again goes
on with them.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import msgspec

from barograph.errors import BarographError
from barograph.maintenance.progress import Progress
from barograph.maintenance.purge.files import Files, Size
from barograph.maintenance.purge.rows import delete_experiment, delete_models, delete_runs
from barograph.maintenance.purge.selection import Owner, PurgeRequest, Refused, selected
from barograph.store.sql.database import Database

_AT_ONCE = 32
_SIDE_BY_SIDE = 8


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is gone, or would go. `size` is told by a dry run that would delete files."""

    kind: str
    id: str
    name: str = ""
    artifact_uri: str | None = None
    size: Size | None = None


class Purged(msgspec.Struct, frozen=True, kw_only=True):
    """Outcome of a purge or of a dry run. `refused` stays by the rules, `failed` could not be deleted, `unknown` ids are not there."""

    dry_run: bool
    items: tuple[Item, ...]
    refused: tuple[Refused, ...]
    failed: tuple[Refused, ...]
    unknown: tuple[str, ...]

    @property
    def size(self) -> Size:
        """Of all items together."""
        sizes = [item.size for item in self.items if item.size is not None]
        return Size(files=sum(size.files for size in sizes), bytes=sum(size.bytes for size in sizes))


def purge(database: Database, request: PurgeRequest, files: Files | None, *, dry_run: bool = False) -> Purged:
    """Purge what a request means. Without `files` the artifacts stay where they are."""
    with database.read() as connection:
        chosen = selected(connection, request)
    items: list[Item] = []
    failed: list[Refused] = []
    with Progress("Looking" if dry_run else "Purging", len(chosen.owners)) as progress, ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        for start in range(0, len(chosen.owners), _AT_ONCE):
            part = chosen.owners[start : start + _AT_ONCE]
            outcomes = list(pool.map(lambda owner: _outcome(owner, files, dry_run=dry_run), part))
            failed += [outcome for outcome in outcomes if isinstance(outcome, Refused)]
            ready = [(owner, outcome) for owner, outcome in zip(part, outcomes, strict=True) if not isinstance(outcome, Refused)]
            gone = {owner.id for owner, _ in ready} if dry_run else _delete_rows(database, [owner for owner, _ in ready])
            failed += [_restored(owner) for owner, _ in ready if owner.id not in gone]
            items += [
                Item(kind=owner.kind, id=owner.id, name=owner.name, artifact_uri=owner.artifact_uri, size=size)
                for owner, size in ready
                if owner.id in gone
            ]
            progress.advance(len(part))
    stuck = {owner.experiment_id for owner in chosen.owners} & _experiments_of(chosen.owners, failed)
    for number, location in chosen.experiments.items():
        if number in stuck:
            failed.append(Refused(kind="experiment", id=str(number), reason="Something in it could not be purged."))
        elif dry_run or delete_experiment(database, number):
            items.append(Item(kind="experiment", id=str(number)))
            if files is not None and not dry_run:
                _tidy(files, location, number)
        else:
            failed.append(Refused(kind="experiment", id=str(number), reason="It was restored, or something was added to it. Call again."))
    return Purged(dry_run=dry_run, items=tuple(items), refused=chosen.refused, failed=tuple(failed), unknown=chosen.unknown)


def _outcome(owner: Owner, files: Files | None, *, dry_run: bool) -> Size | Refused | None:
    if files is None:
        return None
    try:
        if dry_run:
            return files.size(owner)
        files.delete(owner)
    except BarographError as problem:
        return Refused(kind=owner.kind, id=owner.id, reason=problem.message)
    return None


def _delete_rows(database: Database, owners: Sequence[Owner]) -> set[str]:
    runs = [owner for owner in owners if owner.kind == "run"]
    models = [owner for owner in owners if owner.kind != "run"]
    gone: set[str] = set()
    if runs:
        gone |= delete_runs(database, runs)
    if models:
        gone |= delete_models(database, models)
    return gone


def _experiments_of(owners: Sequence[Owner], failed: Sequence[Refused]) -> set[int]:
    ids = {problem.id for problem in failed}
    return {owner.experiment_id for owner in owners if owner.id in ids}


def _tidy(files: Files, location: str, number: int) -> None:
    try:
        files.delete_if_empty(location, number)
    except BarographError:  # an empty folder that stays does no harm
        return


def _restored(owner: Owner) -> Refused:
    return Refused(kind=owner.kind, id=owner.id, reason="It was restored while it was purged; its artifacts may be gone.")
