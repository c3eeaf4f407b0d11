"""The table from driver errors to domain errors."""

from typing import Any

from sqlalchemy.exc import DBAPIError, NoSuchModuleError, OperationalError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from barograph.errors import BarographError, InvalidValue, Unavailable, shown

_PASSING = ("locked", "busy", "disk is full", "disk i/o error", "unable to open", "readonly")
_TOO_BIG = ("too complex", "too large", "too many", "parser stack overflow", "string or blob too big", "number of parameters")
_NUL = "cannot contain nul"

# Classes of SQLSTATE, as PostgreSQL sends them.
_PASSING_STATES = ("08", "25006", "40", "53", "55", "57", "58")  # connection, standby, conflict, resources, locks, operator, disk
_REFUSED_STATES = ("28", "3D", "3F", "42501")  # who we are, which database, which schema, what we may
_TOO_BIG_STATES = ("54",)
_OUT_OF_RANGE = "22003"
_BAD_PATTERN = "2201B"


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
        if isinstance(error, OperationalError) and getattr(cause, "sqlstate", "") is None:  # psycopg's own: no server said it
            return Unavailable(f"The database cannot be reached: {_first_line(cause)}. Check that it runs, and its address.")
        return _of_state(getattr(cause, "sqlstate", None) or "", cause) or _of_text(str(cause))
    return None


def _of_state(state: str, cause: Any) -> BarographError | None:
    """What an SQLSTATE says, for databases that have them."""
    problem = _first_line(cause)
    if state == _OUT_OF_RANGE:
        return InvalidValue("A whole number is beyond 64 bits. Use values from -2**63 to 2**63 - 1.")
    if state == _BAD_PATTERN:
        return InvalidValue(f"The database cannot read the pattern: {problem}. Write it more simply.")
    if state.startswith(_PASSING_STATES):
        return Unavailable(f"The database cannot be used at the moment: {problem}.")
    if state.startswith(_REFUSED_STATES):
        return Unavailable(f"The database does not let the server in: {problem}. Check user, password, database and its rights.")
    if state.startswith(_TOO_BIG_STATES):
        return InvalidValue(f"The request is more than the database can take ({problem}). Make it smaller.")
    return None


def _first_line(cause: Any) -> str:
    """The message without the lines that quote the statement."""
    return str(cause).strip().partition("\n")[0].rstrip(".")


def _of_text(problem: str) -> BarographError | None:
    lowered = problem.lower()
    if _NUL in lowered:
        return InvalidValue("A text holds the character NUL (\\x00), which PostgreSQL cannot keep. Remove it.")
    if any(word in lowered for word in _PASSING):
        return Unavailable(f"The database cannot be used at the moment: {problem}.")
    if any(word in lowered for word in _TOO_BIG):
        return InvalidValue(f"The request is more than the database can take ({problem}). Make it smaller.")
    if "not a database" in lowered or "malformed" in lowered:
        return Unavailable(f"The database file is damaged or of another kind: {problem}. Restore a backup or name another file.")
    return None
