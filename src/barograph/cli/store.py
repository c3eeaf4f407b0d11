"""The options that commands of maintenance share, and how they print findings."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from barograph.settings import BACKEND_STORE_URI, TRACKING_URI

if TYPE_CHECKING:
    from barograph.maintenance.finding import Finding

StoreUri = Annotated[
    str | None,
    typer.Option(
        "--store",
        "--backend-store-uri",
        help="The database: sqlite:///FILE or postgresql://…  [default: $BAROGRAPH_BACKEND_STORE_URI, $BAROGRAPH_TRACKING_URI, else sqlite:///barograph.db]",
    ),
]
ArtifactsDestination = Annotated[
    str | None, typer.Option(help="Where the server keeps the artifacts that it proxies.  [default: ./artifacts]")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def store_uri(given: str | None) -> str:
    """The URI of the store that a command is to work on."""
    if given or BACKEND_STORE_URI.is_set():
        return given or BACKEND_STORE_URI.get()
    return TRACKING_URI.get() or BACKEND_STORE_URI.get()


def print_json(value: object) -> None:
    """Print a value, maybe with structs in it, as JSON."""
    import msgspec

    typer.echo(msgspec.json.format(msgspec.json.encode(value), indent=1).decode())


def print_findings(findings: Iterable["Finding"], *, as_json: bool) -> None:
    """Print findings as they come, and end with code 1 if an error among them still stands."""
    told = []
    for finding in findings:
        told.append(finding)
        if not as_json:
            state = "mended" if finding.mended else finding.level.value
            typer.echo(f"{state}: {finding.message}" + (f"\n  {finding.fix}" if finding.fix and not finding.mended else ""))
    bad = sum(finding.is_bad for finding in told)
    if as_json:
        print_json({"ok": not bad, "findings": told})
    elif not told:
        typer.echo("Nothing is wrong.")
    if bad:
        raise typer.Exit(1)
