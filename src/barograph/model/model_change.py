"""What happened to the versions of a registered model: who changed what, when, from what to what."""

from enum import Enum

import msgspec

from barograph.errors import InvalidValue

MAX_COMMENT = 2_000
MAX_AUTHOR = 200
MAX_CHANGES = 1_000


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """Who makes a change, as they call themselves, and why."""

    user_id: str | None = None
    comment: str | None = None


NO_REMARK = Remark()


class ChangeKind(Enum):
    """What was done."""

    REGISTERED = "registered"
    STAGE = "stage"
    ALIAS = "alias"
    DELETED = "deleted"


class ModelChange(msgspec.Struct, frozen=True, kw_only=True):
    """One change of a version, as it is kept. Changes are only ever added.

    `before` and `after` are stages, or the numbers of the versions that `alias` pointed at and points at; None is no version. A change of
    an alias is about the version that it points at now or, if it was removed, pointed at.
    """

    change_id: str
    name: str
    version: int
    kind: ChangeKind
    alias: str | None = None
    before: str | None = None
    after: str | None = None
    user_id: str | None = None
    comment: str | None = None
    changed_ms: int


def check_remark(remark: Remark) -> Remark:
    """Return a remark without blanks around its texts, empty ones being None, or raise if one is too long."""
    return Remark(user_id=_text(remark.user_id, MAX_AUTHOR, "user_id"), comment=_text(remark.comment, MAX_COMMENT, "comment"))


def _text(text: str | None, limit: int, field: str) -> str | None:
    kept = (text or "").strip()
    if len(kept) > limit:
        raise InvalidValue(f"{field} has {len(kept)} characters, more than the {limit} allowed. Shorten it.")
    return kept or None
