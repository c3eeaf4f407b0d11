"""Versions of registered models."""

from collections.abc import Sequence

import msgspec

from barograph.errors import InvalidValue, MissingValue
from barograph.model import ModelVersion, NewModelVersion, Page, Query, Stage
from barograph.model.filter import Entity, Key
from barograph.model.limits import MAX_MODEL_TAG_VALUE, MAX_VERSION_SEARCH_RESULTS
from barograph.model.model_change import NO_REMARK, ChangeKind, Remark, check_remark
from barograph.store.memory.checks import check_tags
from barograph.store.memory.evaluate import Subject, Value, holds
from barograph.store.memory.model_changes import note_change
from barograph.store.memory.ordering import SortKey, sort_by, sort_keys
from barograph.store.memory.paging import page_of
from barograph.store.memory.state import Aggregate, RegisteredModelRecord, VersionRecord, locked, now_ms
from barograph.store.memory.versions import model_record, newest_by_stage, version_record, version_value
from barograph.store.query import MODEL_VERSIONS, parse_filter, parse_order_by, split_prompts
from barograph.store.query.prompts import PROMPT_TAG

_Found = tuple[RegisteredModelRecord, VersionRecord]


class MemoryModelVersions(Aggregate):
    """`ModelVersionStore` in memory."""

    @locked
    def create_model_version(self, new: NewModelVersion) -> ModelVersion:
        model = model_record(self._state, new.name)
        if not new.source:
            raise MissingValue("source")
        checked = check_tags(new.tags, MAX_MODEL_TAG_VALUE)
        now = now_ms()
        model.last_number += 1
        record = VersionRecord(
            ModelVersion(
                name=new.name,
                version=model.last_number,
                created_ms=now,
                updated_ms=now,
                source=new.source,
                storage_location=new.storage_location or new.source,
                run_id=new.run_id,
                run_link=new.run_link,
                description=new.description or None,
                user_id=new.user_id,
                model_id=new.model_id,
            ),
            tags=checked,
        )
        model.versions[model.last_number] = record
        model.base = msgspec.structs.replace(model.base, updated_ms=now)
        note_change(self._state, model, model.last_number, ChangeKind.REGISTERED, remark=Remark(user_id=new.user_id))
        return version_value(model, record)

    @locked
    def get_model_version(self, name: str, version: int) -> ModelVersion:
        return version_value(model_record(self._state, name), version_record(self._state, name, version))

    @locked
    def describe_model_version(self, name: str, version: int, description: str | None) -> ModelVersion:
        record = version_record(self._state, name, version)
        record.base = msgspec.structs.replace(record.base, description=description or None, updated_ms=now_ms())
        return version_value(model_record(self._state, name), record)

    @locked
    def transition_model_version(
        self, name: str, version: int, stage: Stage, *, archive_existing: bool = False, remark: Remark = NO_REMARK
    ) -> ModelVersion:
        said = check_remark(remark)
        if archive_existing and stage not in (Stage.STAGING, Stage.PRODUCTION):
            raise InvalidValue(f"Existing versions are archived only on moves to Staging or Production, not to {stage.value}.")
        record = version_record(self._state, name, version)
        model = model_record(self._state, name)
        now = now_ms()
        moves = [(record, stage)]
        if archive_existing:
            others = (other for other in model.versions.values() if other.base.stage is stage and other is not record)
            moves = [*((other, Stage.ARCHIVED) for other in others), *moves]
        for moved, target in moves:
            before = moved.base.stage
            moved.base = msgspec.structs.replace(moved.base, stage=target, updated_ms=now)
            if before is not target:
                stages = {"before": before.value, "after": target.value}
                note_change(self._state, model, moved.base.version, ChangeKind.STAGE, remark=said, **stages)
        model.base = msgspec.structs.replace(model.base, updated_ms=now)
        return version_value(model, record)

    @locked
    def delete_model_version(self, name: str, version: int) -> None:
        version_record(self._state, name, version)
        model = model_record(self._state, name)
        del model.versions[version]
        for alias in [alias for alias, target in sorted(model.aliases.items()) if target == version]:
            note_change(self._state, model, version, ChangeKind.ALIAS, alias=alias, before=str(version))
        note_change(self._state, model, version, ChangeKind.DELETED)
        model.aliases = {alias: target for alias, target in model.aliases.items() if target != version}
        model.base = msgspec.structs.replace(model.base, updated_ms=now_ms())

    @locked
    def latest_versions(self, name: str, stages: Sequence[Stage] = ()) -> tuple[ModelVersion, ...]:
        return newest_by_stage(model_record(self._state, name), stages)

    @locked
    def search_model_versions(self, query: Query) -> Page[ModelVersion]:
        tree, prompts = split_prompts(parse_filter(query.filter, MODEL_VERSIONS))
        order = parse_order_by(query.order_by, MODEL_VERSIONS)
        found = [
            (model, record)
            for model in self._state.registered_models.values()
            for record in model.versions.values()
            if (record.tags.get(PROMPT_TAG.name) == "true") is prompts and holds(tree, _subject(record))
        ]
        keys = sort_keys(order, _pair_subject)
        ending: list[SortKey[_Found]] = [
            (lambda pair: pair[1].base.name, True),
            (lambda pair: pair[1].base.version, False),
        ]
        if not order:
            ending.insert(0, (lambda pair: pair[1].base.updated_ms, False))
        return page_of(
            [version_value(model, record) for model, record in sort_by(found, [*keys, *ending])],
            max_results=query.max_results,
            default=MAX_VERSION_SEARCH_RESULTS,
            limit=MAX_VERSION_SEARCH_RESULTS,
            token=query.page_token,
        )

    @locked
    def set_model_version_tag(self, name: str, version: int, key: str, value: str) -> None:
        checked = check_tags({key: value}, MAX_MODEL_TAG_VALUE)
        version_record(self._state, name, version).tags.update(checked)

    @locked
    def delete_model_version_tag(self, name: str, version: int, key: str) -> None:
        version_record(self._state, name, version).tags.pop(key, None)


def _subject(record: VersionRecord) -> Subject:
    """A version without a run has the run id "", as it is asked for in filters."""

    def values(key: Key) -> Sequence[Value]:
        if key.entity is Entity.TAG:
            return (record.tags[key.name],) if key.name in record.tags else ()
        return (getattr(record.base, key.name) or "",)

    return values


def _pair_subject(found: _Found) -> Subject:
    return _subject(found[1])
