"""The body of an error answer."""

from barograph.wire.message import Answer


class Failure(Answer, kw_only=True):
    """What went wrong: a stable code for programs, a message for people."""

    error_code: str
    message: str
    request_id: str | None = None
