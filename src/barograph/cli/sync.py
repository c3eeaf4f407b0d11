"""`barograph sync`."""

import os
from pathlib import Path
from typing import Annotated

import typer


def sync(
    directory: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Directory of journals; this user's unless given.", show_default=False)
    ] = None,
) -> None:
    """Send what was logged offline, or by processes that ended before they could send it.

    From a directory that is given, credentials go to the server of BAROGRAPH_TRACKING_URI only.
    """
    if os.name != "posix":
        typer.echo("There are no journals on this system.")
        return
    from barograph.client.spooled_files import upload_spooled
    from barograph.settings import TRACKING_URI
    from barograph.store.remote import RemoteStore
    from barograph.store.wrap.journal.leftovers import deliver_leftovers
    from barograph.store.wrap.journal.segment import journal_directory

    place = directory or journal_directory()

    def server(url: str) -> RemoteStore:
        # Whoever made a directory that was given decides where it goes, but not where the user's credentials go.
        return RemoteStore(url, authenticated=directory is None or url == TRACKING_URI.get().rstrip("/"))

    found = failed = False
    for delivered in deliver_leftovers(place, server):
        found, failed = True, failed or bool(delivered.error)
        if delivered.error:
            typer.echo(f"{delivered.path}: not all is sent: {delivered.error}", err=True)
        else:
            typer.echo(f"{delivered.records} records sent to {delivered.url}")
        for refusal in delivered.refusals:
            typer.echo(f"refused: {refusal.what} of run {refusal.run_id}: {refusal.message}", err=True)
        if delivered.damaged:
            typer.echo(f"{delivered.damaged} is damaged; what could be read of it is sent, and it is kept.", err=True)
    for uploaded in upload_spooled(place, server):
        found, failed = True, failed or bool(uploaded.error)
        if uploaded.error:
            typer.echo(f"{uploaded.directory}: not all files are uploaded: {uploaded.error}", err=True)
        else:
            typer.echo(f"{uploaded.files} files uploaded to {uploaded.url}")
    if not found:
        typer.echo("Nothing to send.")
    if failed:
        raise typer.Exit(1)
