"""`barograph sync`."""

from pathlib import Path
from typing import Annotated

import typer


def sync(
    directory: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Directory of journals; this user's unless given.", show_default=False)
    ] = None,
) -> None:
    """Send what processes that ended before their time have logged to servers."""
    from barograph.store.remote import RemoteStore
    from barograph.store.wrap.journal.delivery import deliver_leftovers
    from barograph.store.wrap.journal.file import journal_directory

    deliveries = deliver_leftovers(directory or journal_directory(), RemoteStore)
    for delivery in deliveries:
        if delivery.error:
            typer.echo(f"{delivery.path}: {delivery.frames} frames not sent: {delivery.error}", err=True)
        else:
            typer.echo(f"{delivery.frames} frames sent to {delivery.url}")
        for refusal in delivery.refusals:
            typer.echo(f"refused for run {refusal.run_id}: {refusal.message}", err=True)
    if not deliveries:
        typer.echo("Nothing to send.")
    if any(delivery.error for delivery in deliveries):
        raise typer.Exit(1)
