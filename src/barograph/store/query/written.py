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
    """A key: one word, or a prefix and a word in quotes, with or without a word after it."""

    first: Word
    quoted: Word | None = None
    tail: Word | None = None

    @property
    def raw(self) -> str:
        """The key as it stands in the text."""
        return ".".join(word.raw for word in (self.first, self.quoted, self.tail) if word is not None)

    @property
    def column(self) -> int:
        """Where the key starts."""
        return self.first.column


class WrittenComparison(msgspec.Struct, frozen=True):
    """`key [NOT] operator value`."""

    key: WrittenKey
    operator: Word
    value: Word
    negated: bool = False


class WrittenBetween(msgspec.Struct, frozen=True):
    """`key [NOT] BETWEEN low AND high`."""

    key: WrittenKey
    low: Word
    high: Word
    negated: bool


class WrittenMembership(msgspec.Struct, frozen=True):
    """`key [NOT] IN (values)`."""

    key: WrittenKey
    values: tuple[Word, ...]
    negated: bool


class WrittenAbsence(msgspec.Struct, frozen=True):
    """`key IS [NOT] NULL`."""

    key: WrittenKey
    negated: bool


class WrittenAll(msgspec.Struct, frozen=True):
    """Clauses joined by AND; the empty text is one of no clauses. `depth` counts the levels below, `leaves` the clauses in them."""

    clauses: tuple["WrittenClause", ...]
    depth: int = 0
    leaves: int = 0


class WrittenAny(msgspec.Struct, frozen=True):
    """Clauses joined by OR."""

    clauses: tuple["WrittenClause", ...]
    depth: int
    leaves: int


class WrittenNot(msgspec.Struct, frozen=True):
    """`NOT clause`."""

    clause: "WrittenClause"
    depth: int
    leaves: int


class WrittenOrder(msgspec.Struct, frozen=True):
    """`key [ASC|DESC]`."""

    key: WrittenKey
    ascending: bool


WrittenLeaf = WrittenComparison | WrittenBetween | WrittenMembership | WrittenAbsence
WrittenClause = WrittenAll | WrittenAny | WrittenNot | WrittenLeaf
