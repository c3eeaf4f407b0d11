"""Heartbeats of runs, and runs that several processes share."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Two tables more."""
    op.create_table(
        "run_heartbeat",
        sa.Column("run_id", ID, autoincrement=False, nullable=False),
        sa.Column("last_ms", sa.BigInteger(), nullable=False),
        sa.Column("period_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_run_heartbeat_run_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", name="pk_run_heartbeat"),
    )
    op.create_table(
        "shared_run",
        sa.Column("experiment_id", ID, autoincrement=False, nullable=False),
        sa.Column("shared_id", TEXT, nullable=False),
        sa.Column("run_id", ID, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["experiment_id"], ["experiment.id"], name="fk_shared_run_experiment_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_shared_run_run_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("experiment_id", "shared_id", name="pk_shared_run"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_shared_run_run_id", "shared_run", ["run_id"])
