"""The one client for HTTP that leaves this process.

Connections are kept alive and shared by the whole process; a forked child starts with none. Passing failures are tried again as MLflow's
clients do: no connection, a broken one, a timeout, or one of the statuses 408, 429, 500, 502, 503 and 504, with growing waits or those that
`Retry-After` asks for.

Trying again is safe for almost every route: reads, updates, deletions, tags, params, and metrics, of which exact duplicates are dropped. A
creation that gives a new id each time (`repeatable=False`) is tried again only if the server cannot have begun it: the connection was never
made, or the answer was 429 or 503. A server that was never reached in this process is given up after a few seconds, not minutes.

Who has a rhythm of its own for trying again, or cannot wait, asks within `one_attempt`. Errors say in `retry_after_s` when the server wants
to be asked again.

Redirects are not followed, so that neither credentials nor data go to a host that the user did not name.
"""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Container, Iterable, Iterator, Mapping
from configparser import ConfigParser
from configparser import Error as ConfigError
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from math import inf
from pathlib import Path
from urllib.parse import unquote, urlencode, urlsplit, urlunsplit

import msgspec
import urllib3
from urllib3.util import Retry, Timeout

from barograph import settings
from barograph.errors import BarographError, EndpointNotFound, InvalidValue, Unavailable, from_wire, shown
from barograph.version import __version__

Query = Mapping[str, str | int | bool | Iterable[str] | None]

_PASSING = frozenset({408, 429, 500, 502, 503, 504})
_NEVER_BEGUN = frozenset({429, 503})
_FIRST_CONTACT_RETRIES = 2
_CONNECT_TIMEOUT_S = 10.0
_MAX_WAIT_S = 120.0
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

_ONCE = Retry(total=0, redirect=False, raise_on_status=False)
_impatience: ContextVar[float | None] = ContextVar("one attempt, of at most so many seconds", default=None)

_pools: dict[tuple[str | bool | None, ...], urllib3.PoolManager] = {}
_reached: set[str] = set()


def _forget_connections() -> None:
    _pools.clear()
    _reached.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_connections)


@contextmanager
def one_attempt(timeout_s: float = inf) -> Iterator[None]:
    """Requests of this thread are made once while the block runs, and given up after `timeout_s` seconds, or the setting's if less."""
    before = _impatience.set(timeout_s)
    try:
        yield
    finally:
        _impatience.reset(before)


class _Failure(msgspec.Struct):
    error_code: str | None = None
    message: str | None = None


