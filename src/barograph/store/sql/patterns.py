"""Patterns in PostgreSQL, whose own regular expressions differ from RE2's in what they know (no classes of Unicode) and in what they mean.

Texts are matched here, by RE2, as they are in SQLite and in memory: in time linear in the texts, and with the same answer.
"""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select

from barograph.model.filter import Comparison, Operator, Test
from barograph.store.query.pattern import finder
from barograph.store.sql.listed import listed
from barograph.store.sql.postgresql import DIALECT

_TEXTS_AT_ONCE = 5_000


def by_pattern(connection: Connection, test: Test | None, owner_id: ColumnElement[int], texts: Select[Any]) -> ColumnElement[bool] | None:
    """The condition that one of an object's texts passes RLIKE; None if the test is another, or the database matches as RE2 does.

    `texts` selects (owner, text).
    """
    if connection.dialect.name != DIALECT or not isinstance(test, Comparison) or test.operator is not Operator.RLIKE:
        return None
    found = finder(str(test.value))
    rows = connection.execute(texts.execution_options(yield_per=_TEXTS_AT_ONCE))
    owners: list[int] = [row[0] for row in rows if row[1] is not None and found(row[1]) is not test.negated]
    return listed(owner_id, owners)
