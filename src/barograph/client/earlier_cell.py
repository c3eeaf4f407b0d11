"""A run that an earlier cell of a notebook left open, when a cell starts another.

Running a cell again is how people work in notebooks, so it is no mistake there. Whether the earlier run ends or goes on is a setting.
"""

import sys
from collections.abc import Sequence

from barograph import settings
from barograph.client.notebook import cell, cell_error
from barograph.client.open_runs import ActiveRun
from barograph.client.run_end import status_after
from barograph.errors import InvalidValue, RunActive, shown
from barograph.model import RunStatus


def goes_on(stack: Sequence[ActiveRun]) -> bool:
    """Whether the innermost of some open runs is to go on (else the outermost is to end) where a run starts that is not nested.

    Outside notebooks, where the same cell opened it, or where the setting says so, that is a mistake: `RunActive`.
    """
    policy = settings.OPEN_RUN.get()
    if policy not in ("end", "resume", "error"):
        raise InvalidValue(f"Environment variable {settings.OPEN_RUN.name} is {shown(policy)}; expected end, resume or error.")
    run = stack[-1]
    if policy == "error" or run.cell is None or run.cell == cell():
        raise RunActive(run.info.run_id)
    return policy == "resume"


def how_it_ended() -> tuple[RunStatus, BaseException | None]:
    """The status of a run that cells left open: as the cell before this one ended."""
    error = cell_error()
    return status_after(error), error


def tell(run: ActiveRun, became: str) -> None:
    """One line on what became of the run of an earlier cell."""
    sys.stdout.write(f"Run {run.info.run_name} ({run.info.run_id}) of an earlier cell was still open; {became}.\n")
