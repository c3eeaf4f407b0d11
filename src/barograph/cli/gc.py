"""`barograph gc`."""

from typing import TYPE_CHECKING, Annotated

import typer

from barograph.cli.store import ArtifactsDestination, AsJson, StoreUri, print_json, store_uri
from barograph.settings import ARTIFACTS_DESTINATION

if TYPE_CHECKING:
    from barograph.maintenance.purge import Purged


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


def gc(
    store: StoreUri = None,
    older_than: Annotated[str | None, typer.Option(help="Only what was deleted longer ago, as 30d or 1d2h3m4s.")] = None,
    run_ids: Annotated[str | None, typer.Option(help="These runs, by comma. With any ids, only what they name is purged.")] = None,
    experiment_ids: Annotated[str | None, typer.Option(help="These experiments with all that is in them, by comma.")] = None,
    logged_model_ids: Annotated[str | None, typer.Option(help="These logged models, by comma.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go, with its bytes, and delete nothing.")] = False,
    metadata_only: Annotated[bool, typer.Option("--metadata-only", help="Leave artifacts where they are.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Purge also what registered model versions need.")] = False,
    artifacts_destination: ArtifactsDestination = None,
    tracking_uri: Annotated[str | None, typer.Option(help="Delete proxied artifacts through this server instead.")] = None,
    as_json: AsJson = False,
) -> None:
    """Purge deleted runs, logged models and experiments, with their artifacts. Ended early, it goes on when called again."""
    from barograph.maintenance.database import existing
    from barograph.maintenance.purge import PurgeRequest, parse_age, purge
    from barograph.maintenance.purge.files import Files

    request = PurgeRequest(
        run_ids=_listed(run_ids),
        experiment_ids=_listed(experiment_ids),
        logged_model_ids=_listed(logged_model_ids),
        older_than_ms=parse_age(older_than) if older_than else 0,
        force=force,
    )
    files = None if metadata_only else Files(artifacts_destination or ARTIFACTS_DESTINATION.get(), tracking_uri)
    with existing(store_uri(store)) as database:
        done = purge(database, request, files, dry_run=dry_run)
    if as_json:
        print_json(done)
    else:
        _print(done)
    if done.failed or (request.names_some and done.refused):
        raise typer.Exit(1)


def _print(done: "Purged") -> None:
    from barograph.maintenance.sizes import shown_bytes

    for item in done.items:
        size = f"  {item.size.files} files, {shown_bytes(item.size.bytes)}" if item.size else ""
        typer.echo(f"{item.kind.replace('_', ' ')} {item.id}  {item.name}{size}".rstrip())
    for problem in (*done.refused, *done.failed):
        typer.echo(f"{problem.kind.replace('_', ' ')} {problem.id} stays: {problem.reason}", err=True)
    for given in done.unknown:
        typer.echo(f"{given} is not there; it may have been purged before.", err=True)
    freed = f", {done.size.files} files, {shown_bytes(done.size.bytes)}" if done.size.files else ""
    typer.echo(f"{len(done.items)} {'would be' if done.dry_run else 'were'} purged{freed}.")
