"""Where in a shell command the values of parameters stand, so that each can be put there without being read as syntax.

This is no shell: it follows quotes, substitutions and words closely enough to tell the places in which a shell takes a variable's content
as it is from those in which it evaluates it once more. What it cannot follow counts as one of the latter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum

_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*\+?=")
_SUBSCRIPT = re.compile(r"[A-Za-z_]\w*\[[^\]]*$")
_VARIABLE = re.compile(r"\$(\w+|[!@*#?$\-])?")
_DEFAULT_OF = re.compile(r"\w+:?[-=+?]")
_SHELL_CODE = re.compile(r"-[A-Za-z]*c[A-Za-z]*")
_ARITHMETIC_TESTS = frozenset({"-eq", "-ne", "-lt", "-le", "-gt", "-ge"})
_NAMING_TESTS = frozenset({"-v", "-R"})
_SHELLS = frozenset({"sh", "bash", "dash", "zsh", "ksh", "ash", "fish"})
_BEFORE_COMMANDS = frozenset(
    {"if", "then", "else", "elif", "do", "while", "until", "!", "{", "time", "command", "builtin", "exec", "env", "nohup", "sudo", "nice"}
)
_EVALUATING = frozenset(
    {
        "eval", "source", ".", "let", "declare", "typeset", "local", "readonly", "unset", "read", "mapfile", "readarray", "getopts", "trap",
        "alias", "compgen", "complete", "bind", "fc", "ssh", "su", "watch", "parallel",
    }
)  # fmt: skip
_FIELD = "\0"


class Place(Enum):
    """What may stand in a place, from the least to the most dangerous."""

    WORD = "outside of quotes"
    DOUBLE = "within double quotes"
    SINGLE = "within single quotes"
    PLAIN = "where the shell would evaluate it"
    NUMBER = "where the shell would calculate with it"
    NOTHING = "behind a dollar sign"


_STRICTNESS = {place: i for i, place in enumerate(Place)}


class Field:
    """A place that a parameter's value goes to."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.place = Place.WORD
        self.is_glued = False
        """Whether a plain value would not be a word here without quotes, but a part of `~name`, of `2>`, or an operator of `[[ ]]`."""

    def restrict(self, place: Place) -> None:
        """Let no more stand here than `place` allows."""
        if _STRICTNESS[place] > _STRICTNESS[self.place]:
            self.place = place


Token = str | Field
"""One character, or a field."""


class _Frame:
    """One level of nesting: `kind` is command, double, single, ansi, backtick, brace or arithmetic."""

    def __init__(self, kind: str, closing: str = ")") -> None:
        self.kind = kind
        self.closing = closing  # of arithmetic
        self.depth = 0  # of parentheses in arithmetic
        self.word = ""
        self.words: list[str] = []
        self.fields: list[Field] = []  # of the simple command
        self.tested: list[Field] | None = None  # within [[ ]]
        self.redirection = ""  # the operator whose file comes next


