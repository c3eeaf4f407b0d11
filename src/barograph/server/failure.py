"""Every failure as an HTTP answer; nothing else in the server words errors."""

import logging

import msgspec
from starlette.exceptions import HTTPException

from barograph.errors import BarographError
from barograph.wire.failure import Failure

log = logging.getLogger("barograph.server")

Answered = tuple[int, bytes]
"""HTTP status and JSON body."""


def answer(error: Exception, request_id: str) -> Answered:
    """Status and body for an error. What nobody foresaw is logged with the request id, and its text is kept from the caller."""
    if isinstance(error, BarographError):
        body = msgspec.json.encode(Failure(error_code=error.error_code, message=error.message))
        status = error.get_http_status_code()
        if status >= 500:
            log.error("request %s: %s: %s", request_id, error.error_code, error.message)
        return status, body
    if isinstance(error, HTTPException):
        code = {404: "ENDPOINT_NOT_FOUND", 405: "BAD_REQUEST"}.get(error.status_code, "BAD_REQUEST")
        return error.status_code, msgspec.json.encode(Failure(error_code=code, message=error.detail))
    log.error("request %s failed", request_id, exc_info=error)
    message = f"Internal error; the server's log tells more about request {request_id}."
    return 500, msgspec.json.encode(Failure(error_code="INTERNAL_ERROR", message=message, request_id=request_id))
