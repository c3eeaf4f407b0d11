"""Addresses of pages that show runs and experiments."""

import sys
from collections.abc import Iterable

from barograph import settings
from barograph.store.opening import is_server

_PAGES: dict[str, str] = {}


def page_root(tracking_uri: str) -> str | None:
    """Where the web pages of a tracking URI are: the server itself, or the one that `ui()` started; None if there is none.

    A path alone is one below the address of the notebook.
    """
    if is_server(tracking_uri):
        return _without_credentials(tracking_uri)
    return _PAGES.get(tracking_uri)


def announce(tracking_uri: str, page: str) -> None:
    """Remember a server started for a tracking URI that is not one itself."""
    _PAGES[tracking_uri] = page.rstrip("/")


def run_link(root: str, experiment_id: str, run_id: str) -> str:
    """Address of a run's page."""
    return f"{experiment_link(root, experiment_id)}/runs/{run_id}"


def comparison_link(root: str, run_ids: Iterable[str]) -> str:
    """Address of the page that compares runs."""
    return f"{root}/#/compare?runs={','.join(run_ids)}"


def experiment_link(root: str, experiment_id: str) -> str:
    """Address of an experiment's page."""
    return f"{root}/#/experiments/{experiment_id}"


def _without_credentials(uri: str) -> str:
    scheme, _, rest = uri.partition("://")
    authority, slash, path = rest.partition("/")
    return f"{scheme}://{authority.rpartition('@')[2]}{slash}{path}".rstrip("/")


def print_links(tracking_uri: str, experiment_id: str, run_id: str, run_name: str) -> None:
    """Print where a run that ended can be seen, unless told to be quiet or nothing shows it, such as a server not told of it yet."""
    root = page_root(tracking_uri)
    if root is None or root.startswith("/") or settings.QUIET.get() or not experiment_id.isdecimal():
        return
    sys.stdout.write(f"View run {run_name} at: {run_link(root, experiment_id, run_id)}\n")
    sys.stdout.write(f"View experiment at: {experiment_link(root, experiment_id)}\n")
