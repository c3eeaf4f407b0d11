"""Running the server: a socket, one or more processes, and a line on the terminal once it answers."""

import errno
import gc
import http.client
import logging
import os
import socket
from collections.abc import Callable
from threading import Event, Thread
from urllib.parse import urlsplit

import msgspec
import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.supervisors import Multiprocess

from barograph.errors import InvalidValue, shown
from barograph.server.app import FEED, create_app
from barograph.server.settings import ServerSettings

SETTINGS_VARIABLE = "BAROGRAPH_SERVER_SETTINGS"
"""How a parent process hands its settings, as JSON, to the worker processes it starts. Not for people."""

_PAUSE_S = 0.02
_GRACE_S = 10
_WORKER_SILENT_S = 60
"""Seconds after which a worker that does not answer is replaced: on a busy machine five, the default, kill workers that only start."""


def serve(settings: ServerSettings, *, host: str, port: int, workers: int = 1, on_ready: Callable[[str], None]) -> None:
    """Serve until told to stop. Port 0 takes a free one; `on_ready` gets the URL as soon as the server answers there.

    What cannot be listened on or opened raises a `BarographError`.
    """
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    settings = msgspec.structs.replace(settings, processes=workers)
    listening = listen(host, port)
    url = address(listening, settings.static_prefix)
    ended = Event()
    Thread(target=_announce, args=(url, on_ready, ended), daemon=True).start()
    try:
        if workers == 1:
            uvicorn.Server(_config(make_app(settings))).run(sockets=[listening])
        else:
            os.environ[SETTINGS_VARIABLE] = msgspec.json.encode(settings).decode()
            Multiprocess(_config("barograph.server.serve:app_of_worker", workers=workers), sockets=[listening]).run()
    except KeyboardInterrupt:
        pass
    finally:
        ended.set()


def make_app(settings: ServerSettings) -> Starlette:
    """The application on the store that the settings name; closing it closes the store."""
    from barograph.store.opening import is_server, open_store

    if is_server(settings.backend_store_uri):
        raise InvalidValue(f"{shown(settings.backend_store_uri)} is another server. Keep this server's data in a database.")
    store = open_store(settings.backend_store_uri, artifact_root=settings.artifact_root)
    app = create_app(settings, store, at_end=store.close)
    gc.freeze()  # what is here now stays; searches make many short-lived values, so collect seldom: a fifth of their time
    gc.set_threshold(50_000, 20, 20)
    return app


def app_of_worker() -> Starlette:
    """The application of a worker process, whose settings come from its parent."""
    return make_app(msgspec.json.decode(os.environ[SETTINGS_VARIABLE], type=ServerSettings))


def listen(host: str, port: int) -> socket.socket:
    """A bound socket, or `InvalidValue` saying why not and what to do."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except OSError:
        raise InvalidValue(f"Host {shown(host)} is not an address of this machine. Try --host 127.0.0.1.") from None
    bound = socket.socket(family, kind, protocol)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(where)
    except OSError as error:
        bound.close()
        if error.errno == errno.EADDRINUSE:
            text = f"Port {port} of {host} is in use. Choose another with --port, or --port 0 for any free one."
        elif error.errno == errno.EACCES:
            text = f"Port {port} may not be used by this user. Choose one above 1023 with --port."
        else:
            text = f"Cannot listen on {shown(host)}: {error.strerror}. Try --host 127.0.0.1."
        raise InvalidValue(text) from None
    return bound


def address(listening: socket.socket, static_prefix: str = "") -> str:
    """The URL under which a listening socket is reached from this machine."""
    host, port = listening.getsockname()[:2]
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  compared, not bound
    return f"http://{f'[{reached}]' if ':' in reached else reached}:{port}{static_prefix}"


class Http(HttpToolsProtocol):
    """HTTP on a connection. When the server is told to stop, streams of events end first: they would go on for ever."""

    def shutdown(self) -> None:
        feed = self.app_state.get(FEED)
        if feed is not None:
            feed.end()
        super().shutdown()


def _config(app: Starlette | str, *, workers: int = 1) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        factory=isinstance(app, str),
        workers=workers,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_S,
        timeout_worker_healthcheck=_WORKER_SILENT_S,
        http=Http,
        ws="none",
    )


def _announce(url: str, on_ready: Callable[[str], None], ended: Event) -> None:
    parts = urlsplit(url)
    while not ended.wait(_PAUSE_S):
        connection = http.client.HTTPConnection(parts.netloc, timeout=5)
        try:
            connection.request("GET", f"{parts.path}/health")
            if connection.getresponse().status == 200:
                on_ready(url)
                return
        except (OSError, http.client.HTTPException):
            continue
        finally:
            connection.close()
