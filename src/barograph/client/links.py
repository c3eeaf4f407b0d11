"""Addresses of pages that show runs and experiments."""

import sys

from barograph import settings
from barograph.store.opening import is_server

_PAGES: dict[str, str] = {}


def page_root(tracking_uri: str) -> str | None:
    """Where the web pages of a tracking URI are: the server itself, or the one that `ui()` started; None if there is none."""
    if is_server(tracking_uri):
        return _without_credentials(tracking_uri)
    return _PAGES.get(tracking_uri)


def announce(tracking_uri: str, page: str) -> None:
    """Remember a server started for a tracking URI that is not one itself."""
    _PAGES[tracking_uri] = page.rstrip("/")


def run_link(root: str, experiment_id: str, run_id: str) -> str:
    """Address of a run's page."""
    return f"{experiment_link(root, experiment_id)}/runs/{run_id}"


def experiment_link(root: str, experiment_id: str) -> str:
    """Address of an experiment's page."""
    return f"{root}/#/experiments/{experiment_id}"


def _without_credentials(uri: str) -> str:
    scheme, _, rest = uri.partition("://")
    authority, slash, path = rest.partition("/")
    return f"{scheme}://{authority.rpartition('@')[2]}{slash}{path}".rstrip("/")


def print_links(tracking_uri: str, experiment_id: str, run_id: str, run_name: str) -> None:
    """Print where a run that ended can be seen, unless told to be quiet or nothing shows it, such as a server that knows it not yet."""
    root = page_root(tracking_uri)
    if root is None or settings.QUIET.get() or not experiment_id.isdecimal():
        return
    sys.stdout.write(f"View run {run_name} at: {run_link(root, experiment_id, run_id)}\n")
    sys.stdout.write(f"View experiment at: {experiment_link(root, experiment_id)}\n")
