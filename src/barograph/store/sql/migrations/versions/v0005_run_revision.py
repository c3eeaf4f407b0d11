"""Revisions of runs, by which a process tells whether what it remembers of a run that has ended still holds."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """One column more."""
    op.add_column("run", sa.Column("revision", sa.BigInteger(), nullable=False, server_default="0"))
