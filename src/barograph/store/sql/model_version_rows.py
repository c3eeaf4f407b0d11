"""Model versions and registered models from their rows."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import BindParameter, Connection, bindparam, select

from barograph.errors import ModelVersionNotFound, RegisteredModelNotFound
from barograph.model import ModelVersion, RegisteredModel, Stage, VersionStatus
from barograph.store.sql import schema
from barograph.store.sql.keyed_texts import IDS_PER_SELECT
from barograph.store.sql.rows import AnyRow
from barograph.store.sql.tags import Tags

MODEL_TAGS = Tags(schema.registered_model_tag, "registered_model_id")
VERSION_TAGS = Tags(schema.model_version_tag, "model_version_id")

model = schema.registered_model.c
version = schema.model_version.c
alias = schema.model_alias.c
VERSION_ROWS = select(schema.model_version, model.name).join(schema.registered_model, model.id == version.registered_model_id)

_MODEL = select(schema.registered_model).where(model.name == bindparam("wanted"))
_VERSION = VERSION_ROWS.where(model.name == bindparam("wanted"), version.version == bindparam("number"))
_models: BindParameter[int] = bindparam("models", expanding=True)
_ALIASES = select(alias.registered_model_id, alias.alias, alias.version).where(alias.registered_model_id.in_(_models)).order_by(alias.alias)
_newest = schema.model_version.alias()
_LATEST = VERSION_ROWS.where(
    version.registered_model_id.in_(_models),
    ~select(_newest.c.id)
    .where(
        _newest.c.registered_model_id == version.registered_model_id, _newest.c.stage == version.stage, _newest.c.version > version.version
    )
    .exists(),
).order_by(version.registered_model_id, version.version)


def model_row(connection: Connection, name: str) -> AnyRow:
    """The row of a registered model."""
    row = connection.execute(_MODEL, {"wanted": name}).first()
    if row is None:
        raise RegisteredModelNotFound(name)
    return row


def version_row(connection: Connection, name: str, number: int) -> AnyRow:
    """The row of a model version, of `VERSION_ROWS`."""
    row = connection.execute(_VERSION, {"wanted": name, "number": number}).first() if isinstance(number, int) else None
    if row is None:
        raise ModelVersionNotFound(name, number)
    return row


def whole_models(connection: Connection, rows: Sequence[AnyRow]) -> list[RegisteredModel]:
    """Registered models of rows, in the order of the rows."""
    numbers = [row.id for row in rows]
    tags = MODEL_TAGS.of_owners(connection, numbers)
    latest: dict[int, list[ModelVersion]] = defaultdict(list)
    aliases: dict[int, dict[str, int]] = defaultdict(dict)
    for start in range(0, len(numbers), IDS_PER_SELECT):
        some = {"models": numbers[start : start + IDS_PER_SELECT]}
        found = connection.execute(_LATEST, some).all()
        for row, built in zip(found, whole_versions(connection, found, with_aliases=False), strict=True):
            latest[row.registered_model_id].append(built)
        for number, text, pointed in connection.execute(_ALIASES, some):
            aliases[number][text] = pointed
    return [
        RegisteredModel(
            name=row.name,
            created_ms=row.created_ms,
            updated_ms=row.updated_ms,
            description=row.description,
            latest_versions=tuple(latest.get(row.id, ())),
            tags=tags.get(row.id, {}),
            aliases=aliases.get(row.id, {}),
        )
        for row in rows
    ]


def whole_versions(connection: Connection, rows: Sequence[AnyRow], *, with_aliases: bool = True) -> list[ModelVersion]:
    """Model versions of rows of `VERSION_ROWS`, in the order of the rows."""
    tags = VERSION_TAGS.of_owners(connection, [row.id for row in rows])
    aliases: dict[tuple[int, int], list[str]] = defaultdict(list)
    models = list({row.registered_model_id for row in rows}) if with_aliases else []
    for start in range(0, len(models), IDS_PER_SELECT):
        for number, text, pointed in connection.execute(_ALIASES, {"models": models[start : start + IDS_PER_SELECT]}):
            aliases[number, pointed].append(text)
    return [
        ModelVersion(
            name=row.name,
            version=row.version,
            created_ms=row.created_ms,
            updated_ms=row.updated_ms,
            stage=Stage(row.stage),
            source=row.source,
            storage_location=row.storage_location,
            run_id=row.run_id,
            run_link=row.run_link,
            description=row.description,
            user_id=row.user_id,
            model_id=row.model_id,
            status=VersionStatus(row.status),
            status_message=row.status_message,
            tags=tags.get(row.id, {}),
            aliases=tuple(aliases.get((row.registered_model_id, row.version), ())),
        )
        for row in rows
    ]
