"""Versions of registered models."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from barograph.errors import InvalidValue, MissingValue
from barograph.model import ModelVersion, NewModelVersion, Page, Query, Stage, VersionStatus
from barograph.model.filter import Entity
from barograph.model.limits import MAX_VERSION_SEARCH_RESULTS
from barograph.model.model_change import NO_REMARK, ChangeKind, Remark, check_remark
from barograph.store.query import MODEL_VERSIONS, parse_filter, parse_order_by, split_prompts
from barograph.store.sql import filters, schema
from barograph.store.sql.aggregate import Aggregate, now_ms
from barograph.store.sql.key_values import checked_model_tags
from barograph.store.sql.model_changes import add_change
from barograph.store.sql.model_version_rows import VERSION_ROWS, VERSION_TAGS, alias, model, model_row, version, version_row, whole_versions
from barograph.store.sql.paging import Window
from barograph.store.sql.registered_models import is_prompt

_table = schema.model_version
_ATTRIBUTES = {
    "name": model.name,
    "run_id": filters.or_blank(version.run_id),
    "source": version.source,
    "version": version.version,
    "created_ms": version.created_ms,
    "updated_ms": version.updated_ms,
}
_ARCHIVING = (Stage.STAGING, Stage.PRODUCTION)


class SqlModelVersions(Aggregate):
    """Keeps `ModelVersionStore`."""

    def create_model_version(self, new: NewModelVersion) -> ModelVersion:
        if not new.source:
            raise MissingValue("source")
        tags = checked_model_tags(new.tags)

        def job(connection: Connection) -> ModelVersion:
            owner = model_row(connection, new.name)
            now, number = now_ms(), owner.last_version + 1
            row = {
                "registered_model_id": owner.id,
                "version": number,
                "stage": Stage.NONE.value,
                "source": new.source,
                "storage_location": new.storage_location or new.source,
                "run_id": new.run_id,
                "run_link": new.run_link,
                "description": new.description,
                "user_id": new.user_id,
                "model_id": new.model_id,
                "status": VersionStatus.READY.value,
                "created_ms": now,
                "updated_ms": now,
            }
            (row_id,) = connection.execute(insert(_table), row).inserted_primary_key or (0,)
            VERSION_TAGS.put(connection, row_id, tags)
            counted = {"last_version": number, "updated_ms": now}
            connection.execute(update(schema.registered_model).where(model.id == owner.id).values(**counted))
            add_change(connection, owner.id, number, ChangeKind.REGISTERED, remark=Remark(user_id=new.user_id))
            return _whole(connection, new.name, number)

        return self._database.write(job)

    def get_model_version(self, name: str, version: int) -> ModelVersion:
        with self._database.read() as connection:
            return _whole(connection, name, version)

    def describe_model_version(self, name: str, version: int, description: str | None) -> ModelVersion:
        def job(connection: Connection) -> ModelVersion:
            _change(connection, version_row(connection, name, version).id, description=description, updated_ms=now_ms())
            return _whole(connection, name, version)

        return self._database.write(job)

    def transition_model_version(
        self, name: str, version: int, stage: Stage, *, archive_existing: bool = False, remark: Remark = NO_REMARK
    ) -> ModelVersion:
        said = check_remark(remark)
        if archive_existing and stage not in _ARCHIVING:
            raise InvalidValue(
                f"archive_existing_versions does not apply to stage {stage.value!r}. Leave it out, or move to Staging or Production."
            )

        def job(connection: Connection) -> ModelVersion:
            row, now, c = version_row(connection, name, version), now_ms(), _table.c
            moves = [(row, stage)]
            if archive_existing:
                others = (c.registered_model_id == row.registered_model_id, c.stage == stage.value, c.id != row.id)
                found = connection.execute(select(_table).where(*others).order_by(c.version)).all()
                moves = [*((other, Stage.ARCHIVED) for other in found), *moves]
            for moved, target in moves:
                _change(connection, moved.id, stage=target.value, updated_ms=now)
                if moved.stage != target.value:
                    stages = {"before": moved.stage, "after": target.value}
                    add_change(connection, row.registered_model_id, moved.version, ChangeKind.STAGE, remark=said, **stages)
            _touch_model(connection, row.registered_model_id, now)
            return _whole(connection, name, version)

        return self._database.write(job)

    def delete_model_version(self, name: str, version: int) -> None:
        def job(connection: Connection) -> None:
            row = version_row(connection, name, version)
            owner = row.registered_model_id
            pointing = select(alias.alias).where(alias.registered_model_id == owner, alias.version == version).order_by(alias.alias)
            for text in connection.execute(pointing).scalars().all():
                add_change(connection, owner, version, ChangeKind.ALIAS, alias=text, before=str(version))
            add_change(connection, owner, version, ChangeKind.DELETED)
            connection.execute(delete(_table).where(_table.c.id == row.id))
            _touch_model(connection, row.registered_model_id, now_ms())

        self._database.write(job)

    def latest_versions(self, name: str, stages: Sequence[Stage] = ()) -> tuple[ModelVersion, ...]:
        with self._database.read() as connection:
            owner = model_row(connection, name)
            rows = connection.execute(VERSION_ROWS.where(version.registered_model_id == owner.id).order_by(version.version)).all()
            newest = {row.stage: row for row in rows}
            wanted = {stage.value for stage in stages or Stage}
            chosen = [row for row in rows if row.stage in wanted and newest[row.stage] is row]
            return tuple(whole_versions(connection, chosen, with_aliases=False))

    def search_model_versions(self, query: Query) -> Page[ModelVersion]:
        tree, prompts = split_prompts(parse_filter(query.filter, MODEL_VERSIONS))
        order = parse_order_by(query.order_by, MODEL_VERSIONS)
        window = Window.of(query, default=MAX_VERSION_SEARCH_RESULTS, limit=MAX_VERSION_SEARCH_RESULTS)
        with self._database.read() as connection:
            objects = select(version.id).join(schema.registered_model, model.id == version.registered_model_id)
            having = {
                Entity.ATTRIBUTE: filters.attributes(connection, _ATTRIBUTES, objects),
                Entity.TAG: filters.tagged(connection, schema.model_version_tag, "model_version_id", version.id),
            }
            wanted = is_prompt(schema.model_version_tag, "model_version_id", version.id, prompts)
            statement = VERSION_ROWS.where(filters.condition(tree, having), wanted)
            for key in order:
                statement = statement.order_by(filters.directed(_ATTRIBUTES[key.key.name], ascending=key.ascending))
            if not order:
                statement = statement.order_by(version.updated_ms.desc())
            statement = statement.order_by(model.name, version.version.desc())
            rows, token = window.cut(connection.execute(window.applied(statement)).all())
            return Page(tuple(whole_versions(connection, rows)), token)

    def set_model_version_tag(self, name: str, version: int, key: str, value: str) -> None:
        tags = checked_model_tags({key: value})
        self._database.write(lambda connection: VERSION_TAGS.put(connection, version_row(connection, name, version).id, tags))

    def delete_model_version_tag(self, name: str, version: int, key: str) -> None:
        self._database.write(lambda connection: VERSION_TAGS.delete(connection, version_row(connection, name, version).id, key))


def _whole(connection: Connection, name: str, number: int) -> ModelVersion:
    return whole_versions(connection, [version_row(connection, name, number)])[0]


def _change(connection: Connection, row_id: int, **values: Any) -> None:
    connection.execute(update(_table).where(_table.c.id == row_id).values(**values))


def _touch_model(connection: Connection, number: int, now: int) -> None:
    connection.execute(update(schema.registered_model).where(model.id == number).values(updated_ms=now))
