"""Finding registered models and their versions, and building versions as read."""

from collections.abc import Sequence

import msgspec

from barograph.errors import InvalidValue, ModelVersionNotFound, RegisteredModelNotFound, shown
from barograph.model import ModelVersion, Stage
from barograph.store.memory.checks import check_text
from barograph.store.memory.state import RegisteredModelRecord, State, VersionRecord


def model_record(state: State, name: str) -> RegisteredModelRecord:
    """The record of a registered model."""
    record = state.registered_models.get(check_text(name, "Registered model name"))
    if record is None:
        raise RegisteredModelNotFound(name)
    return record


def version_record(state: State, name: str, version: int) -> VersionRecord:
    """The record of a version. A number that is no integer raises `InvalidValue`."""
    if not isinstance(version, int) or isinstance(version, bool):
        raise InvalidValue(f"Invalid version {shown(version)}. Versions are whole numbers from 1.")
    model = model_record(state, name)
    if version not in model.versions:
        raise ModelVersionNotFound(name, version)
    return model.versions[version]


def version_value(model: RegisteredModelRecord, record: VersionRecord) -> ModelVersion:
    """The version as read, with the aliases that point at it."""
    aliases = tuple(sorted(alias for alias, version in model.aliases.items() if version == record.base.version))
    return msgspec.structs.replace(record.base, tags=dict(record.tags), aliases=aliases)


def newest_by_stage(model: RegisteredModelRecord, stages: Sequence[Stage] = ()) -> tuple[ModelVersion, ...]:
    """The newest version of each of these stages (all if none are given) that has one, by version."""
    newest = {record.base.stage: record for _, record in sorted(model.versions.items())}
    wanted = [record for stage, record in newest.items() if not stages or stage in stages]
    return tuple(version_value(model, record) for record in sorted(wanted, key=lambda record: record.base.version))