class OutboundClient:
    """HTTP requests below one base URL, with the user's credentials unless `authenticated` is false.

    User name and password come from the URL, else from the settings or `~/.mlflow/credentials`; a token is used without both of them.
    """

    def __init__(self, base_url: str, *, authenticated: bool = True) -> None:
        parts = urlsplit(base_url)
        try:
            host, port = parts.hostname, parts.port
        except ValueError:
            host, port = None, None
        if parts.scheme not in ("http", "https") or not host:
            raise InvalidValue(f"Invalid URL {shown(_without_credentials(base_url))}. Give one such as http://localhost:5000.")
        netloc = f"[{host}]" if ":" in host else host
        self.base_url = urlunsplit((parts.scheme, f"{netloc}:{port}" if port else netloc, parts.path.rstrip("/"), "", ""))
        self._host = host
        self._origin = f"{parts.scheme}://{netloc}:{port}"
        self._userinfo = (unquote(parts.username or ""), unquote(parts.password or "")) if parts.username else None
        self._authenticated = authenticated

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Query | None = None,
        body: bytes | Iterable[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
        repeatable: bool = True,
        patient: bool = True,
        stream: bool = False,
        accepted: Container[int] = (),
    ) -> urllib3.BaseHTTPResponse:
        """The answer to a request, status below 300 or `accepted`, or the error it means. `path` comes escaped.

        Without patience it is tried once, within some seconds: for what is out of date by the time that trying again would help.
        With `stream` the body of the answer is yet to be read, and the caller closes it.

        An unreachable server raises `Unavailable`. A body that is a one-time iterator is sent once; any other iterable may be sent again.
        """
        url = self.base_url + path + (f"?{encoded}" if query and (encoded := _encode(query)) else "")
        if body is not None and not isinstance(body, bytes) and iter(body) is body:
            repeatable = False
        everything = {"User-Agent": f"barograph-python/{__version__}", **self._authorization(), **(headers or {})}
        retries = self._retries(repeatable=repeatable) if patient and _impatience.get() is None else _ONCE
        try:
            response = self._pool().request(
                method,
                url,
                body=body,
                headers=everything,
                retries=retries,
                redirect=False,
                preload_content=not stream,
                timeout=_timeout() if patient else Timeout(_CONNECT_TIMEOUT_S),
            )
        except urllib3.exceptions.HTTPError as error:
            raise self._unavailable(error) from None
        _reached.add(self._origin)
        if response.status >= 300 and response.status not in accepted:
            failure = self._refusal(response, url)
            failure.retry_after_s = _retry_after_s(response)
            raise failure
        return response

    def _pool(self) -> urllib3.PoolManager:
        insecure, authority = settings.TRACKING_INSECURE_TLS.get(), settings.TRACKING_SERVER_CERT_PATH.get() or None
        if insecure and authority:
            names = settings.TRACKING_INSECURE_TLS.name, settings.TRACKING_SERVER_CERT_PATH.name
            raise InvalidValue(f"{names[0]} and {names[1]} contradict each other. Set one of them.")
        certificate, proxy = settings.TRACKING_CLIENT_CERT_PATH.get() or None, _proxy(self.base_url, self._host)
        key = (insecure, authority, certificate, proxy)
        pool = _pools.get(key)
        if pool is None:
            reqs = "CERT_NONE" if insecure else "CERT_REQUIRED"
            if proxy is None:
                pool = urllib3.PoolManager(maxsize=16, cert_reqs=reqs, ca_certs=authority, cert_file=certificate)
            else:
                pool = urllib3.ProxyManager(proxy, maxsize=16, cert_reqs=reqs, ca_certs=authority, cert_file=certificate)
            pool = _pools.setdefault(key, pool)
        return pool

    def _retries(self, *, repeatable: bool) -> Retry:
        times = settings.HTTP_MAX_RETRIES.get()
        factor = settings.HTTP_BACKOFF_FACTOR.get()
        if not 0 <= times <= 10:
            raise InvalidValue(f"{settings.HTTP_MAX_RETRIES.name} is {times}; expected 0 to 10.")
        if not 0 <= factor <= _MAX_WAIT_S:
            raise InvalidValue(f"{settings.HTTP_BACKOFF_FACTOR.name} is {factor:g}; expected 0 to {_MAX_WAIT_S:g} seconds.")
        return Retry(
            total=times,
            connect=times if self._origin in _reached else min(times, _FIRST_CONTACT_RETRIES),
            read=times if repeatable else 0,
            other=0,
            status=times,
            redirect=0,
            allowed_methods=None,
            status_forcelist=_PASSING if repeatable else _NEVER_BEGUN,
            backoff_factor=factor,
            backoff_max=_MAX_WAIT_S,
            backoff_jitter=min(1.0, factor),
            raise_on_status=False,
        )

    def _authorization(self) -> dict[str, str]:
        if self._userinfo:
            return _basic(*self._userinfo)
        if not self._authenticated:
            return {}
        user, password = credentials()
        if user and password:
            return _basic(user, password)
        token = settings.TRACKING_TOKEN.get()
        return {"Authorization": f"Bearer {token}"} if token else {}

    def _unavailable(self, error: urllib3.exceptions.HTTPError) -> Unavailable:
        reason: object = error.reason if isinstance(error, urllib3.exceptions.MaxRetryError) and error.reason else error
        if isinstance(reason, urllib3.exceptions.NameResolutionError):
            problem, remedy = "its host name is not known", "Check the URL."
        elif isinstance(reason, urllib3.exceptions.NewConnectionError):
            problem, remedy = "nothing answers there", "Start the server with `barograph server`, or check host and port of the URL."
        elif isinstance(reason, urllib3.exceptions.SSLError):
            problem = f"the secure connection failed ({reason})"
            remedy = f"Check the certificate; {settings.TRACKING_SERVER_CERT_PATH.name} names a CA bundle."
        elif isinstance(reason, urllib3.exceptions.TimeoutError):
            problem = "it did not answer in time"
            remedy = f"Try again, or raise {settings.HTTP_TIMEOUT_S.name} (seconds)."
        else:
            problem, remedy = f"the connection broke ({type(reason).__name__})", "Try again; the server may have been restarted."
        return Unavailable(f"The server at {self.base_url} cannot be reached: {problem}. {remedy}")

    def _refusal(self, response: urllib3.BaseHTTPResponse, url: str) -> BarographError:
        """The error that an answer of status 300 or above means."""
        body = response.data
        place = url.partition("?")[0]
        if response.status < 400:
            target = urlsplit(response.headers.get("Location", ""))
            there = (
                f"{target.scheme}://{target.hostname}{':' + str(target.port) if target.port else ''}" if target.hostname else "elsewhere"
            )
            return BarographError(f"The server at {self.base_url} redirects {place} to {there}. Set the tracking URI to the final address.")
        try:
            failure = msgspec.json.decode(body, type=_Failure)
        except (msgspec.DecodeError, UnicodeDecodeError):
            failure = _Failure()
        if failure.error_code or failure.message:
            return from_wire(response.status, failure.error_code, failure.message or f"Status {response.status} from {place}.")
        if response.status == 404:
            return EndpointNotFound(
                f"{place} does not exist. Is the tracking URI that of a Barograph or MLflow server, with its path prefix?"
            )
        said = _excerpt(response)
        return from_wire(response.status, None, f"{place} answered status {response.status}" + (f": {said}" if said else "."))


