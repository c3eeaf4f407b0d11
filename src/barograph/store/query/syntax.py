"""The one place that knows lark: from a text to what is written there, or an `InvalidFilter` with the column and what was expected.

lark is imported and the parser built at the first text that needs them: both take time that the start of a server should not.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, cast

from barograph.errors import InvalidFilter, shown
from barograph.model.limits import MAX_FILTER_DEPTH
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
    WrittenOrder,
)

if TYPE_CHECKING:
    from lark import Lark, Token
    from lark.exceptions import UnexpectedInput

_MEANING = {
    "OPERATOR": "an operator (= != < <= > >=)",
    "LIKENESS": "LIKE, ILIKE, RLIKE",
    "_BETWEEN": "BETWEEN",
    "_IN": "IN",
    "_IS": "IS",
    "_NULL": "NULL",
    "AND": "AND",
    "_OR": "OR",
    "WORDS": "a key",
    "SINGLE": "a text in quotes",
    "UNQUOTED": "a number",
    "DIRECTION": "ASC, DESC",
    "LPAR": "a list in parentheses",
    "COMMA": "a comma",
    "RPAR": "a closing parenthesis",
    "$END": "the end",
}


def parse_clauses(text: str) -> WrittenClause:
    """What a filter text says."""
    return cast(WrittenClause, _parse(text, "filter"))


def parse_order(text: str) -> WrittenOrder:
    """What an order_by text says."""
    return cast(WrittenOrder, _parse(text, "order"))


def parse_key(text: str) -> WrittenKey:
    """What the text of a field says: a key alone."""
    return cast(WrittenKey, _parse(text, "field"))


class _Misplaced(Exception):
    """Well formed and still wrong; `_parse` adds the text."""

    def __init__(self, problem: str, word: Word | None) -> None:
        super().__init__(problem)
        self.word = word


class _Reading:
    """What each rule of the grammar becomes; lark calls the method of the rule's name with its parts."""

    def filter(self, alternatives: list[Any]) -> WrittenClause:
        if alternatives and isinstance(alternatives[0], Word) and len(alternatives) == 1:
            return WrittenAll(())  # nothing but ANDs asks for nothing
        return _either(alternatives) if alternatives else WrittenAll(())

    def conjunction(self, parts: list[Any]) -> WrittenClause | Word:
        clauses = tuple(part for part in parts if isinstance(part, WrittenClause))
        if not clauses:
            return _word(parts[0])
        return clauses[0] if len(clauses) == 1 else WrittenAll(clauses, *_size(clauses))

    def group(self, alternatives: list[Any]) -> WrittenClause:
        return _either(alternatives)

    def negation(self, parts: list[Any]) -> WrittenNot:
        return WrittenNot(parts[1], *_size(parts[1:], _word(parts[0])))

    def comparison(self, parts: list[Any]) -> WrittenComparison:
        return WrittenComparison(parts[0], _word(parts[-2]), parts[-1], negated=len(parts) > 3)

    def between(self, parts: list[Any]) -> WrittenBetween:
        return WrittenBetween(parts[0], parts[-3], parts[-1], negated=len(parts) > 4)

    def membership(self, parts: list[Any]) -> WrittenMembership:
        values = tuple(part for part in parts[1:] if isinstance(part, Word))
        return WrittenMembership(parts[0], values, negated=len(parts) > len(values) + 1)

    def absence(self, parts: list[Any]) -> WrittenAbsence:
        return WrittenAbsence(parts[0], negated=len(parts) > 1)

    def order(self, parts: list[Any]) -> WrittenOrder:
        return WrittenOrder(parts[0], ascending=len(parts) == 1 or parts[1].upper() == "ASC")

    def field(self, parts: list[Any]) -> WrittenKey:
        return cast(WrittenKey, parts[0])

    def key(self, words: list[Any]) -> WrittenKey:
        return WrittenKey(*map(_word, words))

    def value(self, words: list[Any]) -> Word:
        return _word(words[0])


def _either(alternatives: list[Any]) -> WrittenClause:
    for alternative in alternatives:
        if isinstance(alternative, Word):
            raise _Misplaced(f"expected a key, but found {shown(alternative.raw)} with no clause beside it.", alternative)
    return alternatives[0] if len(alternatives) == 1 else WrittenAny(tuple(alternatives), *_size(alternatives))


def _size(clauses: Sequence[WrittenClause], word: Word | None = None) -> tuple[int, int]:
    """Levels and clauses of what these clauses make together. Too many levels are refused here, before any recursion meets them."""
    depth = 1 + max(getattr(clause, "depth", 0) for clause in clauses)
    if depth > MAX_FILTER_DEPTH:
        raise _Misplaced(f"NOT and parentheses go more than {MAX_FILTER_DEPTH} levels deep. Search in several steps.", word)
    return depth, sum(getattr(clause, "leaves", 1) for clause in clauses)


def _word(token: Token) -> Word:
    return Word(str(token), (token.start_pos or 0) + 1)


@cache
def _parser() -> Lark:
    from lark import Lark

    grammar = files(__package__).joinpath("grammar.lark").read_text("utf-8")
    return Lark(grammar, parser="lalr", lexer="contextual", start=["filter", "order", "field"], transformer=cast(Any, _Reading()))


def _parse(text: str, start: Literal["filter", "order", "field"]) -> object:
    parser = _parser()
    from lark.exceptions import UnexpectedInput

    try:
        return parser.parse(text, start=start)
    except UnexpectedInput as error:
        raise _invalid(text, error) from None
    except _Misplaced as error:
        raise InvalidFilter(text, str(error), column=error.word.column if error.word else 1) from None


def _invalid(text: str, error: UnexpectedInput) -> InvalidFilter:
    from lark.exceptions import UnexpectedToken

    if not isinstance(error, UnexpectedToken):
        position = error.pos_in_stream or 0
        character = text[position]
        problem = f"the quote {character} is not closed." if character in "'\"`" else f"{shown(character)} has no meaning here."
        return InvalidFilter(text, problem, column=position + 1)
    expected = set(error.accepts or ())
    if "WORDS" in expected:
        expected -= {"LPAR", "NOT"} | (set() if "_OR" in expected else {"AND"})  # where a clause starts, a key tells enough
    at_end = error.token.type == "$END"
    position = len(text) if at_end else error.token.start_pos or 0
    found = "the text ends" if at_end else f"found {shown(text[position:].split(maxsplit=1)[0], 40)}"
    problem = f"expected {_one_of([meaning for name, meaning in _MEANING.items() if name in expected])}, but {found}."
    if "OPERATOR" in expected and not at_end and position and not text[position - 1].isspace():
        problem += " Put a key with other characters than letters, digits, _ and dots in back-ticks."
    return InvalidFilter(text, problem, column=position + 1)


def _one_of(choices: list[str]) -> str:
    if len(choices) < 2:
        return choices[0] if choices else "something else"
    return f"{', '.join(choices[:-1])} or {choices[-1]}"
