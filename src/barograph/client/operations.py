"""Logging calls that do not wait for their result."""

import logging
from collections.abc import Callable

from barograph import settings
from barograph.client.session import session
from barograph.errors import BarographError

_LOG = logging.getLogger(__name__)


class RunOperations:
    """What became of calls made with `synchronous=False`; failures are raised by `wait` only."""

    def __init__(self, failures: list[Exception] | None = None) -> None:
        self._failures = failures or []

    def wait(self) -> None:
        """Return when everything is stored; if anything failed, raise and list what."""
        session.flush()
        if self._failures:
            listed = "; ".join(str(failure) for failure in self._failures)
            raise BarographError(f"Logging failed: {listed}") from self._failures[0]


def perform(write: Callable[[], None], synchronous: bool | None) -> RunOperations | None:
    """Do a write. Unless it is synchronous, a failure is logged and kept for `RunOperations.wait`.

    Where there is a journal, a write is done when it stands there; one that is asked to be synchronous waits until it is sent.
    """
    waits = synchronous is True
    if synchronous is None:
        synchronous = not settings.ENABLE_ASYNC_LOGGING.get()
    if synchronous:
        write()
        if waits:
            session.flush()
        return None
    try:
        write()
    except BarographError as failure:
        _LOG.error("Logging failed: %s", failure)
        return RunOperations([failure])
    return RunOperations()


def flush_async_logging() -> None:
    """Return when everything logged with `synchronous=False` is stored. Failures are logged, not raised."""
    session.flush()


def flush_artifact_async_logging() -> None:
    """Return when every artifact logged with `synchronous=False` is stored. Failures are logged, not raised."""
