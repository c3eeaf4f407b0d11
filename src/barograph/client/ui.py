"""The web UI inside a notebook, or its address elsewhere."""

import sys
from html import escape
from importlib import import_module
from typing import Any

from barograph.client import notebook
from barograph.client.comparison import Comparison
from barograph.client.links import announce, comparison_link, experiment_link, page_root, run_link
from barograph.client.local_server import LocalServer
from barograph.client.notebook_proxy import port_address
from barograph.client.session import tracking_uri
from barograph.entities.experiment import Experiment
from barograph.entities.run import Run
from barograph.errors import InvalidValue, shown
from barograph.store.opening import is_server

_servers: dict[str, LocalServer] = {}


def ui(width: str | int = "100%", height: int = 800, *, page: Run | Experiment | Comparison | str | None = None) -> str | None:
    """Show the web UI of the tracking URI, at the page of a run, an experiment, a comparison, or an address such as "/models".

    In a notebook (Jupyter, JupyterHub, VS Code, Colab) it appears inline, `width` by `height` pixels, and None is returned; elsewhere its
    address is printed and returned. Runs kept in a file get a server on a free port of this machine, which ends with this process.
    """
    uri = tracking_uri()
    behind = page_address(page, "")
    server = None if is_server(uri) else _server(uri)
    root = server.url if server else str(page_root(uri))
    if not notebook.in_notebook():
        sys.stdout.write(f"{root}{behind}\n")
        return f"{root}{behind}"
    if server and notebook.in_colab():
        output: Any = import_module("google.colab.output")
        output.serve_kernel_port_as_iframe(server.port, path=behind or "/", width=str(width), height=str(height))
        return None
    display: Any = import_module("IPython.display")
    address = framed_address(root, server.port if server else None)
    display.display(display.HTML(frame(f"{address.rstrip('/')}{behind or '/'}", width, height)))
    return None


def page_address(page: object, root: str) -> str:
    """The address of a page below the root of the pages; without a page, the root itself."""
    if page is None:
        return root
    if isinstance(page, Run):
        return run_link(root, page.info.experiment_id, page.info.run_id)
    if isinstance(page, Experiment):
        return experiment_link(root, page.experiment_id)
    if isinstance(page, Comparison):
        return comparison_link(root, [run.info.run_id for run in page.runs])
    if isinstance(page, str):
        return f"{root}/#/{page.lstrip('/#')}"
    raise InvalidValue(f"page is {shown(page)}. Give a run, an experiment, a comparison, or the address of a page such as '/models'.")


def framed_address(address: str, local_port: int | None) -> str:
    """Where the reader's browser finds a page: through the notebook service's proxy if there is one and the page is on this machine."""
    proxied = port_address() if local_port else None
    return proxied.replace("{port}", str(local_port)) if proxied else address


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
        proxied = notebook.in_notebook() and (notebook.in_colab() or notebook.in_vscode() or port_address() is not None)
        server = _servers[uri] = LocalServer(uri, behind_proxy=proxied)
        announce(uri, framed_address(server.url, server.port) if proxied else server.url)
    return server
