"""Logged models: their life from creation to deletion."""

from collections.abc import Mapping
from uuid import uuid4

from sqlalchemy import Connection, insert, update

from barograph.errors import BadRequest, LoggedModelNotFound, TagNotFound, shown
from barograph.model import Lifecycle, LoggedModel, LoggedModelStatus, NewLoggedModel
from barograph.model.limits import check_logged_model_name
from barograph.model.names import generate_name
from barograph.store.sql import schema
from barograph.store.sql.aggregate import Aggregate, now_ms
from barograph.store.sql.experiments import active_location
from barograph.store.sql.key_values import checked_texts
from barograph.store.sql.logged_model_fetch import PARAMS, TAGS, model_row, whole_models

_table = schema.logged_model
_c = _table.c


class SqlLoggedModels(Aggregate):
    """The part of `LoggedModelStore` that is about models as such."""

    def create_logged_model(self, new: NewLoggedModel) -> LoggedModel:
        name = generate_name() if new.name is None else check_logged_model_name(new.name)
        params, tags = checked_texts(new.params, "param"), checked_texts(new.tags, "tag")
        key_ids = self._names.numbered([*params, *tags])
        model_id = f"m-{uuid4().hex}"

        def job(connection: Connection) -> LoggedModel:
            experiment, location = active_location(connection, new.experiment_id)
            now = now_ms()
            row = {
                "model_id": model_id,
                "experiment_id": experiment,
                "name": name,
                "artifact_location": f"{location}/models/{model_id}/artifacts",
                "status": LoggedModelStatus.PENDING.value,
                "model_type": new.model_type,
                "source_run_id": new.source_run_id,
                "lifecycle": Lifecycle.ACTIVE.value,
                "created_ms": now,
                "updated_ms": now,
            }
            (number,) = connection.execute(insert(_table), row).inserted_primary_key or (0,)
            PARAMS.add(connection, number, {key_ids[key]: value for key, value in params.items()})
            TAGS.add(connection, number, {key_ids[key]: value for key, value in tags.items()})
            return whole_models(connection, self._names, [model_row(connection, model_id)])[0]

        return self._database.write(job, run_ids=())

    def get_logged_model(self, model_id: str, *, allow_deleted: bool = False) -> LoggedModel:
        with self._database.read() as connection:
            row = model_row(connection, model_id)
            if row.lifecycle != Lifecycle.ACTIVE.value and not allow_deleted:
                raise LoggedModelNotFound(model_id)
            return whole_models(connection, self._names, [row])[0]

    def finalize_logged_model(self, model_id: str, status: LoggedModelStatus) -> LoggedModel:
        def job(connection: Connection) -> LoggedModel:
            row = model_row(connection, model_id)
            connection.execute(update(_table).where(_c.id == row.id).values(status=status.value, updated_ms=now_ms()))
            return whole_models(connection, self._names, [model_row(connection, model_id)])[0]

        return self._database.write(job)

    def delete_logged_model(self, model_id: str) -> None:
        def job(connection: Connection) -> None:
            row = model_row(connection, model_id)
            if row.lifecycle == Lifecycle.ACTIVE.value:
                now = now_ms()
                state = {"lifecycle": Lifecycle.DELETED.value, "deleted_ms": now, "updated_ms": now}
                connection.execute(update(_table).where(_c.id == row.id).values(**state))

        self._database.write(job)

    def set_logged_model_tags(self, model_id: str, tags: Mapping[str, str]) -> None:
        new = checked_texts(tags, "tag")
        key_ids = self._names.numbered(new)

        def job(connection: Connection) -> None:
            row = _active(connection, model_id)
            TAGS.put(connection, row, {key_ids[key]: value for key, value in new.items()})

        self._database.write(job)

    def delete_logged_model_tag(self, model_id: str, key: str) -> None:
        key_id = self._names.known([key]).get(key, -1)

        def job(connection: Connection) -> None:
            row = _active(connection, model_id)
            if not TAGS.delete(connection, row, key_id):
                raise TagNotFound(key, f"logged model {shown(model_id)}")

        self._database.write(job)

    def log_logged_model_params(self, model_id: str, params: Mapping[str, str]) -> None:
        new = checked_texts(params, "param")
        key_ids = self._names.numbered(new)

        def job(connection: Connection) -> None:
            row = _active(connection, model_id)
            taken = PARAMS.of_keys(connection, row, list(key_ids.values()))
            if taken:
                keys = sorted(key for key, number in key_ids.items() if number in taken)
                raise BadRequest(f"Logged model {shown(model_id)} already has params {shown(keys)}. Params are written once.")
            PARAMS.add(connection, row, {key_ids[key]: value for key, value in new.items()})

        self._database.write(job)


def _active(connection: Connection, model_id: str) -> int:
    row = model_row(connection, model_id)
    if row.lifecycle != Lifecycle.ACTIVE.value:
        raise LoggedModelNotFound(model_id)
    return int(row.id)
