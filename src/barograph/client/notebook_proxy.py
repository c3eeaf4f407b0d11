"""How the reader's browser reaches a port of the machine that runs the kernel, which need not be the reader's."""

import json
import os
import sys
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from barograph import settings
from barograph.client import notebook
from barograph.errors import InvalidValue, shown

_PORT = "{port}"
_PROBED_PORT = 9  # of the discard service: whether anything listens there does not matter
_TIMEOUT_S = 2.0


def port_address() -> str | None:
    """The address of a port, `{port}` standing for it, that ends with a slash; None if browsers reach ports directly, or nothing is known.

    What is set comes first, then what the notebook service tells, then jupyter-server-proxy if the Jupyter server of this kernel has it.
    """
    chosen = settings.NOTEBOOK_PROXY.get()
    if chosen:
        if _PORT not in chosen:
            raise InvalidValue(f"{settings.NOTEBOOK_PROXY.name} is {shown(chosen)}; it needs {_PORT} where the port is to stand.")
        return f"{chosen.rstrip('/')}/"
    hub = os.environ.get("JUPYTERHUB_SERVICE_PREFIX")
    if hub:
        return f"{hub.rstrip('/')}/proxy/{_PORT}/"
    in_browser = os.environ.get("VSCODE_PROXY_URI", "").replace("{{port}}", _PORT)
    if in_browser.startswith(("http://", "https://")) and _PORT in in_browser:
        return f"{in_browser.rstrip('/')}/"
    if notebook.in_vscode():
        return None
    server = _jupyter_server()
    return f"{server['base_url'].rstrip('/')}/proxy/{_PORT}/" if server and _has_proxy(server) else None


def _jupyter_server() -> dict[str, Any] | None:
    """What the Jupyter server that started this kernel says of itself in its runtime directory."""
    if "jupyter_core" not in sys.modules:
        return None
    from jupyter_core.paths import jupyter_runtime_dir

    file = Path(jupyter_runtime_dir()) / f"jpserver-{os.environ.get('JPY_PARENT_PID', '')}.json"
    try:
        told = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return None
    usable = isinstance(told, dict) and isinstance(told.get("base_url"), str) and isinstance(told.get("port"), int)
    return told if usable and not told.get("secure") and not told.get("sock") else None


def _has_proxy(server: dict[str, Any]) -> bool:
    """Whether anything is at the address of the proxy: who is not logged in is sent away from there, but does not get 404."""
    connection = HTTPConnection("127.0.0.1", server["port"], timeout=_TIMEOUT_S)
    try:
        connection.request("GET", f"{server['base_url'].rstrip('/')}/proxy/{_PROBED_PORT}/")
        return connection.getresponse().status != 404
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
