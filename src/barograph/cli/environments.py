"""`barograph environments`: those that projects were run in, and are kept for their next runs."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from barograph.cli.store import AsJson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from barograph.projects.environments.kept import Kept

app = typer.Typer(no_args_is_help=True, help="The environments that are kept for the next runs of projects.")
_COLUMNS = ("directory", "used", "size", "state")


@app.command("list")
def list_environments(as_json: AsJson = False) -> None:
    """List environments, the one that was not used for the longest time first."""
    from barograph.projects.environments.kept import kept_environments

    _print(kept_environments(), as_json=as_json)


@app.command()
def prune(
    older_than: Annotated[str, typer.Option(help="Only those that nobody used for so long, as 30d or 1d2h3m4s.")] = "30d",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go, and remove nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Remove environments. The next run of a project that needs one makes it again."""
    from barograph.maintenance.purge import parse_age
    from barograph.maintenance.sizes import shown_bytes
    from barograph.projects.environments.kept import prune_environments

    gone = prune_environments(parse_age(older_than), dry_run=dry_run)
    if as_json or gone:
        _print(gone, as_json=as_json)
    if not as_json:
        freed = shown_bytes(sum(one.size_bytes for one in gone))
        typer.echo(f"{len(gone)} {'would be' if dry_run else 'were'} removed, {freed}.")


def _print(found: "Sequence[Kept]", *, as_json: bool) -> None:
    from barograph.cli.output import print_rows
    from barograph.maintenance.sizes import shown_bytes

    rows = [
        {
            "directory": str(one.directory),
            "used": datetime.fromtimestamp(one.used_ms / 1000, UTC).isoformat(timespec="seconds"),
            "size": one.size_bytes if as_json else shown_bytes(one.size_bytes),
            "state": "whole" if one.is_whole else "interrupted",
        }
        for one in found
    ]
    print_rows(rows, _COLUMNS, as_json=as_json)
