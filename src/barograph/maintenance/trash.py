"""What is in the trash: deleted experiments, and runs that were deleted one by one."""

import msgspec
from sqlalchemy import Connection, func, select

from barograph.model import DEFAULT_EXPERIMENT_ID, Lifecycle
from barograph.store.sql import schema
from barograph.store.sql.database import Database

_experiment, _run = schema.experiment.c, schema.run.c
_DELETED = Lifecycle.DELETED.value
_GONE = (_experiment.lifecycle == _DELETED, _experiment.id != int(DEFAULT_EXPERIMENT_ID))
_RUNS_IN = select(func.count()).where(_run.experiment_id == _experiment.id).scalar_subquery()
_EXPERIMENTS = (
    select(_experiment.id, _experiment.name, _experiment.deleted_ms, _RUNS_IN.label("runs"))
    .where(*_GONE)
    .order_by(func.coalesce(_experiment.deleted_ms, 0).desc(), _experiment.id.desc())
)
_ALONE = (_run.lifecycle == _DELETED, _experiment.lifecycle == Lifecycle.ACTIVE.value)
_RUNS = (
    select(_run.uuid, _run.name, _run.deleted_ms, _run.experiment_id, _experiment.name.label("experiment"))
    .join(schema.experiment, _experiment.id == _run.experiment_id)
    .where(*_ALONE)
    .order_by(func.coalesce(_run.deleted_ms, 0).desc(), _run.uuid)
)


class DeletedExperiment(msgspec.Struct, frozen=True, kw_only=True):
    """An experiment in the trash. `deleted_ms` is None where it was deleted by a release that did not note it."""

    experiment_id: str
    name: str
    deleted_ms: int | None
    runs: int


class DeletedRun(msgspec.Struct, frozen=True, kw_only=True):
    """A run in the trash, of an experiment that is not."""

    run_id: str
    name: str
    deleted_ms: int | None
    experiment_id: str
    experiment_name: str


class Trash(msgspec.Struct, frozen=True, kw_only=True):
    """The last deleted first, as many of each as were asked for; the counts are of all."""

    experiments: tuple[DeletedExperiment, ...]
    runs: tuple[DeletedRun, ...]
    experiment_count: int
    run_count: int


def trash(database: Database, *, most: int = 1_000) -> Trash:
    """What is in the trash now."""
    with database.read() as connection:
        experiments = [
            DeletedExperiment(experiment_id=str(row.id), name=row.name, deleted_ms=row.deleted_ms, runs=row.runs)
            for row in connection.execute(_EXPERIMENTS.limit(most))
        ]
        runs = [
            DeletedRun(
                run_id=row.uuid,
                name=row.name,
                deleted_ms=row.deleted_ms,
                experiment_id=str(row.experiment_id),
                experiment_name=row.experiment,
            )
            for row in connection.execute(_RUNS.limit(most))
        ]
        return Trash(
            experiments=tuple(experiments),
            runs=tuple(runs),
            experiment_count=_count(connection, len(experiments) < most, len(experiments), experiments=True),
            run_count=_count(connection, len(runs) < most, len(runs), experiments=False),
        )


def _count(connection: Connection, known: bool, shown: int, *, experiments: bool) -> int:
    if known:
        return shown
    counted = select(func.count()).select_from(schema.experiment).where(*_GONE)
    if not experiments:
        joined = schema.run.join(schema.experiment, _experiment.id == _run.experiment_id)
        counted = select(func.count()).select_from(joined).where(*_ALONE)
    return connection.execute(counted).scalar_one()
