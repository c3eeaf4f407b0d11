"""Whether anything changed, and what."""

from collections.abc import Collection, Hashable, Iterable
from threading import Lock
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select, text

from barograph.model import Lifecycle, RunStatus
from barograph.model.changes import EXPERIMENT_LIST, JOB_LIST, Marks
from barograph.store.sql import schema
from barograph.store.sql.aggregate import Aggregate
from barograph.store.sql.database import Database
from barograph.store.sql.engine import is_file
from barograph.store.sql.rows import AnyRow

_experiment, _run, _series = schema.experiment.c, schema.run.c, schema.series.c
_IDS: Any = bindparam("ids", expanding=True)
_SNAPSHOT = text("SELECT CAST(txid_current_snapshot() AS text)")
_RUNNING = (_run.status == RunStatus.RUNNING.value, _run.lifecycle == Lifecycle.ACTIVE.value)
_EXPERIMENTS = select(_experiment.id, _experiment.lifecycle, _experiment.updated_ms).where(_experiment.id.in_(_IDS))
_RUNS_OF = (
    select(_run.experiment_id, _run.lifecycle, _run.status, func.count(), func.max(_run.id), func.sum(_run.revision))
    .where(_run.experiment_id.in_(_IDS))
    .group_by(_run.experiment_id, _run.lifecycle, _run.status)
    .order_by(_run.experiment_id, _run.lifecycle, _run.status)
)
_LIST = select(
    select(func.count()).select_from(schema.experiment).scalar_subquery(),
    select(func.max(_experiment.updated_ms)).scalar_subquery(),
    select(func.max(_run.id)).scalar_subquery(),
    select(func.count()).select_from(schema.experiment_tag).scalar_subquery(),
    select(func.sum(func.length(schema.experiment_tag.c.value))).scalar_subquery(),
)
_job = schema.project_job.c
_JOBS = select(_job.state, func.count(), func.max(_job.changed_ms)).group_by(_job.state).order_by(_job.state)
_param, _tag = schema.param.c, schema.run_tag.c
_LOGGED = (
    select(func.count()).where(_param.run_id == _run.id).scalar_subquery(),
    select(func.count()).where(_tag.run_id == _run.id).scalar_subquery(),
    select(func.sum(func.length(func.coalesce(_tag.long_text, _tag.text)))).where(_tag.run_id == _run.id).scalar_subquery(),
)
_RUNS = select(_run.uuid, _run.status, _run.lifecycle, _run.revision, _run.name, _run.end_ms, *_LOGGED).where(_run.uuid.in_(_IDS))
# What is logged of a running run leaves its row as it is.
_LOGGED_OF_RUNNING = select(_run.experiment_id, *_LOGGED).where(_run.experiment_id.in_(_IDS), *_RUNNING).order_by(_run.id)


def _points(*which: ColumnElement[bool]) -> Select[Any]:
    counted = (func.sum(_series.next_sequence), func.sum(_series.point_count), func.count())
    return select(_run.uuid, _run.experiment_id, *counted).join(schema.run).where(*which).group_by(_run.uuid, _run.experiment_id)


_POINTS_OF_RUNS = _points(_run.uuid.in_(_IDS))
_POINTS_OF_RUNNING = _points(_run.experiment_id.in_(_IDS), *_RUNNING)


class Pulse:
    """A value that changes with every commit, whichever process commits.

    Of a file SQLite tells it to the connection that asked before, so one is kept for that.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = Lock()
        self._connection: Any = None

    def take(self) -> Hashable:
        """The value now."""
        if not is_file(self._database.engine):
            with self._database.read() as connection:
                return str(connection.execute(_SNAPSHOT).scalar())
        with self._lock:
            if self._connection is None:
                self._connection = self._database.engine.raw_connection()
            return int(self._connection.driver_connection.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Give the connection back."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None


class SqlWatch(Aggregate):
    """Keeps `WatchedStore`."""

    _pulse: Pulse

    def pulse(self) -> Hashable:
        return self._pulse.take()

    def marks(self, experiment_ids: Collection[str], run_ids: Collection[str], *, lists: Collection[str] = ()) -> Marks:
        numbers = [int(each) for each in experiment_ids if each.isascii() and each.isdecimal() and len(each) <= 18]
        with self._database.read() as connection:
            experiments: dict[str, Hashable] = {str(row[0]): tuple(row) for row in _asked(connection, _EXPERIMENTS, numbers)}
            for row in (*_asked(connection, _RUNS_OF, numbers), *_asked(connection, _LOGGED_OF_RUNNING, numbers)):
                key = str(row[0])
                experiments[key] = hash((experiments.get(key), *row))
            runs: dict[str, Hashable] = {row[0]: tuple(row) for row in _asked(connection, _RUNS, run_ids)}
            running: dict[str, Hashable] = {row[0]: (str(row[1]), *row[2:]) for row in _asked(connection, _POINTS_OF_RUNNING, numbers)}
            asked = {row[0]: (str(row[1]), *row[2:]) for row in _asked(connection, _POINTS_OF_RUNS, run_ids)}
            listed: dict[str, Hashable] = {}
            if EXPERIMENT_LIST in lists:
                listed[EXPERIMENT_LIST] = tuple(connection.execute(_LIST).one())
            if JOB_LIST in lists:
                listed[JOB_LIST] = tuple([tuple(row) for row in connection.execute(_JOBS)])
        return Marks(experiments=experiments, runs=runs, metrics=running | asked, lists=listed)


def _asked(connection: Connection, question: Select[Any], ids: Collection[object]) -> Iterable[AnyRow]:
    return connection.execute(question, {"ids": list(ids)}).all() if ids else ()
