"""Answers of commands on the terminal: a table for people, JSON for programs."""

import json
from collections.abc import Mapping, Sequence

import typer

Row = Mapping[str, object]


def print_rows(rows: Sequence[Row], columns: Sequence[str], *, as_json: bool) -> None:
    """Print rows: all fields as a JSON list, or the columns as a table, aligned in plain text when nobody looks."""
    if as_json:
        typer.echo(json.dumps(rows, indent=1, default=str))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(*columns, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*["" if row[column] is None else str(row[column]) for column in columns])
    console = Console()
    console.print(table, soft_wrap=not console.is_terminal)
