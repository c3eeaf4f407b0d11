"""What a PostgreSQL server says of its settings and of our tables."""

from collections.abc import Iterator

from sqlalchemy import Connection, bindparam, text

from barograph.maintenance.finding import Finding, Level
from barograph.maintenance.sizes import shown_bytes, size_of
from barograph.maintenance.sqlite_health import STALE
from barograph.store.sql import schema

_SETTINGS = text("SELECT name, setting, unit FROM pg_settings WHERE name IN :names").bindparams(bindparam("names", expanding=True))
_WANTED = ("fsync", "full_page_writes", "synchronous_commit", "autovacuum", "shared_buffers", "random_page_cost", "server_encoding")
_TABLES = text(
    "SELECT relname, n_live_tup, n_dead_tup, n_mod_since_analyze, COALESCE(last_analyze, last_autoanalyze) IS NOT NULL"
    " FROM pg_stat_user_tables WHERE schemaname = current_schema() AND relname IN :names ORDER BY relname"
).bindparams(bindparam("names", expanding=True))
_SMALL_BUFFERS = 128 << 20
_DEFAULT_PAGE_COST = 4.0
_WORTH_STATISTICS = 1_000
_MANY_CHANGES = 100_000
_MANY_DEAD = 100_000

_DANGER = Level.ERROR, "ALTER SYSTEM SET {0} = on, then SELECT pg_reload_conf()."
_OFF = {
    "fsync": (*_DANGER, "a crash of the machine can destroy the whole database."),
    "full_page_writes": (*_DANGER, "a crash of the machine can leave pages half written."),
    "synchronous_commit": (Level.WARNING, _DANGER[1], "a crash loses the last moments of what was answered as stored."),
    "autovacuum": (Level.WARNING, _DANGER[1], "tables grow without end and statistics grow stale."),
}


def postgresql_findings(connection: Connection) -> Iterator[Finding]:
    """Settings that are dangerous or slow, statistics, dead rows."""
    settings = {name: (setting, unit) for name, setting, unit in connection.execute(_SETTINGS, {"names": list(_WANTED)})}
    for name, (level, fix, why) in _OFF.items():
        if settings[name][0] == "off":
            yield _setting(level, name, f"PostgreSQL runs with {name} = off: {why}", fix.format(name))
    if settings["server_encoding"][0] != "UTF8":
        message = f"The database has encoding {settings['server_encoding'][0]} and cannot keep every text."
        yield _setting(Level.ERROR, "server_encoding", message, "Make a database with ENCODING 'UTF8' and restore a backup into it.")
    yield from _speed(connection, settings)
    yield from _tables(connection)


def _speed(connection: Connection, settings: dict[str, tuple[str, str]]) -> Iterator[Finding]:
    buffers = int(settings["shared_buffers"][0]) * 8192
    if buffers < _SMALL_BUFFERS or (buffers == _SMALL_BUFFERS and size_of(connection.engine) > 4 * buffers):
        yield _setting(
            Level.HINT,
            "shared_buffers",
            f"PostgreSQL keeps only {shown_bytes(buffers)} of tables in memory (shared_buffers).",
            "Set shared_buffers to about a quarter of the machine's memory and restart PostgreSQL.",
        )
    if float(settings["random_page_cost"][0]) >= _DEFAULT_PAGE_COST:
        yield _setting(
            Level.HINT,
            "random_page_cost",
            "PostgreSQL plans for a spinning disk (random_page_cost = 4): it may read whole tables where an index is faster.",
            "On SSD: ALTER SYSTEM SET random_page_cost = 1.1, then SELECT pg_reload_conf().",
        )


def _tables(connection: Connection) -> Iterator[Finding]:
    for name, live, dead, changed, analyzed in connection.execute(_TABLES, {"names": list(schema.metadata.tables)}):
        if live >= _WORTH_STATISTICS and (not analyzed or changed > max(_MANY_CHANGES, live)):
            state = "are older than most of its rows" if analyzed else "were never taken"
            yield Finding(
                level=Level.WARNING,
                code=STALE,
                subject=name,
                message=f"Statistics of table {name} {state}: searches may take bad plans.",
                fix="Run `barograph doctor --fix`.",
            )
        if dead > max(_MANY_DEAD, live // 2):
            yield Finding(
                level=Level.WARNING,
                code="dead-rows",
                subject=name,
                message=f"Table {name} holds {dead} dead rows beside {live} live ones.",
                fix="Run `barograph db vacuum`, and look why autovacuum does not keep up: a transaction that was left open?",
            )


def _setting(level: Level, name: str, message: str, fix: str) -> Finding:
    return Finding(level=level, code=f"setting-{name.replace('_', '-')}", subject=name, message=message, fix=fix)
