"""Statements on the way of every logged value: compiled once for each kind of database, and handed to its driver as plain tuples.

SQLAlchemy writes the SQL; what is left out is what it does at each execution, which takes longer than SQLite takes to store the rows.
"""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import BindParameter, ClauseElement, Connection, bindparam
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError

Values = Sequence[Any]
Arrange = Callable[[Values], Values]
"""Values as the statement takes them, from those in the order of its parameters."""

MOST_LISTED = 512


class Prepared:
    """One statement, and the order in which it is given the values of its parameters."""

    def __init__(self, statement: ClauseElement | Callable[[Connection], ClauseElement], *parameters: str) -> None:
        self._statement = statement
        self._parameters = parameters
        self._compiled: dict[str, tuple[str, Arrange]] = {}

    def run(self, connection: Connection, *values: Any) -> int:
        """Execute it and return the number of rows changed."""
        changed: int = self._execute(connection, values).rowcount
        return changed

    def all(self, connection: Connection, *values: Any) -> list[tuple[Any, ...]]:
        """Every row."""
        rows: list[tuple[Any, ...]] = self._execute(connection, values).fetchall()
        return rows

    def first(self, connection: Connection, *values: Any) -> tuple[Any, ...] | None:
        """The first row, None if there is none."""
        row: tuple[Any, ...] | None = self._execute(connection, values).fetchone()
        return row

    def inserted(self, connection: Connection, *values: Any) -> int:
        """Insert a row and return the number that the database gave it; on PostgreSQL the statement returns it."""
        cursor = self._execute(connection, values)
        number: int = cursor.lastrowid if connection.dialect.name == "sqlite" else cursor.fetchone()[0]
        return number

    def many(self, connection: Connection, rows: Sequence[Values]) -> None:
        """Execute it once for each row of values."""
        text, arrange = self._text(connection)
        with _Driver(connection, text) as cursor:
            cursor.executemany(text, rows if arrange is _as_given else [arrange(row) for row in rows])

    def _execute(self, connection: Connection, values: Values) -> Any:
        text, arrange = self._text(connection)
        with _Driver(connection, text) as cursor:
            cursor.execute(text, arrange(values))
        return cursor

    def _text(self, connection: Connection) -> tuple[str, Arrange]:
        compiled = self._compiled.get(connection.dialect.name)
        if compiled is None:
            statement = self._statement if isinstance(self._statement, ClauseElement) else self._statement(connection)
            compiled = self._compiled[connection.dialect.name] = self._compile(statement, connection.dialect)
        return compiled

    def _compile(self, statement: ClauseElement, dialect: Dialect) -> tuple[str, Arrange]:
        kind: Any = type(dialect)
        positional = kind() if kind.default_paramstyle == "qmark" else kind(paramstyle="format")
        made: Any = statement.compile(dialect=positional, column_keys=list(self._parameters))
        names = tuple(made.positiontup or ())
        if names == self._parameters:
            return str(made), _as_given
        constants = {name: value for name, value in made.params.items() if name not in self._parameters}
        known = (*self._parameters, *constants)
        order = [known.index(name) for name in names]
        pick = itemgetter(*order) if len(order) > 1 else lambda values: (values[order[0]],)
        added = tuple(constants.values())
        return str(made), lambda values: pick((*values, *added))


class PreparedList:
    """A statement whose last parameter is a list of any length, `column IN (...)`.

    `statement` makes it for a number of values; there is one for each power of two, and shorter lists repeat their last value.
    """

    def __init__(self, statement: Callable[[int], ClauseElement], *parameters: str) -> None:
        self._statement = statement
        self._parameters = parameters
        self._of_length: dict[int, Prepared] = {}

    def all(self, connection: Connection, *values: Any) -> list[tuple[Any, ...]]:
        """Every row, the last of `values` being the list."""
        *single, items = values
        rows: list[tuple[Any, ...]] = []
        for start in range(0, len(items), MOST_LISTED):
            part = items[start : start + MOST_LISTED]
            length = 1 << (len(part) - 1).bit_length()
            prepared = self._of_length.get(length)
            if prepared is None:
                prepared = self._of_length[length] = Prepared(self._statement(length), *self._parameters, *_listed(length))
            rows += prepared.all(connection, *single, *part, *[part[-1]] * (length - len(part)))
        return rows


def listed(length: int) -> list[BindParameter[Any]]:
    """The parameters of a list."""
    return [bindparam(name) for name in _listed(length)]


def _listed(length: int) -> list[str]:
    return [f"listed_{index}" for index in range(length)]


def _as_given(values: Values) -> Values:
    return values


class _Driver:
    """A cursor of the driver, its errors raised as SQLAlchemy raises them; a connection that is lost is given up."""

    def __init__(self, connection: Connection, text: str) -> None:
        self._connection = connection
        self._text = text

    def __enter__(self) -> Any:
        driver: Any = self._connection.connection.dbapi_connection
        return driver.cursor()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _traceback: object) -> None:
        dialect: Any = self._connection.dialect
        if not isinstance(error, dialect.loaded_dbapi.Error):
            return
        lost = dialect.is_disconnect(error, self._connection.connection.dbapi_connection, None)
        if lost:
            self._connection.invalidate(error)
        arguments = {"hide_parameters": True, "connection_invalidated": lost, "dialect": dialect}
        raise DBAPIError.instance(self._text, None, error, dialect.loaded_dbapi.Error, **arguments) from error
