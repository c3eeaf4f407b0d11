"""Alembic's entry: runs migrations on the connection, and in the transaction, of `barograph.store.sql.migrate.upgrade`."""

from alembic import context

from barograph.store.sql.schema import metadata, schema_version

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=schema_version.name,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
