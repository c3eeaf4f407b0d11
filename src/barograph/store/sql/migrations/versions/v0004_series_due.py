"""Series whose chunks are to be merged."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One new table. Payloads of older codecs stay as they are and are read as ever."""
    op.create_table(
        "series_due",
        sa.Column("series_id", ID, autoincrement=False, nullable=False),
        sa.Column("since_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name="fk_series_due_series_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("series_id", name="pk_series_due"),
    )