class ShellReader:
    """Reads a command once, from left to right, and sets the place of each field."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._fields = [token for token in tokens if isinstance(token, Field)]
        self._frames = [_Frame("command")]
        self._at = 0
        self._escaped_at = -1
        self._is_poisoned = False  # behind a here-document nothing is followed

    def read(self) -> None:
        """Set `place` and `is_glued` of all fields."""
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if isinstance(token, Field):
                self._field(token)
                self._at += 1
            else:
                self._at += getattr(self, f"_in_{self._frames[-1].kind}")(token)
        if len(self._frames) > 1:
            for field in self._fields:
                field.restrict(Place.PLAIN)
        while self._frames:
            self._end_command(self._frames[-1])
            self._frames.pop()

    def _peek(self, text: str) -> bool:
        """Whether `text` comes next."""
        return list(self._tokens[self._at : self._at + len(text)]) == list(text)

    def _previous(self) -> Token:
        return self._tokens[self._at - 1] if self._at else " "

    # Fields

    def _field(self, field: Field) -> None:
        frame, previous = self._frames[-1], self._previous()
        following = self._tokens[self._at + 1] if self._at + 1 < len(self._tokens) else " "
        field.place = {"double": Place.DOUBLE, "single": Place.SINGLE}.get(frame.kind, Place.WORD)
        field.is_glued = previous == "~" or (isinstance(following, str) and following in "<>")
        if previous == "$" and frame.kind != "single" and self._escaped_at != self._at - 1:
            field.restrict(Place.NOTHING)
        if frame.kind in ("ansi", "backtick") or self._is_poisoned or self._escaped_at == self._at:
            field.restrict(Place.PLAIN)
        holder = next(held for held in reversed(self._frames) if held.kind not in ("double", "single", "ansi"))
        field.restrict(_place_in(holder))
        holder.word += _FIELD
        for held in self._frames:
            held.fields.append(field)
            if held.tested is not None:
                held.tested.append(field)
                field.is_glued = True

    # Characters, by the kind of the innermost frame; each answers how many it took.

    def _in_command(self, letter: str) -> int:
        frame = self._frames[-1]
        if taken := self._opening(letter):
            return taken
        if letter == "#" and self._previous() in (*" \t\n;|&()",):
            return self._comment()
        if letter in " \t":
            self._end_word(frame)
            return 1
        if self._peek("&>") or (letter in "<>" and not self._peek(letter + "(")):
            return self._redirection(letter, frame)
        if letter in "\n;|&()":
            return self._separator(letter, frame)
        if letter in "<>":
            self._end_word(frame)
            frame.words.append(letter)
            self._frames.append(_Frame("command"))
            return 2
        frame.word += letter
        return 1

    def _redirection(self, letter: str, frame: _Frame) -> int:
        self._end_word(frame)
        if letter == "<":
            frame.words.append("<")
        operator = next((found for found in ("<<<", "<<", ">>", ">&", "<&", "<>", ">|", "&>>", "&>") if self._peek(found)), letter)
        self._is_poisoned = self._is_poisoned or operator == "<<"
        frame.redirection = operator
        return len(operator)

    def _separator(self, letter: str, frame: _Frame) -> int:
        if letter == "(" and self._peek("((") and not frame.word:
            self._frames.append(_Frame("arithmetic"))
            return 2
        self._end_word(frame)
        if letter == ")" and len(self._frames) > 1:
            self._end_command(frame)
            self._close()
            return 1
        if letter == "(":
            self._frames.append(_Frame("command"))
            return 1
        if frame.tested is None:
            self._end_command(frame)
        return 1

    def _in_double(self, letter: str) -> int:
        if letter == '"':
            self._close()
            return 1
        return self._opening(letter, quotes=False) or self._literal(letter)

    def _in_single(self, letter: str) -> int:
        if letter == "'":
            self._close()
            return 1
        return self._literal(letter)

    def _in_ansi(self, letter: str) -> int:
        if letter == "\\":
            return self._escape()
        return self._in_single(letter)

    def _in_backtick(self, letter: str) -> int:
        if letter == "\\":
            return self._escape()
        if letter == "`":
            self._close()
            return 1
        return self._literal(letter)

    def _in_brace(self, letter: str) -> int:
        frame = self._frames[-1]
        if letter == "}":
            self._close()
            return 1
        quotes = not any(held.kind == "double" for held in self._frames)
        if taken := self._opening(letter, quotes=quotes, double=True):
            return taken
        frame.word += letter
        return 1

    def _in_arithmetic(self, letter: str) -> int:
        frame = self._frames[-1]
        if taken := self._opening(letter):
            return taken
        if letter in "([":
            frame.depth += 1
        elif letter in ")]" and frame.depth:
            frame.depth -= 1
        elif letter == frame.closing:
            self._close()
            return 2 if self._peek("))") else 1
        return 1

    def _opening(self, letter: str, *, quotes: bool = True, double: bool = False) -> int:
        """Open what the letter opens; 0 if that is nothing. Within double quotes, quotes open nothing."""
        if letter == "\\":
            return self._escape()
        if letter == "`":
            return self._open("backtick", 1)
        if letter == "$":
            return self._dollar(quotes=quotes)
        if letter == '"' and (quotes or double):
            return self._open("double", 1)
        if letter == "'" and quotes:
            return self._open("single", 1)
        return 0

    def _dollar(self, *, quotes: bool) -> int:
        if self._peek("$(("):
            return self._open("arithmetic", 3)
        if self._peek("$["):
            return self._open("arithmetic", 2, "]")
        if self._peek("$("):
            return self._open("command", 2)
        if self._peek("${"):
            return self._open("brace", 2)
        if quotes and self._peek("$'"):
            return self._open("ansi", 2)
        return 0

    def _open(self, kind: str, taken: int, closing: str = ")") -> int:
        self._frames[-1].word += "$" if kind in ("command", "brace", "arithmetic", "backtick") else ""
        self._frames.append(_Frame(kind, closing))
        return taken

    def _close(self) -> None:
        closed = self._frames.pop()
        if self._frames and closed.kind in ("double", "single", "ansi"):
            self._frames[-1].word += closed.word

    def _literal(self, letter: str) -> int:
        self._frames[-1].word += letter
        return 1

    def _escape(self) -> int:
        following = self._tokens[self._at + 1] if self._at + 1 < len(self._tokens) else ""
        self._escaped_at = self._at + 1
        if isinstance(following, Field):
            return 1
        self._frames[-1].word += following
        return 2

    def _comment(self) -> int:
        taken = 0
        for read in self._tokens[self._at :]:
            if read == "\n":
                break
            taken += 1
        return taken

    # Words and commands

    def _end_word(self, frame: _Frame) -> None:
        word, frame.word = frame.word, ""
        if not word:
            return
        if frame.redirection:
            frame.redirection = ""
            return
        frame.words.append(word)
        if word == "[[" and frame.tested is None:
            frame.tested = []
        elif word == "]]" and frame.tested is not None:
            self._end_test(frame)

    def _end_test(self, frame: _Frame) -> None:
        words, fields, frame.tested = frame.words, frame.tested or [], None
        if _ARITHMETIC_TESTS & {*words} or _NAMING_TESTS & {*words}:
            for field in fields:
                field.restrict(Place.NUMBER)

    def _end_command(self, frame: _Frame) -> None:
        self._end_word(frame)
        if frame.tested is not None:
            self._end_test(frame)
        dangerous = _evaluates(frame.words)
        for field in frame.fields if dangerous else ():
            field.restrict(Place.PLAIN)
        # What it reads may have been written by anything before it.
        for field in self._fields if _reads_code(frame.words) else ():
            field.restrict(Place.PLAIN)
        frame.words, frame.fields, frame.redirection = [], [], ""


def _place_in(frame: _Frame) -> Place:
    """What the level around a field allows at most."""
    if frame.kind == "arithmetic":
        return Place.NUMBER
    if frame.kind == "brace":
        return Place.PLAIN if _DEFAULT_OF.match(frame.word) and "[" not in frame.word else Place.NUMBER
    if frame.kind == "command" and _SUBSCRIPT.fullmatch(frame.word.replace(_FIELD, "0")):
        return Place.NUMBER
    # Behind `>&` bash expands a word twice if it is no number.
    return Place.PLAIN if frame.redirection in ("<<<", ">&", "<&") else Place.WORD


def _command_of(words: Sequence[str]) -> Iterator[str]:
    """The words of a simple command from its name on."""
    is_before = True
    for word in words:
        is_before = is_before and (word in _BEFORE_COMMANDS or bool(_ASSIGNMENT.match(word)))
        if not is_before:
            yield word


def _name_of(word: str) -> str:
    """The name of a program, without its folder, and without variables, which may be empty."""
    return _VARIABLE.sub("", word).rpartition("/")[2]


def _evaluates(words: Sequence[str]) -> bool:
    """Whether a command takes one of its words for code, or for an expression."""
    command = list(_command_of(words))
    if not command:
        return False
    name, rest = _name_of(command[0]), command[1:]
    names_a_variable = (name == "printf" and "-v" in rest) or (name in ("test", "[") and bool(_NAMING_TESTS & {*rest}))
    if name in _EVALUATING or names_a_variable or "eval" in map(_name_of, words):
        return True
    return any(_name_of(word) in _SHELLS and _is_given_code(words[i + 1 :]) for i, word in enumerate(words))


def _is_given_code(arguments: Sequence[str]) -> bool:
    """Whether a shell takes one of these arguments for code, rather than a script's name."""
    takes_name = False
    for word in arguments:
        if word.startswith("<") or _SHELL_CODE.fullmatch(word):
            return True
        if not word.startswith(("-", "+")) and not takes_name:
            return False
        takes_name = word in ("-o", "+o", "-O", "+O", "--rcfile", "--init-file")
    return False


def _reads_code(words: Sequence[str]) -> bool:
    """Whether a command is a shell that reads what it runs from its input."""
    command = list(_command_of(words))
    return (
        bool(command)
        and _name_of(command[0]) in _SHELLS
        and all(word.startswith(("-", "<")) or not _VARIABLE.sub("", word) for word in command[1:])
    )
