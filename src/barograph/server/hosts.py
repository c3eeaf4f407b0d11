"""Refuses requests that name a foreign host, so that a web page cannot reach this server under a name of its own (DNS rebinding)."""

from fnmatch import fnmatchcase
from ipaddress import ip_address

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from barograph.errors import shown
from barograph.server.body import header

_OPEN = ("/health", "/version")


def host_name(netloc: str) -> str:
    """The host of `host:port`, lower-case, without the brackets of IPv6."""
    if netloc.startswith("["):
        return netloc[1:].partition("]")[0].lower()
    return netloc.partition(":")[0].lower()


def is_local(host: str) -> bool:
    """Whether a host name or address is this machine or a private network."""
    if host == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_private or address.is_loopback or address.is_unspecified


class HostCheck:
    """Lets local and private hosts and those matching a pattern pass; others get 403."""

    def __init__(self, app: ASGIApp, *, allowed: tuple[str, ...], static_prefix: str) -> None:
        self._app = app
        self._allowed = tuple(pattern.lower() for pattern in allowed)
        self._open = tuple(static_prefix + path for path in _OPEN)
        self._known: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or scope["path"] in self._open or self._passes(header(scope, b"host")):
            await self._app(scope, receive, send)
            return
        text = f"Host {shown(header(scope, b'host'))} is not allowed. Start the server with --allowed-hosts to allow it."
        await PlainTextResponse(text, status_code=403)(scope, receive, send)

    def _passes(self, host: str) -> bool:
        if host in self._known:
            return True
        name = host_name(host)
        good = is_local(name) or any(fnmatchcase(each, pattern) for pattern in self._allowed for each in (name, host.lower()))
        if good and len(self._known) < 1000:
            self._known.add(host)
        return good
