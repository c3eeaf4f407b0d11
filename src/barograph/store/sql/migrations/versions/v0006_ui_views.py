"""Saved views of experiments."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """One new table."""
    op.create_table(
        "ui_view",
        sa.Column("id", ID, nullable=False),
        sa.Column("experiment_id", ID, autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("owner", TEXT, nullable=False),
        sa.Column("search", TEXT, nullable=False),
        sa.Column("is_default", sa.SmallInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["experiment_id"], ["experiment.id"], name="fk_ui_view_experiment_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_ui_view"),
        sa.UniqueConstraint("experiment_id", "owner", "name", name="uq_ui_view_experiment_id_owner_name"),
        sqlite_autoincrement=True,
    )
