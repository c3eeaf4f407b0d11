"""What a check finds: how grave it is, what is wrong, and what mends it."""

from enum import Enum

import msgspec


class Level(Enum):
    """How grave a finding is. Commands end with code 1 if an error was found and not mended."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One finding.

    `code` is stable, for programs; `subject` is the table, index, series or file that it is about; `fix` says what to do, None if nobody
    can tell. `mended` is true once this program has put it right.
    """

    level: Level
    code: str
    subject: str
    message: str
    fix: str | None = None
    mended: bool = False

    @property
    def is_bad(self) -> bool:
        """Whether it is an error that still stands."""
        return self.level is Level.ERROR and not self.mended


def mended(finding: Finding) -> Finding:
    """The finding, put right."""
    return msgspec.structs.replace(finding, mended=True)
