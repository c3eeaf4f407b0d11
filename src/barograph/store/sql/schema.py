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
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    text,
)

from barograph.store.sql import columns
from barograph.store.sql.columns import Id, TextType, key_column, keyed_texts, number_column, optional_text, owner_column, text_column

metadata = columns.metadata
PLAIN_ATTRIBUTES_ID = 0

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
    Column("id", Id, primary_key=True),
    text_column("name", unique=True),
    text_column("artifact_location"),
    text_column("lifecycle"),
    number_column("created_ms"),
    number_column("updated_ms"),
    Column("deleted_ms", BigInteger),
    sqlite_autoincrement=True,
)

experiment_tag = Table(
    "experiment_tag",
    metadata,
    owner_column("experiment", key=True),
    Column("key", TextType, primary_key=True),
    text_column("value"),
    sqlite_with_rowid=False,
)

name = Table("name", metadata, Column("id", Id, primary_key=True), text_column("text", unique=True))

run = Table(
    "run",
    metadata,
    Column("id", Id, primary_key=True),
    text_column("uuid", unique=True),
    owner_column("experiment"),
    text_column("name"),
    text_column("user_id"),
    text_column("status"),
    number_column("start_ms"),
    Column("end_ms", BigInteger),
    text_column("lifecycle"),
    text_column("artifact_uri"),
    Column("deleted_ms", BigInteger),
    Column("revision", BigInteger, nullable=False, server_default="0"),  # grows with every change of a run that has ended
)
Index("ix_run_newest", run.c.experiment_id, run.c.lifecycle, run.c.start_ms.desc(), run.c.uuid)

run_heartbeat = Table("run_heartbeat", metadata, owner_column("run", key=True), number_column("last_ms"), number_column("period_ms"))

# The primary key is what makes one run of many processes that ask at the same moment.
shared_run = Table(
    "shared_run",
    metadata,
    owner_column("experiment", key=True),
    Column("shared_id", TextType, primary_key=True),
    owner_column("run", index=True),
    sqlite_with_rowid=False,
)


param = keyed_texts("param", "run")
run_tag = keyed_texts("run_tag", "run")

