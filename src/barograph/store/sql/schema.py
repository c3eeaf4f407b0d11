"""The tables.

Runs, keys and series are integers inside; the ids that callers see (uuid, model_id) are looked up once per call. Texts compare by code
point on every database. Key-value tables are clustered by (owner, key) and indexed by (key, text, owner): the first reads a page of
results, the second answers filters and sorts.

A text of params and tags stands in `text` up to `TEXT_PREFIX` characters, so that it fits an index; a longer one keeps its prefix there and
is whole in `long_text`. NaN is NULL in the value columns of `series`: a row of `series` is proof that a value was logged.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeEngine

TEXT_PREFIX = 200
PLAIN_ATTRIBUTES_ID = 0

_NAMES = {kind: f"{kind}_%(table_name)s_%(column_0_N_name)s" for kind in ("ix", "uq", "fk")} | {"pk": "pk_%(table_name)s"}
metadata = MetaData(naming_convention=_NAMES)

_Id: TypeEngine[int] = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER names SQLite's row id
_Text: TypeEngine[str] = Text().with_variant(Text(collation="C"), "postgresql")
_Prefix: TypeEngine[str] = String(TEXT_PREFIX).with_variant(String(TEXT_PREFIX, collation="C"), "postgresql")


def _text(name: str, *, unique: bool | None = None) -> Column[str]:
    return Column(name, _Text, nullable=False, unique=unique)


def _optional(name: str) -> Column[str]:
    return Column(name, _Text, nullable=True)


def _number(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def _owner(table: str, *, name: str | None = None, key: bool = False, index: bool = False) -> Column[int]:
    target = ForeignKey(f"{table}.id", ondelete="CASCADE")
    return Column(name or f"{table}_id", _Id, target, primary_key=key, autoincrement=False, nullable=False, index=index or None)


def _key_column(*, primary_key: bool = False) -> Column[int]:
    return Column("key_id", _Id, ForeignKey("name.id"), primary_key=primary_key, autoincrement=False, nullable=False)


# As Alembic makes it.
schema_version = Table(
    "barograph_schema",
    metadata,
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="barograph_schema_pkc"),
)

experiment = Table(
    "experiment",
    metadata,
    Column("id", _Id, primary_key=True),
    _text("name", unique=True),
    _text("artifact_location"),
    _text("lifecycle"),
    _number("created_ms"),
    _number("updated_ms"),
    Column("deleted_ms", BigInteger),
    sqlite_autoincrement=True,
)

experiment_tag = Table(
    "experiment_tag",
    metadata,
    _owner("experiment", key=True),
    Column("key", _Text, primary_key=True),
    _text("value"),
    sqlite_with_rowid=False,
)

name = Table("name", metadata, Column("id", _Id, primary_key=True), _text("text", unique=True))

run = Table(
    "run",
    metadata,
    Column("id", _Id, primary_key=True),
    _text("uuid", unique=True),
    _owner("experiment"),
    _text("name"),
    _text("user_id"),
    _text("status"),
    _number("start_ms"),
    Column("end_ms", BigInteger),
    _text("lifecycle"),
    _text("artifact_uri"),
    Column("deleted_ms", BigInteger),
    Column("revision", BigInteger, nullable=False, server_default="0"),  # grows with every change of a run that has ended
)
Index("ix_run_newest", run.c.experiment_id, run.c.lifecycle, run.c.start_ms.desc(), run.c.uuid)

run_heartbeat = Table("run_heartbeat", metadata, _owner("run", key=True), _number("last_ms"), _number("period_ms"))

# The primary key is what makes one run of many processes that ask at the same moment.
shared_run = Table(
    "shared_run",
    metadata,
    _owner("experiment", key=True),
    Column("shared_id", _Text, primary_key=True),
    _owner("run", index=True),
    sqlite_with_rowid=False,
)


def _keyed_texts(table_name: str, owner: str) -> Table:
    """A table of one text per (owner, key). `number` is what the text says, where it is a finite number."""
    table = Table(
        table_name,
        metadata,
        _owner(owner, key=True),
        _key_column(primary_key=True),
        Column("text", _Prefix, nullable=False),
        _optional("long_text"),
        Column("number", Double),
        sqlite_with_rowid=False,
    )
    Index(f"ix_{table_name}_key_id_text", table.c.key_id, table.c.text, table.c[f"{owner}_id"])
    return table


param = _keyed_texts("param", "run")
run_tag = _keyed_texts("run_tag", "run")

logged_model = Table(
    "logged_model",
    metadata,
    Column("id", _Id, primary_key=True),
    _text("model_id", unique=True),
    _owner("experiment"),
    _text("name"),
    _text("artifact_location"),
    _text("status"),
    _optional("status_message"),
    _optional("model_type"),
    _optional("source_run_id"),
    _text("lifecycle"),
    _number("created_ms"),
    _number("updated_ms"),
    Column("deleted_ms", BigInteger),
)
Index(
    "ix_logged_model_newest",
    logged_model.c.experiment_id,
    logged_model.c.lifecycle,
    logged_model.c.created_ms.desc(),
    logged_model.c.model_id,
)
Index("ix_logged_model_source_run_id", logged_model.c.source_run_id)

logged_model_param = _keyed_texts("logged_model_param", "logged_model")
logged_model_tag = _keyed_texts("logged_model_tag", "logged_model")

series_attributes = Table(
    "series_attributes",
    metadata,
    Column("id", _Id, primary_key=True),
    _text("document", unique=True),  # canonical JSON of everything that sets the series apart; '{}' is row 0
    Column("logged_model_id", _Id, ForeignKey("logged_model.id", ondelete="CASCADE"), index=True),
    _optional("dataset_name"),
    _optional("dataset_digest"),
)

series = Table(
    "series",
    metadata,
    Column("id", _Id, primary_key=True),
    _owner("run"),
    _key_column(),
    Column("attributes_id", _Id, ForeignKey("series_attributes.id", ondelete="CASCADE"), nullable=False),
    _number("next_sequence"),
    _number("point_count"),
    _number("nan_count"),
    _number("first_step"),
    _number("first_ms"),
    Column("first_value", Double),
    _number("last_step"),
    _number("last_ms"),
    Column("last_value", Double),
    Column("min_step", BigInteger),
    Column("min_ms", BigInteger),
    Column("min_value", Double),
    Column("max_step", BigInteger),
    Column("max_ms", BigInteger),
    Column("max_value", Double),
    UniqueConstraint("run_id", "key_id", "attributes_id"),
)
Index("ix_series_last_value", series.c.key_id, series.c.attributes_id, series.c.last_value, series.c.run_id)
_ATTRIBUTED = text(f"attributes_id <> {PLAIN_ATTRIBUTES_ID}")
Index("ix_series_attributed", series.c.attributes_id, sqlite_where=_ATTRIBUTED)

chunk = Table(
    "chunk",
    metadata,
    _owner("series", key=True),
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    _number("point_count"),
    _number("min_step"),
    _number("max_step"),
    Column("codec", SmallInteger, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# Series whose chunks are to be merged, by whichever process comes to it.
series_due = Table("series_due", metadata, _owner("series", key=True), _number("since_ms"))

dataset = Table(
    "dataset",
    metadata,
    Column("id", _Id, primary_key=True),
    _owner("experiment"),
    _text("name"),
    _text("digest"),
    _text("source_type"),
    _text("source"),
    _optional("schema"),
    _optional("profile"),
    UniqueConstraint("experiment_id", "name", "digest"),
)

run_input = Table(
    "run_input",
    metadata,
    Column("id", _Id, primary_key=True),
    _owner("run"),
    _owner("dataset", index=True),
    UniqueConstraint("run_id", "dataset_id"),
)

run_input_tag = Table(
    "run_input_tag",
    metadata,
    _owner("run_input", key=True),
    Column("key", _Text, primary_key=True),
    _text("value"),
    sqlite_with_rowid=False,
)

# Which models a run reads and makes is recorded by their public ids: callers may name a model that another store keeps.
run_model_input = Table(
    "run_model_input", metadata, _owner("run", key=True), Column("model_id", _Text, primary_key=True, index=True), sqlite_with_rowid=False
)
run_model_output = Table(
    "run_model_output",
    metadata,
    _owner("run", key=True),
    Column("model_id", _Text, primary_key=True, index=True),
    _number("step"),
    sqlite_with_rowid=False,
)

registered_model = Table(
    "registered_model",
    metadata,
    Column("id", _Id, primary_key=True),
    _text("name", unique=True),
    _optional("description"),
    _number("created_ms"),
    _number("updated_ms"),
    _number("last_version"),  # the highest number ever given, so that none is given twice
)

registered_model_tag = Table(
    "registered_model_tag",
    metadata,
    _owner("registered_model", key=True),
    Column("key", _Text, primary_key=True),
    _text("value"),
    sqlite_with_rowid=False,
)

model_version = Table(
    "model_version",
    metadata,
    Column("id", _Id, primary_key=True),
    _owner("registered_model"),
    _number("version"),
    _text("stage"),
    _text("source"),
    _text("storage_location"),
    _optional("run_id"),
    _optional("run_link"),
    _optional("description"),
    _optional("user_id"),
    _optional("model_id"),
    _text("status"),
    _optional("status_message"),
    _number("created_ms"),
    _number("updated_ms"),
    UniqueConstraint("registered_model_id", "version"),
)
Index("ix_model_version_run_id", model_version.c.run_id)
Index("ix_model_version_newest", model_version.c.updated_ms.desc())

model_version_tag = Table(
    "model_version_tag",
    metadata,
    _owner("model_version", key=True),
    Column("key", _Text, primary_key=True),
    _text("value"),
    sqlite_with_rowid=False,
)

model_alias = Table(
    "model_alias",
    metadata,
    _owner("registered_model", key=True),
    Column("alias", _Text, primary_key=True),
    _number("version"),
    ForeignKeyConstraint(
        ["registered_model_id", "version"],
        ["model_version.registered_model_id", "model_version.version"],
        name="fk_model_alias_version",
        ondelete="CASCADE",
    ),
    Index("ix_model_alias_version", "registered_model_id", "version"),
    sqlite_with_rowid=False,
)

# What happened to versions, in order. Rows are only ever added; they go with the registered model, not with the version.
model_change = Table(
    "model_change",
    metadata,
    Column("id", _Id, primary_key=True),
    _owner("registered_model"),
    _number("version"),
    _text("kind"),
    _optional("alias"),
    _optional("before"),
    _optional("after"),
    _optional("user_id"),
    _optional("comment"),
    _number("changed_ms"),
    Index("ix_model_change_of_model", "registered_model_id", "id"),
)

ingest_writer = Table(
    "ingest_writer",
    metadata,
    Column("writer_id", _Text, primary_key=True),
    _number("last_sequence"),
    _number("updated_ms"),
    sqlite_with_rowid=False,
)

# What the web UI keeps by name. An empty owner is everybody.
ui_view = Table(
    "ui_view",
    metadata,
    Column("id", _Id, primary_key=True),
    _owner("experiment"),
    _text("name"),
    _text("owner"),
    _text("search"),
    Column("is_default", SmallInteger, nullable=False),
    _number("revision"),
    _number("created_ms"),
    _number("updated_ms"),
    UniqueConstraint("experiment_id", "owner", "name"),
    sqlite_autoincrement=True,  # no id is given twice: it stands in addresses and in open pages
)

# Pages of Markdown, which outlive the experiments that they are about.
report = Table(
    "report",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("experiment_id", _Id, ForeignKey("experiment.id", ondelete="SET NULL"), index=True),
    _text("title"),
    _text("body"),
    _number("revision"),
    _number("created_ms"),
    _number("updated_ms"),
    sqlite_autoincrement=True,  # no id is given twice: it stands in addresses and in open pages
)

# Runs of projects that wait for an agent, are held by one, or have ended. Each has one run, which it goes with.
project_job = Table(
    "project_job",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("run_id", _Id, ForeignKey("run.id", ondelete="CASCADE"), nullable=False, unique=True),
    _text("queue"),
    _text("state"),
    _text("uri"),
    _optional("version"),
    _text("entry_point"),
    _text("parameters"),  # JSON: they are read as a whole, in the order given
    _optional("env_manager"),
    _number("attempts"),
    _number("max_attempts"),
    _optional("agent_id"),
    _optional("agent_name"),
    _number("lease_ms"),
    Column("lease_until_ms", BigInteger),
    Column("is_lost", SmallInteger, nullable=False),
    Column("cancel_requested", SmallInteger, nullable=False),
    _number("created_ms"),
    Column("started_ms", BigInteger),
    Column("ended_ms", BigInteger),
    _text("created_by"),
    _optional("message"),
    _number("changed_ms"),  # of everything but the lease
    Index("ix_project_job_waiting", "queue", "state", "id"),
    Index("ix_project_job_leased", "state", "lease_until_ms"),
    Index("ix_project_job_changed", "state", "changed_ms"),
    sqlite_autoincrement=True,  # no id is given twice: agents and people remember it
)

job_agent = Table(
    "job_agent",
    metadata,
    Column("agent_id", _Text, primary_key=True),
    _text("name"),
    _text("queues"),  # JSON
    _number("slots"),
    _number("lease_ms"),
    _number("started_ms"),
    _number("last_seen_ms"),
    sqlite_with_rowid=False,
)