def credentials() -> tuple[str, str]:
    """User name and password for the server, each from the settings or else from `~/.mlflow/credentials`, `""` if unknown."""
    user, password = settings.TRACKING_USERNAME.get(), settings.TRACKING_PASSWORD.get()
    if user and password:
        return user, password
    try:
        place = Path.home() / ".mlflow" / "credentials"
        stored = _stored_credentials(place, place.stat().st_mtime_ns)
    except (OSError, RuntimeError):
        return user, password
    return user or stored[0], password or stored[1]


@lru_cache(maxsize=4)
def _stored_credentials(place: Path, _changed_ns: int) -> tuple[str, str]:
    file = ConfigParser(interpolation=None)
    try:
        file.read(place, encoding="utf-8")
    except (ConfigError, UnicodeDecodeError):
        return "", ""
    return file.get("mlflow", "mlflow_tracking_username", fallback=""), file.get("mlflow", "mlflow_tracking_password", fallback="")


def _basic(user: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"{user}:{password}".encode()).decode()}


def _timeout() -> Timeout:
    seconds = min(settings.HTTP_TIMEOUT_S.get(), _impatience.get() or inf)
    return Timeout(connect=min(seconds, _CONNECT_TIMEOUT_S), read=seconds)


def _retry_after_s(response: urllib3.BaseHTTPResponse) -> float | None:
    """Seconds that the server asks to wait, None if it does not say."""
    try:
        return Retry().get_retry_after(response)
    except (urllib3.exceptions.HTTPError, ValueError, OverflowError):
        return None


def _proxy(url: str, host: str) -> str | None:
    """The forward proxy that the environment names for a URL; this machine is never behind one."""
    if host in _LOOPBACK or not any(os.environ.get(name) for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")):
        return None
    from urllib.request import getproxies_environment, proxy_bypass

    if proxy_bypass(host):
        return None
    return getproxies_environment().get(urlsplit(url).scheme)


def _encode(query: Query) -> str:
    pairs = {key: str(value).lower() if isinstance(value, bool) else value for key, value in query.items() if value is not None}
    try:
        return urlencode(pairs, doseq=True)
    except UnicodeEncodeError as error:
        raise InvalidValue(f"{shown(error.object)} holds half of a surrogate pair, which is no character. Remove it.") from None


def _excerpt(response: urllib3.BaseHTTPResponse) -> str:
    """The start of a plain text answer; pages of HTML say nothing that a message could use."""
    if "html" in response.headers.get("Content-Type", ""):
        return ""
    return " ".join(response.data[:300].decode("utf-8", "replace").split())


def _without_credentials(url: str) -> str:
    return "***@" + url.rpartition("@")[2] if "@" in url else url
