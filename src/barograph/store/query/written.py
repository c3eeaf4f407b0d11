"""Search texts as written: what the parser hands on, before anything is looked up. Columns count from 1."""

import msgspec


class Word(msgspec.Struct, frozen=True):
    """One token. `text` is without its quotes, `raw` with them; `quote` is `'`, `"`, a back-tick or nothing."""

    raw: str
    column: int

    @property
    def quote(self) -> str:
        """The kind of quotes around the word, "" for none."""
        return self.raw[0] if self.raw[:1] in ("'", '"', "`") else ""

    @property
    def text(self) -> str:
        """The word without its quotes."""
        return self.raw[1:-1] if self.quote else self.raw


class WrittenKey(msgspec.Struct, frozen=True):
    """A key: one word, or a prefix and a word in quotes."""

    first: Word
    quoted: Word | None = None

    @property
    def raw(self) -> str:
        """The key as it stands in the text."""
        return self.first.raw if self.quoted is None else f"{self.first.raw}.{self.quoted.raw}"

    @property
    def column(self) -> int:
        """Where the key starts."""
        return self.first.column


class WrittenComparison(msgspec.Struct, frozen=True):
    """`key operator value`."""

    key: WrittenKey
    operator: Word
    value: Word


class WrittenMembership(msgspec.Struct, frozen=True):
    """`key [NOT] IN (values)`."""

    key: WrittenKey
    values: tuple[Word, ...]
    negated: bool


class WrittenAbsence(msgspec.Struct, frozen=True):
    """`key IS [NOT] NULL`."""

    key: WrittenKey
    negated: bool


class Unsupported(msgspec.Struct, frozen=True):
    """A connective that the grammar knows and the language does not offer yet."""

    word: Word


class WrittenOrder(msgspec.Struct, frozen=True):
    """`key [ASC|DESC]`."""

    key: WrittenKey
    ascending: bool


WrittenClause = WrittenComparison | WrittenMembership | WrittenAbsence | Unsupported
