"""Experiments."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, insert, select, update

from barograph.errors import BadRequest, ExperimentExists, ExperimentNotFound, InvalidValue, NotFound, TagNotFound, shown
from barograph.model import DatasetSummary, Experiment, Lifecycle, Page, Query, View
from barograph.model.filter import Entity
from barograph.model.limits import (
    MAX_ARTIFACT_LOCATION,
    MAX_EXPERIMENT_TAG_VALUE,
    MAX_SEARCH_RESULTS,
    check_experiment_id,
    check_experiment_name,
    check_key,
    check_length,
)
from barograph.store.query import EXPERIMENTS, parse_filter, parse_order_by
from barograph.store.sql import filters, schema
from barograph.store.sql.aggregate import Aggregate, now_ms
from barograph.store.sql.paging import Window
from barograph.store.sql.prepared import Prepared
from barograph.store.sql.rows import AnyRow
from barograph.store.sql.tags import Tags

MAX_DATASET_EXPERIMENTS = 20
MAX_DATASET_SUMMARIES = 1000

_table = schema.experiment
_c = _table.c
TAGS = Tags(schema.experiment_tag, "experiment_id")
_BY_ID = select(_table).where(_c.id == bindparam("number"))
_BY_NAME = select(_table).where(_c.name == bindparam("wanted"))
_LIFECYCLE = Prepared(select(_c.lifecycle, _c.name, _c.artifact_location).where(_c.id == bindparam("number")), "number")
_ATTRIBUTES = {"name": _c.name, "experiment_id": _c.id, "created_ms": _c.created_ms, "updated_ms": _c.updated_ms}
_VIEWS = {View.ACTIVE_ONLY: Lifecycle.ACTIVE.value, View.DELETED_ONLY: Lifecycle.DELETED.value}


def active_location(connection: Connection, experiment_id: str) -> tuple[int, str]:
    """Row id and artifact location of an active experiment; a deleted one raises `InvalidValue`."""
    number = check_experiment_id(experiment_id)
    row = _LIFECYCLE.first(connection, number)
    if row is None:
        raise ExperimentNotFound(experiment_id)
    lifecycle, name, artifact_location = row
    if lifecycle != Lifecycle.ACTIVE.value:
        raise InvalidValue(f"Experiment {shown(name)} ({experiment_id}) is deleted. Restore it or use another.")
    return number, artifact_location


class SqlExperiments(Aggregate):
    """Keeps `ExperimentStore`."""

    def create_experiment(self, name: str, *, artifact_location: str | None = None, tags: Mapping[str, str] = {}) -> str:
        check_experiment_name(name)
        if artifact_location:
            check_length(artifact_location, MAX_ARTIFACT_LOCATION, "artifact_location")
            if artifact_location.lower().startswith("runs:"):
                raise InvalidValue(
                    f"Invalid artifact_location {shown(artifact_location)}. An experiment cannot live in a run; give a folder or bucket."
                )
        for key, value in tags.items():
            _check_tag(key, value)

        def job(connection: Connection) -> str:
            taken = connection.execute(_BY_NAME, {"wanted": name}).first()
            if taken is not None:
                raise ExperimentExists(name, deleted=taken.lifecycle == Lifecycle.DELETED.value)
            now = now_ms()
            row = {"name": name, "artifact_location": artifact_location or "", "lifecycle": Lifecycle.ACTIVE.value}
            (number,) = connection.execute(insert(_table).values(**row, created_ms=now, updated_ms=now)).inserted_primary_key or (0,)
            if not artifact_location:
                location = f"{self._artifact_root}/{number}"
                connection.execute(update(_table).where(_c.id == number).values(artifact_location=location))
            TAGS.put(connection, number, tags)
            return str(number)

        return self._database.write(job)

    def get_experiment(self, experiment_id: str) -> Experiment:
        number = check_experiment_id(experiment_id)
        with self._database.read() as connection:
            found = _built(connection, connection.execute(_BY_ID, {"number": number}).all())
        if not found:
            raise ExperimentNotFound(experiment_id)
        return found[0]

    def get_experiment_by_name(self, name: str) -> Experiment:
        with self._database.read() as connection:
            found = _built(connection, connection.execute(_BY_NAME, {"wanted": name}).all())
        if not found:
            raise ExperimentNotFound(name)
        return found[0]

    def rename_experiment(self, experiment_id: str, new_name: str) -> None:
        check_experiment_name(new_name)

        def job(connection: Connection) -> None:
            number, _ = active_location(connection, experiment_id)
            taken = connection.execute(_BY_NAME, {"wanted": new_name}).first()
            if taken is not None and taken.id != number:
                raise BadRequest(f"Experiment {shown(new_name)} already exists. Choose another name.")
            connection.execute(update(_table).where(_c.id == number).values(name=new_name, updated_ms=now_ms()))

        self._database.write(job)

    def delete_experiment(self, experiment_id: str) -> None:
        self._database.write(_moving(experiment_id, Lifecycle.ACTIVE, Lifecycle.DELETED))

    def restore_experiment(self, experiment_id: str) -> None:
        self._database.write(_moving(experiment_id, Lifecycle.DELETED, Lifecycle.ACTIVE))

    def set_experiment_tag(self, experiment_id: str, key: str, value: str) -> None:
        _check_tag(key, value)
        self._database.write(lambda connection: TAGS.put(connection, active_location(connection, experiment_id)[0], {key: value}))

    def delete_experiment_tag(self, experiment_id: str, key: str) -> None:
        def job(connection: Connection) -> None:
            number, _ = active_location(connection, experiment_id)
            if not TAGS.delete(connection, number, key):
                raise TagNotFound(key, f"experiment {shown(experiment_id)}")

        self._database.write(job)

    def search_experiments(self, query: Query) -> Page[Experiment]:
        tree = parse_filter(query.filter, EXPERIMENTS)
        order = parse_order_by(query.order_by, EXPERIMENTS)
        window = Window.of(query, default=MAX_SEARCH_RESULTS, limit=MAX_SEARCH_RESULTS)
        with self._database.read() as connection:
            having = {
                Entity.ATTRIBUTE: _having_attributes(connection),
                Entity.TAG: filters.tagged(connection, schema.experiment_tag, "experiment_id", _c.id),
            }
            statement = select(_table).where(filters.condition(tree, having))
            if query.view in _VIEWS:
                statement = statement.where(_c.lifecycle == _VIEWS[query.view])
            for key in order:
                statement = statement.order_by(*filters.ordering(_ATTRIBUTES[key.key.name], ascending=key.ascending))
            ends = (_c.id.desc(),) if order else (_c.created_ms.desc(), _c.id.asc())
            rows, token = window.cut(connection.execute(window.applied(statement.order_by(*ends))).all())
            return Page(tuple(_built(connection, rows)), token)

    def search_datasets(self, experiment_ids: Sequence[str]) -> tuple[DatasetSummary, ...]:
        if not 1 <= len(experiment_ids) <= MAX_DATASET_EXPERIMENTS:
            raise InvalidValue(f"experiment_ids has {len(experiment_ids)} entries. Give 1 to {MAX_DATASET_EXPERIMENTS}.")
        dataset, edge, tag = schema.dataset.c, schema.run_input, schema.run_input_tag
        context = schema.dataset.join(edge, edge.c.dataset_id == dataset.id)
        context = context.outerjoin(tag, (tag.c.run_input_id == edge.c.id) & (tag.c.key == "mlflow.data.context"))
        columns = (dataset.experiment_id, dataset.name, dataset.digest, tag.c.value)
        statement = select(*columns).select_from(context).distinct().order_by(*columns).limit(MAX_DATASET_SUMMARIES)
        statement = statement.where(dataset.experiment_id.in_([check_experiment_id(experiment_id) for experiment_id in experiment_ids]))
        with self._database.read() as connection:
            return tuple(
                DatasetSummary(experiment_id=str(number), name=name, digest=digest, context=context)
                for number, name, digest, context in connection.execute(statement)
            )


def _moving(experiment_id: str, before: Lifecycle, after: Lifecycle) -> Callable[[Connection], None]:
    """The job that moves an experiment and its runs from one state to the other."""
    number = check_experiment_id(experiment_id)

    def job(connection: Connection) -> None:
        row = _LIFECYCLE.first(connection, number)
        if row is None:
            raise ExperimentNotFound(experiment_id)
        if row[0] != before.value:
            raise NotFound(f"No experiment {shown(experiment_id)} is {before.value}; it is {row[0]} already.")
        now = now_ms()
        deleted_ms = now if after is Lifecycle.DELETED else None
        state = {"lifecycle": after.value, "deleted_ms": deleted_ms}
        connection.execute(update(_table).where(_c.id == number).values(**state, updated_ms=now))
        run = schema.run
        of_experiment = update(run).where(run.c.experiment_id == number, run.c.lifecycle == before.value)
        connection.execute(of_experiment.values(**state, revision=run.c.revision + 1))

    return job


def _check_tag(key: str, value: str) -> None:
    check_key(key)
    check_length(value, MAX_EXPERIMENT_TAG_VALUE, f"Value of tag {shown(key)}")


def _having_attributes(connection: Connection) -> filters.Having:
    """Ids are texts to callers and numbers here."""
    having = filters.attributes(connection, _ATTRIBUTES, select(_c.id))
    return lambda key, test: having(key, filters.with_values(test, int) if key.name == "experiment_id" and test is not None else test)


def _built(connection: Connection, rows: Sequence[AnyRow]) -> list[Experiment]:
    tags = TAGS.of_owners(connection, [row.id for row in rows])
    return [
        Experiment(
            experiment_id=str(row.id),
            name=row.name,
            artifact_location=row.artifact_location,
            lifecycle=Lifecycle(row.lifecycle),
            created_ms=row.created_ms,
            updated_ms=row.updated_ms,
            tags=tags.get(row.id, {}),
        )
        for row in rows
    ]
