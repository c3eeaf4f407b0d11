"""Page tokens: opaque to callers, here an offset and, where wanted, the fingerprint of the query that the token continues."""

import base64
import binascii
import hashlib

import msgspec

from barograph.errors import InvalidValue, shown


class _Token(msgspec.Struct, omit_defaults=True):
    offset: int
    digest: str = ""


def fingerprint(*parts: object) -> str:
    """A short digest of what a query asks; parts are told apart by their repr."""
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def encode(offset: int, digest: str = "") -> str:
    """The token of the page that starts at `offset` (at least 1) of the query with this fingerprint."""
    return base64.urlsafe_b64encode(msgspec.json.encode(_Token(offset, digest))).decode("ascii")


def start_of(token: str | None, offset: int | None) -> int:
    """Where a page starts that is asked for by a token or by an offset, 0 if by neither.

    Both, or an offset below 0, raise `InvalidValue`.
    """
    if offset is None:
        return decode(token)
    if token:
        raise InvalidValue("Both a page token and an offset were given. Give one of them.")
    if isinstance(offset, bool) or not isinstance(offset, int) or not 0 <= offset < 2**63:
        raise InvalidValue(f"Invalid offset {shown(offset)}. It must be a whole number, 0 or more.")
    return offset


def decode(token: str | None, digest: str = "") -> int:
    """The offset at which the page starts, 0 without a token. Raises `InvalidValue` for a token that was not made for this query."""
    if not token:
        return 0
    try:
        found = msgspec.json.decode(base64.urlsafe_b64decode(token), type=_Token)
    except (ValueError, binascii.Error, msgspec.MsgspecError):
        found = _Token(0)
    if not 1 <= found.offset < 2**63:
        raise InvalidValue(f"Invalid page token {shown(token)}. Pass the token exactly as the previous page gave it, or none.")
    if found.digest != digest:
        raise InvalidValue(f"Page token {shown(token)} belongs to another query. Repeat the query that gave it, or start without a token.")
    return found.offset
