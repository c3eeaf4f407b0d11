"""Writers of frames, and the last frame applied of each."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """One new table."""
    op.create_table(
        "ingest_writer",
        sa.Column("writer_id", TEXT, nullable=False),
        sa.Column("last_sequence", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("writer_id", name="pk_ingest_writer"),
        sqlite_with_rowid=False,
    )
