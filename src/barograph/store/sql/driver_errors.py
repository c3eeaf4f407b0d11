"""The table from driver errors to domain errors."""

from sqlalchemy.exc import DBAPIError, NoSuchModuleError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from barograph.errors import BarographError, InvalidValue, Unavailable, shown

_PASSING = ("locked", "busy", "disk is full", "disk i/o error", "unable to open", "readonly", "could not connect", "server closed")
_TOO_BIG = ("too complex", "too large", "too many", "parser stack overflow", "string or blob too big")


def translated(error: Exception) -> BarographError | None:
    """The domain error that an error of the driver means, None if it means a defect of this program."""
    if isinstance(error, NoSuchModuleError):
        return InvalidValue(f"Unknown kind of database: {error}. Use a URL such as sqlite:///barograph.db.")
    if isinstance(error, PoolTimeoutError):
        return Unavailable("Too many requests wait for a database connection. Try again in a moment.")
    cause = error.orig if isinstance(error, StatementError) else error
    if isinstance(cause, UnicodeEncodeError):
        return InvalidValue(f"Text {shown(cause.object)} is not valid Unicode: it holds half a surrogate pair. Remove or replace it.")
    if isinstance(cause, OverflowError):
        return InvalidValue("A whole number is beyond 64 bits. Use values from -2**63 to 2**63 - 1.")
    if isinstance(error, DBAPIError):
        return _of_database(str(error.orig))
    return None


def _of_database(problem: str) -> BarographError | None:
    lowered = problem.lower()
    if any(word in lowered for word in _PASSING):
        return Unavailable(f"The database cannot be used at the moment: {problem}.")
    if any(word in lowered for word in _TOO_BIG):
        return InvalidValue(f"The request is more than the database can take ({problem}). Make it smaller.")
    if "not a database" in lowered or "malformed" in lowered:
        return Unavailable(f"The database file is damaged or of another kind: {problem}. Restore a backup or name another file.")
    return None
