"""The tables of jobs and agents."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, SmallInteger, Table

from barograph.store.sql.schema_columns import AnyText, RowId, metadata, number_column, optional_column, text_column

# Runs of projects that wait for an agent, are held by one, or have ended. Each has one run, which it goes with.
project_job = Table(
    "project_job",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("run_id", RowId, ForeignKey("run.id", ondelete="CASCADE"), nullable=False, unique=True),
    text_column("queue"),
    text_column("state"),
    text_column("uri"),
    optional_column("version"),
    text_column("entry_point"),
    text_column("parameters"),  # JSON: they are read as a whole, in the order given
    optional_column("env_manager"),
    number_column("attempts"),
    number_column("max_attempts"),
    optional_column("agent_id"),
    optional_column("agent_name"),
    number_column("lease_ms"),
    Column("lease_until_ms", BigInteger),
    Column("is_lost", SmallInteger, nullable=False),
    Column("cancel_requested", SmallInteger, nullable=False),
    number_column("created_ms"),
    Column("started_ms", BigInteger),
    Column("ended_ms", BigInteger),
    text_column("created_by"),
    optional_column("message"),
    number_column("changed_ms"),  # of everything but the lease
    Index("ix_project_job_waiting", "queue", "state", "id"),
    Index("ix_project_job_leased", "state", "lease_until_ms"),
    Index("ix_project_job_changed", "state", "changed_ms"),
    sqlite_autoincrement=True,  # no id is given twice: agents and people remember it
)

job_agent = Table(
    "job_agent",
    metadata,
    Column("agent_id", AnyText, primary_key=True),
    text_column("name"),
    text_column("queues"),  # JSON
    number_column("slots"),
    number_column("lease_ms"),
    number_column("started_ms"),
    number_column("last_seen_ms"),
    sqlite_with_rowid=False,
)
