import re
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from barograph.errors import InvalidValue
from barograph.model import Logged, Parcel, Receipt
from barograph.store.sql import migrate, schema
from barograph.store.sql.engine import WRITES, open_engine
from barograph.store.sql.sqlite_driver import driver as sqlite
from barograph.store.sql.store import SqlStore


def described(engine: Engine) -> dict[str, list[str]]:
    """Every table and index with its definition's parts, in no order."""
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT type || ' ' || name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")).all()
    return {name: sorted(re.split(r",\s*(?![^()]*\))", re.sub(r"\s+", " ", sql).strip())) for name, sql in rows}


def test_migrations_lead_to_the_schema_that_new_databases_get(tmp_path: Path) -> None:
    made, migrated = open_engine(f"sqlite:///{tmp_path}/made.db"), open_engine(f"sqlite:///{tmp_path}/migrated.db")
    migrate.ensure_schema(made, artifact_root="a")
    with migrated.execution_options(**WRITES).begin() as connection:
        migrate.upgrade(connection, None)
        assert connection.execute(text("SELECT version_num FROM barograph_schema")).scalars().all() == [migrate.CURRENT_VERSION]

    def parts(engine: Engine) -> dict[str, list[str]]:
        return {name: sorted(re.findall(r"[\w.]+", " ".join(definition))) for name, definition in described(engine).items()}

    assert parts(made) == parts(migrated)
    made.dispose()
    migrated.dispose()


def test_the_current_version_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_heads() == [migrate.CURRENT_VERSION]


@pytest.mark.parametrize("times", [1, 2])
def test_opening_is_light(url: str, times: int) -> None:
    script = "import sys\nfrom barograph.store.sql.store import SqlStore\n"
    script += f"for _ in range({times}): SqlStore({url!r}, artifact_root='a').close()\n"
    script += "print({'alembic', 'numpy', 'lark', 'sqlalchemy.dialects.postgresql'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout == "set()\n"


def test_opening_again_keeps_what_is_there(url: str) -> None:
    first = SqlStore(url, artifact_root="a")
    experiment_id = first.create_experiment("kept")
    first.close()
    second = SqlStore(url, artifact_root="elsewhere")
    assert second.get_experiment_by_name("kept").experiment_id == experiment_id
    assert second.get_experiment("0").artifact_location == "a/0"
    second.close()


def test_a_newer_schema_is_refused_and_left_alone(url: str, tmp_path: Path) -> None:
    SqlStore(url, artifact_root="a").close()
    with sqlite.connect(tmp_path / "store.db") as connection:
        connection.execute("UPDATE barograph_schema SET version_num = '9999'")
    connection.close()
    with pytest.raises(InvalidValue, match="newer release"):
        SqlStore(url, artifact_root="a")


def test_tables_of_other_software_are_not_touched(url: str, tmp_path: Path) -> None:
    connection = sqlite.connect(tmp_path / "store.db")
    connection.execute("CREATE TABLE run (x)")
    connection.close()
    with pytest.raises(InvalidValue, match="other software"):
        SqlStore(url, artifact_root="a")


def test_a_database_may_be_shared_with_other_users_of_alembic(url: str, tmp_path: Path) -> None:
    connection = sqlite.connect(tmp_path / "store.db")
    connection.execute("CREATE TABLE alembic_version (version_num)")
    connection.close()
    SqlStore(url, artifact_root="a").close()


def test_every_foreign_key_can_be_followed_backwards_by_an_index() -> None:
    """Deleting a parent looks up its children; the reference to key names is never followed so, and plain series share one parent."""
    lacking = set()
    for table in schema.metadata.sorted_tables:
        foreign = {id(constraint) for constraint in table.foreign_key_constraints}
        leading = [[column.name for column in index.columns] for index in table.indexes if index.dialect_options["sqlite"]["where"] is None]
        leading += [
            [column.name for column in constraint.columns]
            for constraint in table.constraints
            if id(constraint) not in foreign and hasattr(constraint, "columns")
        ]
        for constraint in table.foreign_key_constraints:
            names = [column.name for column in constraint.columns]
            if not any(columns[: len(names)] == names for columns in leading):
                lacking.add((table.name, *names))
    assert lacking == {("series", "attributes_id")}


def test_a_database_of_the_first_layout_keeps_its_runs_and_takes_parcels(url: str) -> None:
    run_id = "0123456789abcdef0123456789abcdef"
    engine = open_engine(url)
    with engine.execution_options(**WRITES).begin() as connection:
        migrate.upgrade(connection, None, target="0001")
        for statement in (
            "INSERT INTO series_attributes (id, document) VALUES (0, '{}')",
            "INSERT INTO experiment VALUES (0, 'Default', 'a/0', 'active', 1, 1, NULL)",
            f"INSERT INTO run VALUES (1, '{run_id}', 0, 'old', 'me', 'FINISHED', 5, 6, 'active', 'a/0/x', NULL)",
            "INSERT INTO name VALUES (1, 'kept')",
            "INSERT INTO run_tag VALUES (1, 1, 'yes', NULL, NULL)",
        ):
            connection.execute(text(statement))
    engine.dispose()
    new = SqlStore(url, artifact_root="a")
    parcel = Parcel(writer_id="w", first=1, last=1, runs=(Logged(run_id=run_id, tags={"new": "yes"}),))
    assert new.ingest(parcel) == Receipt(last=1)
    assert new.get_run(run_id).tags == {"kept": "yes", "new": "yes"}
    new.close()
