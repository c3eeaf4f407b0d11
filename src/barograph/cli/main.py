"""The command `barograph`, also `baro`."""

import sys

from barograph.errors import BarographError
from barograph.version import __version__


def main() -> None:
    """Run the command line. Exit code 2 is for wrong usage, 1 for what failed."""
    if sys.argv[1:] == ["--version"]:
        print(f"barograph {__version__}")
        return
    from barograph.cli.commands import app

    try:
        app()
    except BarographError as error:
        print(f"Error: {error.message}", file=sys.stderr)
        raise SystemExit(1) from None
