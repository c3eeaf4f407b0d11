"""The web UI inside a notebook, or its address elsewhere."""

import os
import sys
from html import escape
from importlib import import_module
from typing import Any

from barograph.client import notebook
from barograph.client.links import announce, page_root
from barograph.client.local_server import LocalServer
from barograph.client.session import tracking_uri
from barograph.store.opening import is_server

_servers: dict[str, LocalServer] = {}


def ui(width: str | int = "100%", height: int = 800) -> str | None:
    """Show the web UI of the tracking URI.

    In a notebook (Jupyter, JupyterHub, VS Code, Colab) it appears inline, `width` by `height` pixels, and None is returned; elsewhere its
    address is printed and returned. Runs kept in a file get a server on a free port of this machine, which ends with this process.
    """
    uri = tracking_uri()
    server = None if is_server(uri) else _server(uri)
    address = server.url if server else str(page_root(uri))
    if not notebook.in_notebook():
        sys.stdout.write(f"{address}\n")
        return address
    if server and notebook.in_colab():
        output: Any = import_module("google.colab.output")
        output.serve_kernel_port_as_iframe(server.port, path="/", width=str(width), height=str(height))
        return None
    display: Any = import_module("IPython.display")
    display.display(display.HTML(frame(framed_address(address, server.port if server else None), width, height)))
    return None


def framed_address(address: str, local_port: int | None) -> str:
    """Where the reader's browser finds a page: through the notebook service's proxy if there is one and the page is on this machine."""
    prefix = os.environ.get("JUPYTERHUB_SERVICE_PREFIX")
    return f"{prefix.rstrip('/')}/proxy/{local_port}/" if prefix and local_port else address


def frame(address: str, width: str | int, height: int) -> str:
    """A frame of a page, and a link for readers whose notebook does not show frames."""
    place = escape(address)
    return (
        f'<iframe src="{place}" width="{escape(str(width))}" height="{int(height)}" style="border:0" title="Barograph"></iframe>'
        f'<div style="font-size:11px"><a href="{place}" target="_blank" rel="noopener">Open Barograph in a tab of its own</a></div>'
    )


def _server(uri: str) -> LocalServer:
    server = _servers.get(uri)
    if server is None or not server.is_running:
        proxied = notebook.in_colab() or bool(os.environ.get("JUPYTERHUB_SERVICE_PREFIX") or os.environ.get("VSCODE_PID"))
        server = _servers[uri] = LocalServer(uri, behind_proxy=proxied)
        announce(uri, server.url)
    return server
