"""From texts to the filter tree and sort keys, checked against what the thing searched offers."""

from collections.abc import Sequence
from functools import lru_cache

from barograph.errors import InvalidFilter, InvalidValue, shown
from barograph.model.filter import Absence, And, Comparison, Filter, Membership, Operator, OrderKey
from barograph.model.limits import MAX_FILTER_CLAUSES, check_order_keys
from barograph.store.query.keys import resolve_key, resolve_sort_key
from barograph.store.query.searchable import Searchable
from barograph.store.query.syntax import parse_clauses, parse_order
from barograph.store.query.values import read_value
from barograph.store.query.written import Unsupported, WrittenAbsence, WrittenClause, WrittenComparison, WrittenMembership


@lru_cache(maxsize=512)
def parse_filter(text: str, searchable: Searchable) -> Filter:
    """The tree that a filter text means; blank text means everything.

    Raises `InvalidFilter` naming the column and what was expected, or the keys and operators that exist.
    """
    _check_text(text)
    if not text.strip():
        return And()
    written = parse_clauses(text)
    if len(written) > MAX_FILTER_CLAUSES:
        raise InvalidFilter(text, f"it has {len(written)} clauses, more than the {MAX_FILTER_CLAUSES} allowed. Search in several steps.")
    clauses = tuple(_clause(clause, text, searchable) for clause in written)
    return clauses[0] if len(clauses) == 1 else And(clauses)


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
        case WrittenMembership():
            return _membership(written, text, searchable)
        case WrittenAbsence():
            return _absence(written, text, searchable)
        case Unsupported():
            found = "A parenthesis" if written.word.raw == "(" else written.word.raw.upper()
            raise InvalidFilter(
                text,
                f"{found} is not supported: clauses can only be joined by AND. Search once per alternative.",
                column=written.word.column,
            )


def _comparison(written: WrittenComparison, text: str, searchable: Searchable) -> Filter:
    key, field = resolve_key(written.key, text, searchable)
    symbol = written.operator.raw.upper()
    allowed = [operator.value for operator in Operator if operator in field.operators]
    if symbol not in allowed:
        raise InvalidFilter(
            text, f"{symbol} does not apply to {written.key.raw}. Its operators are {' '.join(allowed)}.", column=written.operator.column
        )
    operator = Operator(symbol)
    value = read_value(written.value, written.key, field, text, unquoted_text=searchable.unquoted_text)
    if operator in (Operator.EQ, Operator.NE):
        value = field.spellings.get(str(value), value)
    return Comparison(key, operator, value)


def _membership(written: WrittenMembership, text: str, searchable: Searchable) -> Filter:
    key, field = resolve_key(written.key, text, searchable)
    if not field.lists:
        raise InvalidFilter(text, f"{written.key.raw} takes no list. Compare it with one value.", column=written.key.column)
    if not written.values:
        raise InvalidFilter(text, f"the list for {written.key.raw} is empty. Give at least one text in quotes.", column=written.key.column)
    read = [str(read_value(value, written.key, field, text, unquoted_text=searchable.unquoted_text)) for value in written.values]
    return Membership(key, tuple(dict.fromkeys(field.spellings.get(value, value) for value in read)), written.negated)


def _absence(written: WrittenAbsence, text: str, searchable: Searchable) -> Filter:
    key, field = resolve_key(written.key, text, searchable)
    if not field.absence:
        raise InvalidFilter(text, f"IS NULL does not apply to {written.key.raw}.", column=written.key.column)
    return Absence(key, written.negated)
