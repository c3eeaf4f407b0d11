"""History of model versions."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """One new table. What happened before is not known, so it begins empty."""
    op.create_table(
        "model_change",
        sa.Column("id", ID, nullable=False),
        sa.Column("registered_model_id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("alias", TEXT, nullable=True),
        sa.Column("before", TEXT, nullable=True),
        sa.Column("after", TEXT, nullable=True),
        sa.Column("user_id", TEXT, nullable=True),
        sa.Column("comment", TEXT, nullable=True),
        sa.Column("changed_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registered_model_id"], ["registered_model.id"], name="fk_model_change_registered_model_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_model_change"),
    )
    op.create_index("ix_model_change_of_model", "model_change", ["registered_model_id", "id"])
