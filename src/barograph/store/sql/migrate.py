"""The schema's life: made whole in a new database, migrated in an older one, refused when newer than this release.

The version stands in a table of our own name, so that a database may be shared with other users of Alembic. Alembic is imported only when
there is something to migrate: it costs most of a second.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import OperationalError, ProgrammingError, SQLAlchemyError
from sqlalchemy.schema import CreateIndex, CreateTable

from barograph.errors import InvalidValue
from barograph.model import DEFAULT_EXPERIMENT_NAME, Lifecycle
from barograph.settings import AUTO_UPGRADE
from barograph.store.sql import schema
from barograph.store.sql.driver_errors import translated
from barograph.store.sql.engine import begun, for_writing

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import Script, ScriptDirectory

CURRENT_VERSION = "0009"
MIGRATIONS = Path(__file__).parent / "migrations"

Report = Callable[[int, int], None]
OnStep = Callable[[str], Report]
"""Gets the title of a migration that begins; returns what is told how many of its steps are done, and of how many."""


def ensure_schema(engine: Engine, *, artifact_root: str) -> None:
    """Bring the database to the current version. Several processes may do so at once; one does, the others wait.

    Where the setting `AUTO_UPGRADE` is off, an older database is refused.
    """
    try:
        version = version_of(engine)
        if version is None:
            with begun(for_writing(engine))[0] as connection:
                version = _version(connection)
                if version is None:
                    make_tables(connection)
                    _first_rows(connection, artifact_root)
                    connection.commit()
                    return
        if version == CURRENT_VERSION:
            return
        if not AUTO_UPGRADE.get() and version in known_versions():
            raise InvalidValue(
                f"The database has schema version {version}, this release needs {CURRENT_VERSION}, and {AUTO_UPGRADE.name} is off."
                " Back up, then run `barograph db upgrade`."
            )
        upgrade_store(engine)
    except SQLAlchemyError as error:
        raise translated(error) or error from error


def upgrade_store(engine: Engine, *, on_step: OnStep = lambda _: lambda _done, _of: None, location: Path = MIGRATIONS) -> list[str]:
    """Run the migrations that are due and return their versions. The database holds a store.

    Each runs in a transaction of its own together with the change of the version, so whatever ends an upgrade, calling this again goes on
    with it. A migration whose work is long also has `prepare(engine, report)`, which does it beforehand in small transactions, beside
    running writers, and passes over what is done. `on_step` gets the title of each migration and returns what to tell its progress.
    """
    done: list[str] = []
    while (step := _next_step(engine, location)) is not None:
        version, script = step
        report = on_step(f"{script.revision} {(script.doc or '').partition('.')[0]}")
        prepare = getattr(script.module, "prepare", None)
        if prepare is not None:
            prepare(engine, report)
        with begun(for_writing(engine))[0] as connection:
            if _version(connection) != version:  # another process was first
                continue
            upgrade(connection, version, target=script.revision, location=location)
            connection.commit()
        report(1, 1)
        done.append(script.revision)
    return done


def upgrade(connection: Connection, version: str | None, target: str = "head", *, location: Path = MIGRATIONS) -> None:
    """Run the migrations that lie between `version` and `target`, inside the caller's transaction."""
    from alembic import command

    config, scripts = _scripts(location)
    _check_known(version, scripts)
    config.attributes["connection"] = connection
    command.upgrade(config, target)


def known_versions() -> list[str]:
    """Every version that this release can upgrade from, and its own, the oldest first."""
    _, scripts = _scripts(MIGRATIONS)
    return [script.revision for script in scripts.walk_revisions()][::-1]


def _next_step(engine: Engine, location: Path) -> tuple[str, "Script"] | None:
    version = version_of(engine)
    if version is None:
        raise InvalidValue("The database holds no store, so there is nothing to upgrade.")
    if location == MIGRATIONS and version == CURRENT_VERSION:
        return None
    _, scripts = _scripts(location)
    _check_known(version, scripts)
    return next(((version, script) for script in scripts.walk_revisions() if script.down_revision == version), None)


def _scripts(location: Path) -> tuple["Config", "ScriptDirectory"]:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(location).replace("%", "%%"))
    return config, ScriptDirectory.from_config(config)


def _check_known(version: str | None, scripts: "ScriptDirectory") -> None:
    if version is not None and version not in {script.revision for script in scripts.walk_revisions()}:
        raise InvalidValue(f"The database has schema version {version!r}, which this release does not know. Use a newer release.")


def version_of(engine: Engine) -> str | None:
    """The schema version of a database, None if it has no tables of ours."""
    try:
        with engine.connect() as connection:
            return _version(connection)
    except SQLAlchemyError as error:
        raise translated(error) or error from error


def _version(connection: Connection) -> str | None:
    try:
        with connection.begin_nested():  # PostgreSQL ends a transaction at its first error
            return connection.execute(select(schema.schema_version.c.version_num)).scalar()
    except (OperationalError, ProgrammingError) as problem:
        if "no such table" in str(problem) or "does not exist" in str(problem):
            return None
        raise


def make_tables(connection: Connection, *, indexes: bool = True) -> None:
    """Make the tables of this release, empty; without `indexes` those wait for `make_indexes`, so that loading is fast."""
    tables = schema.metadata.sorted_tables
    taken = set(connection.dialect.get_table_names(connection)) & {table.name for table in tables}
    if taken:
        raise InvalidValue(
            f"The database already has tables of other software, named {sorted(taken)}. Give Barograph a database of its own."
        )
    for table in tables:
        connection.execute(CreateTable(table))
    if indexes:
        make_indexes(connection)
    connection.execute(insert(schema.schema_version).values(version_num=CURRENT_VERSION))


def make_indexes(connection: Connection) -> None:
    """Make the indexes of the tables of this release."""
    for table in schema.metadata.sorted_tables:
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            connection.execute(CreateIndex(index))


def _first_rows(connection: Connection, artifact_root: str) -> None:
    connection.execute(insert(schema.series_attributes).values(id=schema.PLAIN_ATTRIBUTES_ID, document="{}"))
    now = time.time_ns() // 1_000_000
    default = {"id": 0, "name": DEFAULT_EXPERIMENT_NAME, "artifact_location": f"{artifact_root}/0", "lifecycle": Lifecycle.ACTIVE.value}
    connection.execute(insert(schema.experiment).values(**default, created_ms=now, updated_ms=now))
