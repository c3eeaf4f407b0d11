"""`barograph doctor`."""

from typing import Annotated

import typer

from barograph.cli.store import AsJson, StoreUri, print_findings, store_uri
from barograph.settings import ARTIFACTS_DESTINATION


def doctor(
    store: StoreUri = None,
    fix: Annotated[bool, typer.Option("--fix", help="Make missing indexes and gather statistics.")] = False,
    as_json: AsJson = False,
) -> None:
    """Name what may trouble a store, its database and this machine, with what to do. Code 1 if there is an error."""
    from barograph.maintenance.database import existing
    from barograph.maintenance.doctor import diagnosis

    uri = store_uri(store)
    with existing(uri, any_version=True) as database:
        print_findings(diagnosis(database, uri, artifacts_destination=ARTIFACTS_DESTINATION.get(), fix=fix), as_json=as_json)
