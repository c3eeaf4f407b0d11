"""Upgrading a database of an older release, with a bar for each step that takes long."""

from collections.abc import Callable
from contextlib import ExitStack

from sqlalchemy import Engine

from barograph.errors import InvalidValue
from barograph.maintenance.progress import Progress
from barograph.store.sql.migrate import known_versions, upgrade_store, version_of


def due_upgrades(engine: Engine) -> list[str]:
    """Versions that an upgrade would pass through, the last one being this release's. A newer database raises `InvalidValue`."""
    version, known = version_of(engine), known_versions()
    if version not in known:
        raise InvalidValue(f"The database has schema version {version!r}, which this release does not know. Use a newer release.")
    return known[known.index(version) + 1 :]


def upgrade_with_progress(engine: Engine) -> list[str]:
    """Run what is due and return the versions passed through."""
    with ExitStack() as stack:

        def on_step(title: str) -> Callable[[int, int], None]:
            stack.close()
            return stack.enter_context(Progress(title)).reach

        return upgrade_store(engine, on_step=on_step)
