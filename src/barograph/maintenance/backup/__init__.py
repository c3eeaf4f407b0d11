"""Backups: one file that holds a store as it was at one moment, and restores to either kind of database.

Tables are copied as rows rather than by the databases' own tools, so that a file restores to SQLite and PostgreSQL alike, needs no program
of PostgreSQL's, can be older than the release that reads it, and is checked from end to end before anything is written.
"""
