"""From texts to the filter tree and sort keys, checked against what the thing searched offers."""

from collections.abc import Sequence
from functools import lru_cache
from typing import cast

from barograph.errors import InvalidFilter, InvalidValue, shown
from barograph.model.filter import Absence, And, Between, Comparison, Filter, Membership, Not, Operator, Or, OrderKey
from barograph.model.limits import MAX_FILTER_CLAUSES, check_order_keys
from barograph.store.query.keys import resolve_key, resolve_sort_key
from barograph.store.query.searchable import LIKENESSES, ORDERINGS, Field, Searchable
from barograph.store.query.syntax import parse_clauses, parse_order
from barograph.store.query.values import check_pattern, read_number, read_value
from barograph.store.query.written import (
    Word,
    WrittenAbsence,
    WrittenAll,
    WrittenAny,
    WrittenBetween,
    WrittenClause,
    WrittenComparison,
    WrittenKey,
    WrittenMembership,
    WrittenNot,
)


@lru_cache(maxsize=512)
def parse_filter(text: str, searchable: Searchable) -> Filter:
    """The tree that a filter text means; blank text means everything.

    Raises `InvalidFilter` naming the column and what was expected, or the keys and operators that exist.
    """
    _check_text(text)
    if not text.strip():
        return And()
    written = parse_clauses(text)
    leaves = getattr(written, "leaves", 1)
    if leaves > MAX_FILTER_CLAUSES:
        raise InvalidFilter(text, f"it has {leaves} clauses, more than the {MAX_FILTER_CLAUSES} allowed. Search in several steps.")
    return _clause(written, text, searchable)


def parse_order_by(texts: Sequence[str], searchable: Searchable) -> tuple[OrderKey, ...]:
    """The sort keys that order_by texts (`key [ASC|DESC]`, one key each) mean, without the tie-break that each search adds.

    Raises `InvalidFilter` like `parse_filter`, and for more than 16 keys or, where that is refused, one given twice.
    """
    if isinstance(texts, str):
        raise InvalidValue(f"order_by is the text {shown(texts)}. Give a list of texts.")
    check_order_keys(len(texts))
    found: list[OrderKey] = []
    for text in texts:
        order = _order_key(text, searchable)
        if all(order.key != other.key for other in found):
            found.append(order)
        elif not searchable.order_repeats:
            raise InvalidFilter(text, "the results are already ordered by this key. Name each key once.")
    return tuple(found)


@lru_cache(maxsize=512)
def _order_key(text: str, searchable: Searchable) -> OrderKey:
    _check_text(text)
    written = parse_order(text)
    return OrderKey(resolve_sort_key(written.key, text, searchable), written.ascending)


def _check_text(text: str) -> None:
    if not isinstance(text, str):
        raise InvalidValue(f"A search expression must be a text, not {shown(text)}.")
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise InvalidFilter(text, "it holds half of a surrogate pair, which is no character.")


def _clause(written: WrittenClause, text: str, searchable: Searchable) -> Filter:
    match written:
        case WrittenComparison():
            return _comparison(written, text, searchable)
        case WrittenBetween():
            return _between(written, text, searchable)
        case WrittenMembership():
            return _membership(written, text, searchable)
        case WrittenAbsence():
            return _absence(written, text, searchable)
        case WrittenAll():
            return And(tuple(_clause(clause, text, searchable) for clause in written.clauses))
        case WrittenAny():
            return Or(tuple(_clause(clause, text, searchable) for clause in written.clauses))
        case WrittenNot():
            return Not(_clause(written.clause, text, searchable))


def _comparison(written: WrittenComparison, text: str, searchable: Searchable) -> Filter:
    key, field = resolve_key(written.key, text, searchable)
    symbol = written.operator.raw.upper()
    allowed = [operator.value for operator in Operator if operator in field.operators]
    if symbol not in allowed:
        raise InvalidFilter(
            text, f"{symbol} does not apply to {written.key.raw}. Its operators are {' '.join(allowed)}.", column=written.operator.column
        )
    operator = Operator(symbol)
    value: str | int | float
    if field.numbers and operator in ORDERINGS:
        value = read_number(written.value, written.key, text)
    elif operator in LIKENESSES:
        value = read_value(written.value, written.key, field, text, unquoted_text=searchable.unquoted_text)
    else:
        value = _value(written.value, written.key, field, text, searchable)
    if operator is Operator.RLIKE:
        check_pattern(str(value), text, written.value.column)
    return Comparison(key, operator, value, written.negated)


def _between(written: WrittenBetween, text: str, searchable: Searchable) -> Filter:
    key, field = resolve_key(written.key, text, searchable)
    if Operator.LE not in field.operators:
        raise InvalidFilter(text, f"BETWEEN does not apply to {written.key.raw}, which is no number.", column=written.key.column)
    low, high = (
        read_number(word, written.key, text)
        if field.numbers
        else read_value(word, written.key, field, text, unquoted_text=searchable.unquoted_text)
        for word in (written.low, written.high)
    )
    return Between(key, cast(float, low), cast(float, high), written.negated)


def _membership(written: WrittenMembership, text: str, searchable: Searchable) -> Filter:
    key, field = resolve_key(written.key, text, searchable)
    if not written.values:
        raise InvalidFilter(text, f"the list for {written.key.raw} is empty. Give at least one value.", column=written.key.column)
    values = [_value(word, written.key, field, text, searchable) for word in written.values]
    for word, value in zip(written.values, values, strict=True):
        if isinstance(value, str) is not isinstance(values[0], str):
            raise InvalidFilter(text, "a list holds either texts or numbers, not both.", column=word.column)
    return Membership(key, tuple(dict.fromkeys(values)), written.negated)


def _absence(written: WrittenAbsence, text: str, searchable: Searchable) -> Filter:
    key, field = resolve_key(written.key, text, searchable)
    if not field.absence:
        raise InvalidFilter(text, f"IS NULL does not apply to {written.key.raw}.", column=written.key.column)
    return Absence(key, written.negated)


def _value(word: Word, key: WrittenKey, field: Field, text: str, searchable: Searchable) -> str | int | float:
    """A value that is compared for equality: where texts may be without quotes, a number is a text too."""
    if field.numbers and not word.quote and not searchable.unquoted_text:
        return read_number(word, key, text, expected="a text in quotes or a number without quotes")
    value = read_value(word, key, field, text, unquoted_text=searchable.unquoted_text)
    return field.spellings.get(value, value) if isinstance(value, str) else value
