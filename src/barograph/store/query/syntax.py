"""From text to lark's parse tree, and from lark's errors to `InvalidFilter`.

lark is imported and the parser built at the first text that needs them: both take time that a start of the server should not.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from barograph.errors import InvalidFilter, shown

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

_MEANING = {
    "OPERATOR": "an operator (= != < <= > >= LIKE ILIKE)",
    "_IN": "IN",
    "_IS": "IS",
    "_NULL": "NULL",
    "WORDS": "a key",
    "SINGLE": "a text in quotes",
    "UNQUOTED": "a number",
    "DIRECTION": "ASC or DESC",
    "LPAR": "(",
    "RPAR": ")",
    "COMMA": "a comma",
    "$END": "the end",
}


@cache
def _parser() -> Lark:
    from lark import Lark

    grammar = files(__package__).joinpath("grammar.lark").read_text("utf-8")
    return Lark(grammar, parser="lalr", lexer="contextual", start=["filter", "order"])


def parse(text: str, start: Literal["filter", "order"]) -> Tree[Token]:
    """The parse tree of a filter or order_by text. Raises `InvalidFilter` with the column where parsing stopped and what could follow."""
    from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

    try:
        return _parser().parse(text, start=start)
    except UnexpectedInput as error:
        expected: set[str] = set()
        at_end = False
        if isinstance(error, UnexpectedToken):
            expected, at_end = set(error.expected), error.token.type == "$END"
        elif isinstance(error, UnexpectedCharacters):
            expected = set(error.allowed or ())
        elif isinstance(error, UnexpectedEOF):
            expected, at_end = set(error.expected), True
        position = len(text) if at_end or error.pos_in_stream is None else error.pos_in_stream
    wanted = [meaning for name, meaning in _MEANING.items() if name in expected]
    found = "the text ends" if at_end else f"found {shown(_piece(text, position), 40)}"
    raise InvalidFilter(text, f"expected {_one_of(wanted)}, but {found}.", column=position + 1)


def column_of(node: Tree[Token] | Token) -> int | None:
    """The column, from 1, where a token or the first token of a tree starts."""
    while not hasattr(node, "start_pos"):
        node = node.children[0]
    return None if node.start_pos is None else node.start_pos + 1


def _piece(text: str, position: int) -> str:
    """The stretch of text at `position` up to the next white space."""
    return (text[position:].split(maxsplit=1) or [""])[0]


def _one_of(choices: list[str]) -> str:
    if len(choices) < 2:
        return choices[0] if choices else "something else"
    return f"{', '.join(choices[:-1])} or {choices[-1]}"
