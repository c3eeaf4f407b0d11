"""Jobs and the agents that take them."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Two new tables."""
    op.create_table(
        "project_job",
        sa.Column("id", ID, nullable=False),
        sa.Column("run_id", ID, nullable=False),
        sa.Column("queue", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("uri", TEXT, nullable=False),
        sa.Column("version", TEXT, nullable=True),
        sa.Column("entry_point", TEXT, nullable=False),
        sa.Column("parameters", TEXT, nullable=False),
        sa.Column("env_manager", TEXT, nullable=True),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("max_attempts", sa.BigInteger(), nullable=False),
        sa.Column("agent_id", TEXT, nullable=True),
        sa.Column("agent_name", TEXT, nullable=True),
        sa.Column("lease_ms", sa.BigInteger(), nullable=False),
        sa.Column("lease_until_ms", sa.BigInteger(), nullable=True),
        sa.Column("is_lost", sa.SmallInteger(), nullable=False),
        sa.Column("cancel_requested", sa.SmallInteger(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("started_ms", sa.BigInteger(), nullable=True),
        sa.Column("ended_ms", sa.BigInteger(), nullable=True),
        sa.Column("created_by", TEXT, nullable=False),
        sa.Column("message", TEXT, nullable=True),
        sa.Column("changed_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_project_job_run_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_project_job"),
        sa.UniqueConstraint("run_id", name="uq_project_job_run_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_project_job_waiting", "project_job", ["queue", "state", "id"])
    op.create_index("ix_project_job_leased", "project_job", ["state", "lease_until_ms"])
    op.create_index("ix_project_job_changed", "project_job", ["state", "changed_ms"])
    op.create_table(
        "job_agent",
        sa.Column("agent_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("queues", TEXT, nullable=False),
        sa.Column("slots", sa.BigInteger(), nullable=False),
        sa.Column("lease_ms", sa.BigInteger(), nullable=False),
        sa.Column("started_ms", sa.BigInteger(), nullable=False),
        sa.Column("last_seen_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("agent_id", name="pk_job_agent"),
        sqlite_with_rowid=False,
    )
