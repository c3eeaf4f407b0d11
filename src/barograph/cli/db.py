"""`barograph db`."""

from typing import Annotated

import typer

from barograph.cli.store import AsJson, StoreUri, print_findings, print_json, store_uri

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
    elif not done.merges:
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
