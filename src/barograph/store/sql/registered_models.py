"""Registered models with their tags and aliases."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Connection, Table, delete, exists, insert, select, update

from barograph.errors import AliasNotFound, ModelVersionNotFound, RegisteredModelExists
from barograph.model import ModelVersion, Page, Query, RegisteredModel
from barograph.model.filter import Entity
from barograph.model.limits import MAX_MODEL_SEARCH_RESULTS, check_alias, check_registered_model_name
from barograph.model.model_change import NO_REMARK, ChangeKind, Remark, check_remark
from barograph.store.query import REGISTERED_MODELS, parse_filter, parse_order_by, split_prompts
from barograph.store.query.prompts import PROMPT_TAG
from barograph.store.sql import filters, schema
from barograph.store.sql.aggregate import Aggregate, now_ms
from barograph.store.sql.key_values import checked_model_tags
from barograph.store.sql.model_changes import add_change
from barograph.store.sql.model_version_rows import (
    MODEL_TAGS,
    VERSION_ROWS,
    alias,
    model,
    model_row,
    version,
    version_row,
    whole_models,
    whole_versions,
)
from barograph.store.sql.paging import Window
from barograph.store.sql.upsert import insert_or_replace

DEFAULT_RESULTS = 100
LATEST = "latest"

_table = schema.registered_model
_ATTRIBUTES = {"name": model.name, "updated_ms": model.updated_ms}


class SqlRegisteredModels(Aggregate):
    """Keeps `RegisteredModelStore`."""

    def create_registered_model(self, name: str, *, description: str | None = None, tags: Mapping[str, str] = {}) -> RegisteredModel:
        check_registered_model_name(name)
        new_tags = checked_model_tags(tags)

        def job(connection: Connection) -> RegisteredModel:
            _refuse_taken(connection, name)
            now = now_ms()
            row = {"name": name, "description": description, "created_ms": now, "updated_ms": now, "last_version": 0}
            (number,) = connection.execute(insert(_table), row).inserted_primary_key or (0,)
            MODEL_TAGS.put(connection, number, new_tags)
            return _whole(connection, name)

        return self._database.write(job)

    def get_registered_model(self, name: str) -> RegisteredModel:
        with self._database.read() as connection:
            return _whole(connection, name)

    def describe_registered_model(self, name: str, description: str | None) -> RegisteredModel:
        def job(connection: Connection) -> RegisteredModel:
            row = model_row(connection, name)
            connection.execute(update(_table).where(model.id == row.id).values(description=description, updated_ms=now_ms()))
            return _whole(connection, name)

        return self._database.write(job)

    def rename_registered_model(self, name: str, new_name: str) -> RegisteredModel:
        check_registered_model_name(new_name)

        def job(connection: Connection) -> RegisteredModel:
            row = model_row(connection, name)
            if new_name != name:
                _refuse_taken(connection, new_name)
                now = now_ms()
                connection.execute(update(_table).where(model.id == row.id).values(name=new_name, updated_ms=now))
                connection.execute(update(schema.model_version).where(version.registered_model_id == row.id).values(updated_ms=now))
            return _whole(connection, new_name)

        return self._database.write(job)

    def delete_registered_model(self, name: str) -> None:
        self._database.write(
            lambda connection: connection.execute(delete(_table).where(model.id == model_row(connection, name).id)) and None
        )

    def search_registered_models(self, query: Query) -> Page[RegisteredModel]:
        tree, prompts = split_prompts(parse_filter(query.filter, REGISTERED_MODELS))
        order = parse_order_by(query.order_by, REGISTERED_MODELS)
        window = Window.of(query, default=DEFAULT_RESULTS, limit=MAX_MODEL_SEARCH_RESULTS)
        with self._database.read() as connection:
            having = {
                Entity.ATTRIBUTE: filters.attributes(connection, _ATTRIBUTES, select(model.id)),
                Entity.TAG: filters.tagged(connection, schema.registered_model_tag, "registered_model_id", model.id),
            }
            wanted = is_prompt(schema.registered_model_tag, "registered_model_id", model.id, prompts)
            statement = select(_table).where(filters.condition(tree, having), wanted)
            for key in order:
                statement = statement.order_by(filters.directed(_ATTRIBUTES[key.key.name], ascending=key.ascending))
            rows, token = window.cut(connection.execute(window.applied(statement.order_by(model.name))).all())
            return Page(tuple(whole_models(connection, rows)), token)

    def set_registered_model_tag(self, name: str, key: str, value: str) -> None:
        tags = checked_model_tags({key: value})
        self._database.write(lambda connection: MODEL_TAGS.put(connection, model_row(connection, name).id, tags))

    def delete_registered_model_tag(self, name: str, key: str) -> None:
        self._database.write(lambda connection: MODEL_TAGS.delete(connection, model_row(connection, name).id, key))

    def set_alias(self, name: str, alias: str, version: int, *, remark: Remark = NO_REMARK) -> None:
        check_alias(alias)
        said = check_remark(remark)

        def job(connection: Connection) -> None:
            model_row(connection, name)
            row = version_row(connection, name, version)
            owner = row.registered_model_id
            before = _aliased(connection, owner, alias)
            statement = insert_or_replace(connection, schema.model_alias, ("registered_model_id", "alias"), ("version",))
            connection.execute(statement, {"registered_model_id": owner, "alias": alias, "version": version})
            if before != version:
                pointed = {"alias": alias, "before": None if before is None else str(before), "after": str(version)}
                add_change(connection, owner, version, ChangeKind.ALIAS, remark=said, **pointed)

        self._database.write(job)

    def delete_alias(self, name: str, alias: str, *, remark: Remark = NO_REMARK) -> None:
        check_alias(alias)
        said = check_remark(remark)

        def job(connection: Connection) -> None:
            row = model_row(connection, name)
            table = schema.model_alias
            before = _aliased(connection, row.id, alias)
            if before is not None:
                add_change(connection, row.id, before, ChangeKind.ALIAS, remark=said, alias=alias, before=str(before))
            connection.execute(delete(table).where(table.c.registered_model_id == row.id, table.c.alias == alias))

        self._database.write(job)

    def get_version_by_alias(self, name: str, alias: str) -> ModelVersion:
        with self._database.read() as connection:
            row = model_row(connection, name)
            number = _pointed(connection, row.id, alias)
            if number is None and alias.lower() == LATEST:
                raise ModelVersionNotFound(name, LATEST)
            if number is None:
                raise AliasNotFound(name, alias)
            return whole_versions(connection, [version_row(connection, name, number)])[0]


def is_prompt(table: Table, owner: str, owner_id: ColumnElement[int], prompts: bool) -> filters.Condition:
    """The condition that something is a prompt, or with `prompts` False that it is not."""
    tag = table.alias()
    marked = exists().where(tag.c[owner] == owner_id, tag.c.key == PROMPT_TAG.name, tag.c.value == "true")
    return marked if prompts else ~marked


def _refuse_taken(connection: Connection, name: str) -> None:
    if connection.execute(select(model.id).where(model.name == name)).first() is not None:
        raise RegisteredModelExists(name)


def _whole(connection: Connection, name: str) -> RegisteredModel:
    return whole_models(connection, [model_row(connection, name)])[0]


def _pointed(connection: Connection, number: int, text: str) -> int | None:
    if text.lower() == LATEST:
        newest = VERSION_ROWS.with_only_columns(version.version).where(version.registered_model_id == number)
        return connection.execute(newest.order_by(version.version.desc()).limit(1)).scalar()
    return _aliased(connection, number, text)


def _aliased(connection: Connection, number: int, text: str) -> int | None:
    """The version that an alias of a registered model points at."""
    return connection.execute(select(alias.version).where(alias.registered_model_id == number, alias.alias == text)).scalar()
