"""Registered models with their tags and aliases."""

from collections.abc import Mapping, Sequence

import msgspec

from barograph.errors import AliasNotFound, ModelVersionNotFound, RegisteredModelExists
from barograph.model import ModelVersion, Page, Query, RegisteredModel
from barograph.model.filter import Entity, Key
from barograph.model.limits import MAX_MODEL_SEARCH_RESULTS, MAX_MODEL_TAG_VALUE, check_alias, check_registered_model_name
from barograph.model.model_change import NO_REMARK, ChangeKind, Remark, check_remark
from barograph.store.memory.checks import check_tags, check_text
from barograph.store.memory.evaluate import Subject, Value, holds
from barograph.store.memory.model_changes import note_change
from barograph.store.memory.ordering import sort_by, sort_keys
from barograph.store.memory.paging import page_of
from barograph.store.memory.state import Aggregate, RegisteredModelRecord, locked, now_ms
from barograph.store.memory.versions import model_record, newest_by_stage, version_record, version_value
from barograph.store.query import REGISTERED_MODELS, parse_filter, parse_order_by, split_prompts
from barograph.store.query.prompts import PROMPT_TAG

_DEFAULT_PAGE = 100


class MemoryRegisteredModels(Aggregate):
    """`RegisteredModelStore` in memory."""

    @locked
    def create_registered_model(self, name: str, *, description: str | None = None, tags: Mapping[str, str] = {}) -> RegisteredModel:
        check_registered_model_name(check_text(name, "name"))
        checked = check_tags(tags, MAX_MODEL_TAG_VALUE)
        if name in self._state.registered_models:
            raise RegisteredModelExists(name)
        now = now_ms()
        record = RegisteredModelRecord(
            RegisteredModel(name=name, created_ms=now, updated_ms=now, description=description or None), tags=checked
        )
        self._state.registered_models[name] = record
        return _value(record)

    @locked
    def get_registered_model(self, name: str) -> RegisteredModel:
        return _value(model_record(self._state, name))

    @locked
    def describe_registered_model(self, name: str, description: str | None) -> RegisteredModel:
        record = model_record(self._state, name)
        record.base = msgspec.structs.replace(record.base, description=description or None, updated_ms=now_ms())
        return _value(record)

    @locked
    def rename_registered_model(self, name: str, new_name: str) -> RegisteredModel:
        record = model_record(self._state, name)
        check_registered_model_name(check_text(new_name, "new_name"))
        if new_name != name and new_name in self._state.registered_models:
            raise RegisteredModelExists(new_name)
        now = now_ms()
        record.base = msgspec.structs.replace(record.base, name=new_name, updated_ms=now)
        for version in record.versions.values():
            version.base = msgspec.structs.replace(version.base, name=new_name, updated_ms=now)
        self._state.registered_models[new_name] = self._state.registered_models.pop(name)
        return _value(record)

    @locked
    def delete_registered_model(self, name: str) -> None:
        model_record(self._state, name)
        del self._state.registered_models[name]

    @locked
    def search_registered_models(self, query: Query) -> Page[RegisteredModel]:
        tree, prompts = split_prompts(parse_filter(query.filter, REGISTERED_MODELS))
        order = parse_order_by(query.order_by, REGISTERED_MODELS)
        found = [
            record
            for record in self._state.registered_models.values()
            if (record.tags.get(PROMPT_TAG.name) == "true") is prompts and holds(tree, _subject(record))
        ]
        keys = sort_keys(order, _subject)
        return page_of(
            [_value(record) for record in sort_by(found, [*keys, (lambda record: record.base.name, True)])],
            max_results=query.max_results,
            default=_DEFAULT_PAGE,
            limit=MAX_MODEL_SEARCH_RESULTS,
            token=query.page_token,
        )

    @locked
    def set_registered_model_tag(self, name: str, key: str, value: str) -> None:
        checked = check_tags({key: value}, MAX_MODEL_TAG_VALUE)
        model_record(self._state, name).tags.update(checked)

    @locked
    def delete_registered_model_tag(self, name: str, key: str) -> None:
        model_record(self._state, name).tags.pop(key, None)

    @locked
    def set_alias(self, name: str, alias: str, version: int, *, remark: Remark = NO_REMARK) -> None:
        check_alias(alias)
        said = check_remark(remark)
        version_record(self._state, name, version)
        model = model_record(self._state, name)
        before = model.aliases.get(alias)
        model.aliases[alias] = version
        if before != version:
            pointed = {"alias": alias, "before": None if before is None else str(before), "after": str(version)}
            note_change(self._state, model, version, ChangeKind.ALIAS, remark=said, **pointed)

    @locked
    def delete_alias(self, name: str, alias: str, *, remark: Remark = NO_REMARK) -> None:
        said = check_remark(remark)
        model = model_record(self._state, name)
        before = model.aliases.pop(alias, None)
        if before is not None:
            note_change(self._state, model, before, ChangeKind.ALIAS, remark=said, alias=alias, before=str(before))

    @locked
    def get_version_by_alias(self, name: str, alias: str) -> ModelVersion:
        model = model_record(self._state, name)
        if alias.lower() != "latest":
            version = model.aliases.get(alias)
            if version is None:
                raise AliasNotFound(name, alias)
        elif model.versions:
            version = max(model.versions)
        else:
            raise ModelVersionNotFound(name, alias)
        return version_value(model, model.versions[version])


def _value(record: RegisteredModelRecord) -> RegisteredModel:
    return msgspec.structs.replace(
        record.base,
        latest_versions=newest_by_stage(record),
        tags=dict(record.tags),
        aliases=dict(sorted(record.aliases.items())),
    )


def _subject(record: RegisteredModelRecord) -> Subject:
    def values(key: Key) -> Sequence[Value]:
        if key.entity is Entity.TAG:
            return (record.tags[key.name],) if key.name in record.tags else ()
        return (getattr(record.base, key.name),)

    return values
