"""The store that commands work on."""

from typing import Annotated

import typer

from barograph.settings import BACKEND_STORE_URI, TRACKING_URI
from barograph.store.base import Store

TrackingUri = Annotated[
    str | None, typer.Option("--tracking-uri", help="Where runs are kept.  [default: $BAROGRAPH_TRACKING_URI, else sqlite:///barograph.db]")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def open_tracking(uri: str | None) -> Store:
    """Open the store at the URI given, in the environment, or the default."""
    from barograph.store.opening import open_store

    return open_store(tracking_uri_of(uri))


def tracking_uri_of(uri: str | None) -> str:
    """The URI of the store that commands work on."""
    return uri or TRACKING_URI.get() or BACKEND_STORE_URI.get()
