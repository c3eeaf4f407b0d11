"""Migrations of the schema, run by Alembic; `barograph.store.sql.migrate` decides when."""
