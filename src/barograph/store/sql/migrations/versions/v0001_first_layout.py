"""The first layout."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
PREFIX = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
ATTRIBUTED = sa.text("attributes_id <> 0")


def upgrade() -> None:
    """From an empty database."""
    op.create_table(
        "experiment",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("artifact_location", TEXT, nullable=False),
        sa.Column("lifecycle", TEXT, nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.Column("deleted_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_experiment"),
        sa.UniqueConstraint("name", name="uq_experiment_name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "name",
        sa.Column("id", ID, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_name"),
        sa.UniqueConstraint("text", name="uq_name_text"),
    )
    op.create_table(
        "registered_model",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("description", TEXT, nullable=True),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.Column("last_version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_registered_model"),
        sa.UniqueConstraint("name", name="uq_registered_model_name"),
    )
    op.create_table(
        "dataset",
        sa.Column("id", ID, nullable=False),
        sa.Column("experiment_id", ID, autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("source_type", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("schema", TEXT, nullable=True),
        sa.Column("profile", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["experiment_id"], ["experiment.id"], name="fk_dataset_experiment_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_dataset"),
        sa.UniqueConstraint("experiment_id", "name", "digest", name="uq_dataset_experiment_id_name_digest"),
    )
    op.create_table(
        "experiment_tag",
        sa.Column("experiment_id", ID, autoincrement=False, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["experiment_id"], ["experiment.id"], name="fk_experiment_tag_experiment_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("experiment_id", "key", name="pk_experiment_tag"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "logged_model",
        sa.Column("id", ID, nullable=False),
        sa.Column("model_id", TEXT, nullable=False),
        sa.Column("experiment_id", ID, autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("artifact_location", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("status_message", TEXT, nullable=True),
        sa.Column("model_type", TEXT, nullable=True),
        sa.Column("source_run_id", TEXT, nullable=True),
        sa.Column("lifecycle", TEXT, nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.Column("deleted_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["experiment_id"], ["experiment.id"], name="fk_logged_model_experiment_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_logged_model"),
        sa.UniqueConstraint("model_id", name="uq_logged_model_model_id"),
    )
    op.create_index(
        "ix_logged_model_newest", "logged_model", ["experiment_id", "lifecycle", sa.literal_column("created_ms DESC"), "model_id"]
    )
    op.create_index("ix_logged_model_source_run_id", "logged_model", ["source_run_id"])
    op.create_table(
        "model_version",
        sa.Column("id", ID, nullable=False),
        sa.Column("registered_model_id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("stage", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("storage_location", TEXT, nullable=False),
        sa.Column("run_id", TEXT, nullable=True),
        sa.Column("run_link", TEXT, nullable=True),
        sa.Column("description", TEXT, nullable=True),
        sa.Column("user_id", TEXT, nullable=True),
        sa.Column("model_id", TEXT, nullable=True),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("status_message", TEXT, nullable=True),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registered_model_id"], ["registered_model.id"], name="fk_model_version_registered_model_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_model_version"),
        sa.UniqueConstraint("registered_model_id", "version", name="uq_model_version_registered_model_id_version"),
    )
    op.create_index("ix_model_version_newest", "model_version", [sa.literal_column("updated_ms DESC")])
    op.create_index("ix_model_version_run_id", "model_version", ["run_id"])
    op.create_table(
        "registered_model_tag",
        sa.Column("registered_model_id", ID, autoincrement=False, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["registered_model_id"], ["registered_model.id"], name="fk_registered_model_tag_registered_model_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("registered_model_id", "key", name="pk_registered_model_tag"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "run",
        sa.Column("id", ID, nullable=False),
        sa.Column("uuid", TEXT, nullable=False),
        sa.Column("experiment_id", ID, autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("user_id", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("start_ms", sa.BigInteger(), nullable=False),
        sa.Column("end_ms", sa.BigInteger(), nullable=True),
        sa.Column("lifecycle", TEXT, nullable=False),
        sa.Column("artifact_uri", TEXT, nullable=False),
        sa.Column("deleted_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["experiment_id"], ["experiment.id"], name="fk_run_experiment_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
        sa.UniqueConstraint("uuid", name="uq_run_uuid"),
    )
    op.create_index("ix_run_newest", "run", ["experiment_id", "lifecycle", sa.literal_column("start_ms DESC"), "uuid"])
    op.create_table(
        "logged_model_param",
        sa.Column("logged_model_id", ID, autoincrement=False, nullable=False),
        sa.Column("key_id", ID, autoincrement=False, nullable=False),
        sa.Column("text", PREFIX, nullable=False),
        sa.Column("long_text", TEXT, nullable=True),
        sa.Column("number", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["key_id"], ["name.id"], name="fk_logged_model_param_key_id"),
        sa.ForeignKeyConstraint(["logged_model_id"], ["logged_model.id"], name="fk_logged_model_param_logged_model_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("logged_model_id", "key_id", name="pk_logged_model_param"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_logged_model_param_key_id_text", "logged_model_param", ["key_id", "text", "logged_model_id"])
    op.create_table(
        "logged_model_tag",
        sa.Column("logged_model_id", ID, autoincrement=False, nullable=False),
        sa.Column("key_id", ID, autoincrement=False, nullable=False),
        sa.Column("text", PREFIX, nullable=False),
        sa.Column("long_text", TEXT, nullable=True),
        sa.Column("number", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["key_id"], ["name.id"], name="fk_logged_model_tag_key_id"),
        sa.ForeignKeyConstraint(["logged_model_id"], ["logged_model.id"], name="fk_logged_model_tag_logged_model_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("logged_model_id", "key_id", name="pk_logged_model_tag"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_logged_model_tag_key_id_text", "logged_model_tag", ["key_id", "text", "logged_model_id"])
    op.create_table(
        "model_alias",
        sa.Column("registered_model_id", ID, autoincrement=False, nullable=False),
        sa.Column("alias", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registered_model_id", "version"],
            ["model_version.registered_model_id", "model_version.version"],
            name="fk_model_alias_version",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registered_model_id"], ["registered_model.id"], name="fk_model_alias_registered_model_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("registered_model_id", "alias", name="pk_model_alias"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_model_alias_version", "model_alias", ["registered_model_id", "version"])
    op.create_table(
        "model_version_tag",
        sa.Column("model_version_id", ID, autoincrement=False, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["model_version_id"], ["model_version.id"], name="fk_model_version_tag_model_version_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("model_version_id", "key", name="pk_model_version_tag"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "param",
        sa.Column("run_id", ID, autoincrement=False, nullable=False),
        sa.Column("key_id", ID, autoincrement=False, nullable=False),
        sa.Column("text", PREFIX, nullable=False),
        sa.Column("long_text", TEXT, nullable=True),
        sa.Column("number", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["key_id"], ["name.id"], name="fk_param_key_id"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_param_run_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "key_id", name="pk_param"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_param_key_id_text", "param", ["key_id", "text", "run_id"])
    op.create_table(
        "run_input",
        sa.Column("id", ID, nullable=False),
        sa.Column("run_id", ID, autoincrement=False, nullable=False),
        sa.Column("dataset_id", ID, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["dataset_id"], ["dataset.id"], name="fk_run_input_dataset_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_run_input_run_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_run_input"),
        sa.UniqueConstraint("run_id", "dataset_id", name="uq_run_input_run_id_dataset_id"),
    )
    op.create_index("ix_run_input_dataset_id", "run_input", ["dataset_id"])
    op.create_table(
        "run_model_input",
        sa.Column("run_id", ID, autoincrement=False, nullable=False),
        sa.Column("model_id", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_run_model_input_run_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "model_id", name="pk_run_model_input"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_run_model_input_model_id", "run_model_input", ["model_id"])
    op.create_table(
        "run_model_output",
        sa.Column("run_id", ID, autoincrement=False, nullable=False),
        sa.Column("model_id", TEXT, nullable=False),
        sa.Column("step", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_run_model_output_run_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "model_id", name="pk_run_model_output"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_run_model_output_model_id", "run_model_output", ["model_id"])
    op.create_table(
        "run_tag",
        sa.Column("run_id", ID, autoincrement=False, nullable=False),
        sa.Column("key_id", ID, autoincrement=False, nullable=False),
        sa.Column("text", PREFIX, nullable=False),
        sa.Column("long_text", TEXT, nullable=True),
        sa.Column("number", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["key_id"], ["name.id"], name="fk_run_tag_key_id"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_run_tag_run_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "key_id", name="pk_run_tag"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_run_tag_key_id_text", "run_tag", ["key_id", "text", "run_id"])
    op.create_table(
        "series_attributes",
        sa.Column("id", ID, nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.Column("logged_model_id", ID, nullable=True),
        sa.Column("dataset_name", TEXT, nullable=True),
        sa.Column("dataset_digest", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["logged_model_id"], ["logged_model.id"], name="fk_series_attributes_logged_model_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_series_attributes"),
        sa.UniqueConstraint("document", name="uq_series_attributes_document"),
    )
    op.create_index("ix_series_attributes_logged_model_id", "series_attributes", ["logged_model_id"])
    op.create_table(
        "run_input_tag",
        sa.Column("run_input_id", ID, autoincrement=False, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["run_input_id"], ["run_input.id"], name="fk_run_input_tag_run_input_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_input_id", "key", name="pk_run_input_tag"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "series",
        sa.Column("id", ID, nullable=False),
        sa.Column("run_id", ID, autoincrement=False, nullable=False),
        sa.Column("key_id", ID, autoincrement=False, nullable=False),
        sa.Column("attributes_id", ID, nullable=False),
        sa.Column("next_sequence", sa.BigInteger(), nullable=False),
        sa.Column("point_count", sa.BigInteger(), nullable=False),
        sa.Column("nan_count", sa.BigInteger(), nullable=False),
        sa.Column("first_step", sa.BigInteger(), nullable=False),
        sa.Column("first_ms", sa.BigInteger(), nullable=False),
        sa.Column("first_value", sa.Double(), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("last_ms", sa.BigInteger(), nullable=False),
        sa.Column("last_value", sa.Double(), nullable=True),
        sa.Column("min_step", sa.BigInteger(), nullable=True),
        sa.Column("min_ms", sa.BigInteger(), nullable=True),
        sa.Column("min_value", sa.Double(), nullable=True),
        sa.Column("max_step", sa.BigInteger(), nullable=True),
        sa.Column("max_ms", sa.BigInteger(), nullable=True),
        sa.Column("max_value", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["attributes_id"], ["series_attributes.id"], name="fk_series_attributes_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["key_id"], ["name.id"], name="fk_series_key_id"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_series_run_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_series"),
        sa.UniqueConstraint("run_id", "key_id", "attributes_id", name="uq_series_run_id_key_id_attributes_id"),
    )
    op.create_index("ix_series_attributed", "series", ["attributes_id"], sqlite_where=ATTRIBUTED)
    op.create_index("ix_series_last_value", "series", ["key_id", "attributes_id", "last_value", "run_id"])
    op.create_table(
        "chunk",
        sa.Column("series_id", ID, autoincrement=False, nullable=False),
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("point_count", sa.BigInteger(), nullable=False),
        sa.Column("min_step", sa.BigInteger(), nullable=False),
        sa.Column("max_step", sa.BigInteger(), nullable=False),
        sa.Column("codec", sa.SmallInteger(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name="fk_chunk_series_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("series_id", "sequence", name="pk_chunk"),
        sqlite_with_rowid=False,
    )