logged_model = Table(
    "logged_model",
    metadata,
    Column("id", Id, primary_key=True),
    text_column("model_id", unique=True),
    owner_column("experiment"),
    text_column("name"),
    text_column("artifact_location"),
    text_column("status"),
    optional_text("status_message"),
    optional_text("model_type"),
    optional_text("source_run_id"),
    text_column("lifecycle"),
    number_column("created_ms"),
    number_column("updated_ms"),
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

logged_model_param = keyed_texts("logged_model_param", "logged_model")
logged_model_tag = keyed_texts("logged_model_tag", "logged_model")

series_attributes = Table(
    "series_attributes",
    metadata,
    Column("id", Id, primary_key=True),
    text_column("document", unique=True),  # canonical JSON of everything that sets the series apart; '{}' is row 0
    Column("logged_model_id", Id, ForeignKey("logged_model.id", ondelete="CASCADE"), index=True),
    optional_text("dataset_name"),
    optional_text("dataset_digest"),
)

series = Table(
    "series",
    metadata,
    Column("id", Id, primary_key=True),
    owner_column("run"),
    key_column(),
    Column("attributes_id", Id, ForeignKey("series_attributes.id", ondelete="CASCADE"), nullable=False),
    number_column("next_sequence"),
    number_column("point_count"),
    number_column("nan_count"),
    number_column("first_step"),
    number_column("first_ms"),
    Column("first_value", Double),
    number_column("last_step"),
    number_column("last_ms"),
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
    owner_column("series", key=True),
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    number_column("point_count"),
    number_column("min_step"),
    number_column("max_step"),
    Column("codec", SmallInteger, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# Series whose chunks are to be merged, by whichever process comes to it.
series_due = Table("series_due", metadata, owner_column("series", key=True), number_column("since_ms"))

dataset = Table(
    "dataset",
    metadata,
    Column("id", Id, primary_key=True),
    owner_column("experiment"),
    text_column("name"),
    text_column("digest"),
    text_column("source_type"),
    text_column("source"),
    optional_text("schema"),
    optional_text("profile"),
    UniqueConstraint("experiment_id", "name", "digest"),
)

run_input = Table(
    "run_input",
    metadata,
    Column("id", Id, primary_key=True),
    owner_column("run"),
    owner_column("dataset", index=True),
    UniqueConstraint("run_id", "dataset_id"),
)

run_input_tag = Table(
    "run_input_tag",
    metadata,
    owner_column("run_input", key=True),
    Column("key", TextType, primary_key=True),
    text_column("value"),
    sqlite_with_rowid=False,
)

# Which models a run reads and makes is recorded by their public ids: callers may name a model that another store keeps.
run_model_input = Table(
    "run_model_input",
    metadata,
    owner_column("run", key=True),
    Column("model_id", TextType, primary_key=True, index=True),
    sqlite_with_rowid=False,
)
run_model_output = Table(
    "run_model_output",
    metadata,
    owner_column("run", key=True),
    Column("model_id", TextType, primary_key=True, index=True),
    number_column("step"),
    sqlite_with_rowid=False,
)

registered_model = Table(
    "registered_model",
    metadata,
    Column("id", Id, primary_key=True),
    text_column("name", unique=True),
    optional_text("description"),
    number_column("created_ms"),
    number_column("updated_ms"),
    number_column("last_version"),  # the highest number ever given, so that none is given twice
)

registered_model_tag = Table(
    "registered_model_tag",
    metadata,
    owner_column("registered_model", key=True),
    Column("key", TextType, primary_key=True),
    text_column("value"),
    sqlite_with_rowid=False,
)

model_version = Table(
    "model_version",
    metadata,
    Column("id", Id, primary_key=True),
    owner_column("registered_model"),
    number_column("version"),
    text_column("stage"),
    text_column("source"),
    text_column("storage_location"),
    optional_text("run_id"),
    optional_text("run_link"),
    optional_text("description"),
    optional_text("user_id"),
    optional_text("model_id"),
    text_column("status"),
    optional_text("status_message"),
    number_column("created_ms"),
    number_column("updated_ms"),
    UniqueConstraint("registered_model_id", "version"),
)
Index("ix_model_version_run_id", model_version.c.run_id)
Index("ix_model_version_newest", model_version.c.updated_ms.desc())

model_version_tag = Table(
    "model_version_tag",
    metadata,
    owner_column("model_version", key=True),
    Column("key", TextType, primary_key=True),
    text_column("value"),
    sqlite_with_rowid=False,
)

model_alias = Table(
    "model_alias",
    metadata,
    owner_column("registered_model", key=True),
    Column("alias", TextType, primary_key=True),
    number_column("version"),
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
    Column("id", Id, primary_key=True),
    owner_column("registered_model"),
    number_column("version"),
    text_column("kind"),
    optional_text("alias"),
    optional_text("before"),
    optional_text("after"),
    optional_text("user_id"),
    optional_text("comment"),
    number_column("changed_ms"),
    Index("ix_model_change_of_model", "registered_model_id", "id"),
)

ingest_writer = Table(
    "ingest_writer",
    metadata,
    Column("writer_id", TextType, primary_key=True),
    number_column("last_sequence"),
    number_column("updated_ms"),
    sqlite_with_rowid=False,
)

# What the web UI keeps by name. An empty owner is everybody.
ui_view = Table(
    "ui_view",
    metadata,
    Column("id", Id, primary_key=True),
    owner_column("experiment"),
    text_column("name"),
    text_column("owner"),
    text_column("search"),
    Column("is_default", SmallInteger, nullable=False),
    number_column("revision"),
    number_column("created_ms"),
    number_column("updated_ms"),
    UniqueConstraint("experiment_id", "owner", "name"),
    sqlite_autoincrement=True,  # no id is given twice: it stands in addresses and in open pages
)

# Pages of Markdown, which outlive the experiments that they are about.
report = Table(
    "report",
    metadata,
    Column("id", Id, primary_key=True),
    Column("experiment_id", Id, ForeignKey("experiment.id", ondelete="SET NULL"), index=True),
    text_column("title"),
    text_column("body"),
    number_column("revision"),
    number_column("created_ms"),
    number_column("updated_ms"),
    sqlite_autoincrement=True,  # no id is given twice: it stands in addresses and in open pages
)

# Runs of projects that wait for an agent, are held by one, or have ended. Each has one run, which it goes with.
project_job = Table(
    "project_job",
    metadata,
    Column("id", Id, primary_key=True),
    Column("run_id", Id, ForeignKey("run.id", ondelete="CASCADE"), nullable=False, unique=True),
    text_column("queue"),
    text_column("state"),
    text_column("uri"),
    optional_text("version"),
    text_column("entry_point"),
    text_column("parameters"),  # JSON: they are read as a whole, in the order given
    optional_text("env_manager"),
    number_column("attempts"),
    number_column("max_attempts"),
    optional_text("agent_id"),
    optional_text("agent_name"),
    number_column("lease_ms"),
    Column("lease_until_ms", BigInteger),
    Column("is_lost", SmallInteger, nullable=False),
    Column("cancel_requested", SmallInteger, nullable=False),
    number_column("created_ms"),
    Column("started_ms", BigInteger),
    Column("ended_ms", BigInteger),
    text_column("created_by"),
    optional_text("message"),
    number_column("changed_ms"),  # of everything but the lease
    Index("ix_project_job_waiting", "queue", "state", "id"),
    Index("ix_project_job_leased", "state", "lease_until_ms"),
    Index("ix_project_job_changed", "state", "changed_ms"),
    sqlite_autoincrement=True,  # no id is given twice: agents and people remember it
)

job_agent = Table(
    "job_agent",
    metadata,
    Column("agent_id", TextType, primary_key=True),
    text_column("name"),
    text_column("queues"),  # JSON
    number_column("slots"),
    number_column("lease_ms"),
    number_column("started_ms"),
    number_column("last_seen_ms"),
    sqlite_with_rowid=False,
)
