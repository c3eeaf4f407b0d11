"""Write the reference pages from the program itself: docs/settings.md and docs/cli.md.

python docs/write_reference.py [FOLDER]
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import typer

from barograph.cli.commands import app
from barograph.settings import all_settings

GENERATED = "<!-- Written by docs/write_reference.py; `make generate` writes it again. -->"


def settings_page() -> str:
    """One row a setting."""
    lines = [
        "# Settings",
        "",
        GENERATED,
        "Every environment variable that Barograph reads. A variable is read when its value is needed. Where two names are given the first",
        "wins; an empty value counts as unset. A value of the wrong kind is refused with the variable's name.",
        "",
        "| variable | also | default | meaning |",
        "|---|---|---|---|",
    ]
    for setting in all_settings():
        first, *others = setting.names
        default = "" if setting.default == "" else f"`{setting.default}`"
        lines.append(f"| `{first}` | {', '.join(f'`{name}`' for name in others)} | {default} | {setting.meaning} |")
    lines += ["", "`BAROGRAPH_SKIP_UI=1` is read by the package's build alone: it installs without building the web UI."]
    return "\n".join(lines) + "\n"


def cli_page() -> str:
    """One section a command."""
    lines = ["# Command line", "", GENERATED, "`barograph` and the shorter `baro` are the same program.", ""]
    lines += _section("barograph", typer.main.get_command(app))
    return "\n".join(lines).rstrip() + "\n"


def _section(name: str, command: Any) -> list[str]:
    lines = [f"## `{name}`", "", _plain(command.help or ""), ""]
    options = [row for parameter in command.params for row in _parameter(parameter)]
    if options:
        lines += ["| option | meaning |", "|---|---|", *options, ""]
    for child in getattr(command, "commands", {}).values():
        lines += _section(f"{name} {child.name}", child)
    return lines


def _parameter(parameter: Any) -> list[str]:
    names = [*parameter.opts, *parameter.secondary_opts]
    if "--help" in names:
        return []
    if parameter.param_type_name == "argument":
        names = [parameter.make_metavar() if not parameter.metavar else parameter.metavar]
    return [f"| {', '.join(f'`{name}`' for name in names)} | {_plain(getattr(parameter, 'help', '') or '')} |"]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().replace("|", "\\|")


def main() -> None:
    """Write both pages."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    (folder / "settings.md").write_text(settings_page())
    (folder / "cli.md").write_text(cli_page())


if __name__ == "__main__":
    main()
