"""`barograph db`."""

from pathlib import Path
from typing import Annotated

import typer

from barograph.cli.store import ArtifactsDestination, AsJson, StoreUri, print_findings, print_json, store_uri
from barograph.settings import ARTIFACTS_DESTINATION

app = typer.Typer(help="Take care of the database of a store.", no_args_is_help=True)


@app.command("upgrade")
def upgrade(
    store: StoreUri = None,
    check: Annotated[bool, typer.Option("--check", help="Only say whether an upgrade is due: code 1 if it is.")] = False,
    as_json: AsJson = False,
) -> None:
    """Bring the tables to this release. Ended early, it goes on when called again."""
    from barograph.maintenance.database import existing
    from barograph.maintenance.upgrade import due_upgrades, upgrade_with_progress

    with existing(store_uri(store), any_version=True) as database:
        due = due_upgrades(database.engine)
        done = [] if check else upgrade_with_progress(database.engine)
    if as_json:
        print_json({"due": due if check else [], "done": done})
    elif check:
        typer.echo(f"An upgrade is due: {', '.join(due)}." if due else "No upgrade is due.")
    else:
        typer.echo(f"Upgraded: {', '.join(done)}." if done else "The database was up to date.")
    if check and due:
        raise typer.Exit(1)


@app.command("check")
def check(
    store: StoreUri = None,
    repair: Annotated[bool, typer.Option("--repair", help="Make missing indexes, and write wrong summaries of metrics anew.")] = False,
    as_json: AsJson = False,
) -> None:
    """Look for damage: in the file, the tables and indexes, and every point of every metric. Code 1 if there is any."""
    from barograph.maintenance.check import check_store
    from barograph.maintenance.database import existing

    with existing(store_uri(store)) as database:
        print_findings(check_store(database, repair=repair), as_json=as_json)


@app.command("compact")
def compact(store: StoreUri = None, as_json: AsJson = False) -> None:
    """Merge the small pieces of metrics into full ones, beside running servers. Ended early, it goes on when called again."""
    from barograph.maintenance.compact import compact as merge
    from barograph.maintenance.database import existing
    from barograph.maintenance.sizes import shown_bytes

    with existing(store_uri(store)) as database:
        done = merge(database)
    if as_json:
        print_json(done)
    elif not done.series:
        typer.echo("Nothing to merge.")
    else:
        sizes = f"{shown_bytes(done.bytes_before)} became {shown_bytes(done.bytes_after)}"
        typer.echo(f"{done.chunks_before} chunks became {done.chunks_after}; {sizes}. `barograph db vacuum` gives the space back.")


@app.command("vacuum")
def vacuum(store: StoreUri = None, as_json: AsJson = False) -> None:
    """Give unused space back to the disk and gather statistics. A SQLite file is written anew, and writers wait meanwhile."""
    from barograph.maintenance.database import existing
    from barograph.maintenance.sizes import shown_bytes
    from barograph.maintenance.vacuum import vacuum as tidy

    with existing(store_uri(store)) as database:
        done = tidy(database.engine)
    if as_json:
        print_json(done)
    else:
        typer.echo(f"{shown_bytes(done.bytes_before)} before, {shown_bytes(done.bytes_after)} after.")


@app.command("backup")
def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE_OR_DIR", help="A new file, or a folder in which one is made.")],
    store: StoreUri = None,
    artifacts: Annotated[bool, typer.Option("--artifacts", help="Also the artifacts of all runs and logged models.")] = False,
    artifacts_destination: ArtifactsDestination = None,
    as_json: AsJson = False,
) -> None:
    """Write the store, as it is at one moment, to a file, while servers go on."""
    from barograph.maintenance.backup.places import Places
    from barograph.maintenance.backup.write import back_up
    from barograph.maintenance.database import existing
    from barograph.maintenance.sizes import shown_bytes

    places = Places(artifacts_destination or ARTIFACTS_DESTINATION.get()) if artifacts else None
    with existing(store_uri(store), any_version=True) as database:
        done = back_up(database, target, places)
    if as_json:
        print_json(done)
    else:
        held = f"{sum(done.rows.values())} rows" + (f" and {done.files} files" if artifacts else "")
        typer.echo(f"{done.file}: {held}, {shown_bytes(done.bytes)}, SHA-256 {done.sha256}")


@app.command("restore")
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `barograph db backup` wrote.")],
    store: StoreUri = None,
    force: Annotated[bool, typer.Option("--force", help="Lose everything that the store holds now.")] = False,
    artifacts: Annotated[bool, typer.Option("--artifacts/--no-artifacts", help="Put artifacts in the file back where they were.")] = True,
    artifacts_destination: ArtifactsDestination = None,
    as_json: AsJson = False,
) -> None:
    """Read a backup into an empty store of either kind: all of it, or nothing. The file is checked first."""
    from barograph.maintenance.backup.places import Places
    from barograph.maintenance.backup.restore import restore as read

    places = Places(artifacts_destination or ARTIFACTS_DESTINATION.get()) if artifacts else None
    done = read(store_uri(store), file, places, force=force)
    if as_json:
        print_json(done)
    else:
        typer.echo(f"{sum(done.rows.values())} rows and {done.files} files restored.")
