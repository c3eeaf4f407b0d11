"""Headers that every answer carries, and the id that every request gets."""

import secrets
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from itertools import count

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_FRAME_ANCESTORS = {
    "SAMEORIGIN": "'self' http://localhost:* http://127.0.0.1:* https://localhost:* https://127.0.0.1:*",
    "DENY": "'none'",
    "NONE": "*",
}
X_FRAME_OPTIONS = tuple(_FRAME_ANCESTORS)


def page_policy(x_frame_options: str, style_nonce: str, scripts: Iterable[str]) -> str:
    """The Content-Security-Policy of pages: own files only, and of what stands in the page itself nothing but these.

    Scripts are known by their hashes, styles by the nonce. Notebooks on this machine may frame pages unless options forbid it.
    """
    hashes = "".join(f" 'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts)
    return (
        f"default-src 'self'; script-src 'self'{hashes}; style-src 'self' 'nonce-{style_nonce}'; img-src 'self' data: blob:;"
        " font-src 'self' data:; frame-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors "
        + _FRAME_ANCESTORS[x_frame_options]
    )


class AnswerHeaders:
    """Adds the request id and headers against content sniffing and framing."""

    def __init__(self, app: ASGIApp, *, x_frame_options: str) -> None:
        self._app = app
        self._fixed = [(b"x-content-type-options", b"nosniff"), (b"vary", b"Origin"), (b"referrer-policy", b"same-origin")]
        if x_frame_options != "NONE":
            self._fixed.append((b"x-frame-options", x_frame_options.encode()))
        self._process = secrets.token_hex(4)
        self._numbers = count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        request_id = scope["request_id"] = f"{self._process}-{next(self._numbers):x}"

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message["headers"],
                    *self._fixed,
                    (b"x-request-id", request_id.encode()),
                    *scope.get("extra_headers", ()),
                ]
            await send(message)

        await self._app(scope, receive, send_with_headers)
