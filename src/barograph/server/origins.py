"""Cross-origin rules: which pages may change things here, and which may read answers."""

from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from barograph.errors import shown
from barograph.server.body import header

_CHANGING = frozenset(("POST", "PUT", "PATCH", "DELETE"))
_METHODS = "GET, POST, PUT, DELETE, OPTIONS, PATCH"
_LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))


class OriginCheck:
    """Pages of this server, of this machine and of allowed origins may do all; others may not change anything nor read answers."""

    def __init__(self, app: ASGIApp, *, allowed: tuple[str, ...]) -> None:
        self._app = app
        self._allowed = tuple(pattern.lower() for pattern in allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        origin = header(scope, b"origin")
        if scope["method"] == "OPTIONS":
            await self._preflight(scope, origin)(scope, receive, send)
            return
        if not origin:
            await self._app(scope, receive, send)
            return
        if self._trusted(origin, header(scope, b"host")):
            scope.setdefault("extra_headers", []).extend(_allow(origin))
            await self._app(scope, receive, send)
            return
        if scope["method"] in _CHANGING:
            text = f"Origin {shown(origin)} may not change anything here. Start the server with --cors-allowed-origins to allow it."
            await PlainTextResponse(text, status_code=403)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _preflight(self, scope: Scope, origin: str) -> Response:
        if not origin:
            return Response(status_code=204, headers={"Allow": _METHODS})
        if not self._trusted(origin, header(scope, b"host")):
            return PlainTextResponse(f"Origin {shown(origin)} is not allowed.", status_code=403)
        asked = header(scope, b"access-control-request-headers") or "content-type"
        return Response(
            headers={
                "Access-Control-Allow-Origin": origin,
                "Access-Control-Allow-Credentials": "true",
                "Access-Control-Allow-Methods": _METHODS,
                "Access-Control-Allow-Headers": asked,
                "Access-Control-Max-Age": "600",
            }
        )

    def _trusted(self, origin: str, host: str) -> bool:
        try:
            parts = urlsplit(origin.lower())
            name = parts.hostname
        except ValueError:
            return False
        if parts.scheme not in ("http", "https") or not name:
            return False
        same = parts.netloc == host.lower()
        return same or name in _LOOPBACK or any(fnmatchcase(origin.lower(), pattern) for pattern in self._allowed)


def _allow(origin: str) -> list[tuple[bytes, bytes]]:
    return [(b"access-control-allow-origin", origin.encode("latin-1")), (b"access-control-allow-credentials", b"true")]
