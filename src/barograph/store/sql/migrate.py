"""The schema's life: made whole in a new database, migrated in an older one, refused when newer than this release.

The version stands in a table of our own name, so that a database may be shared with other users of Alembic. Alembic is imported only when
there is something to migrate: it costs most of a second.
"""

import time
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import OperationalError, ProgrammingError, SQLAlchemyError

from barograph.errors import InvalidValue
from barograph.model import DEFAULT_EXPERIMENT_NAME, Lifecycle
from barograph.store.sql import schema
from barograph.store.sql.driver_errors import translated
from barograph.store.sql.engine import begun, for_writing

CURRENT_VERSION = "0004"


def ensure_schema(engine: Engine, *, artifact_root: str) -> None:
    """Bring the database to the current version. Several processes may do so at once; one does, the others wait."""
    try:
        with engine.connect() as connection:
            if _version(connection) == CURRENT_VERSION:
                return
        with begun(for_writing(engine))[0] as connection:
            version = _version(connection)
            if version is None:
                _create(connection, artifact_root)
            elif version != CURRENT_VERSION:
                upgrade(connection, version)
            connection.commit()
    except SQLAlchemyError as error:
        raise translated(error) or error from error


def upgrade(connection: Connection, version: str | None) -> None:
    """Run the migrations that lie between `version` and the current one, inside the caller's transaction."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version is not None and version not in known:
        raise InvalidValue(f"The database has schema version {version!r}, which this release does not know. Use a newer release.")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _version(connection: Connection) -> str | None:
    try:
        with connection.begin_nested():  # PostgreSQL ends a transaction at its first error
            return connection.execute(select(schema.schema_version.c.version_num)).scalar()
    except (OperationalError, ProgrammingError) as problem:
        if "no such table" in str(problem) or "does not exist" in str(problem):
            return None
        raise


def _create(connection: Connection, artifact_root: str) -> None:
    tables = schema.metadata.sorted_tables
    taken = set(connection.dialect.get_table_names(connection)) & {table.name for table in tables}
    if taken:
        raise InvalidValue(
            f"The database already has tables of other software, named {sorted(taken)}. Give Barograph a database of its own."
        )
    schema.metadata.create_all(connection, checkfirst=False)
    connection.execute(insert(schema.schema_version).values(version_num=CURRENT_VERSION))
    connection.execute(insert(schema.series_attributes).values(id=schema.PLAIN_ATTRIBUTES_ID, document="{}"))
    now = time.time_ns() // 1_000_000
    default = {"id": 0, "name": DEFAULT_EXPERIMENT_NAME, "artifact_location": f"{artifact_root}/0", "lifecycle": Lifecycle.ACTIVE.value}
    connection.execute(insert(schema.experiment).values(**default, created_ms=now, updated_ms=now))
