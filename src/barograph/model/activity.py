"""What goes on in experiments: when runs began, and how many go on now."""

import msgspec

from barograph.errors import InvalidValue, shown
from barograph.model.lifecycle import View

MAX_ACTIVITY_EXPERIMENTS = 1_000
MAX_ACTIVITY_STEPS = 1_000
_MAX_MS = 2**53


class ActivityQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Runs that began in each of `steps` stretches of `step_ms` from `since_ms` on, of 1 to 1,000 experiments.

    The caller says where days begin, and so in whose time zone.
    """

    experiment_ids: tuple[str, ...]
    since_ms: int
    step_ms: int
    steps: int
    view: View = View.ACTIVE_ONLY


class ExperimentActivity(msgspec.Struct, frozen=True, kw_only=True):
    """How many runs an experiment has, when the newest began (None without any), and how many began in each stretch.

    `running` of them go on, and `lost` would, but their processes are not heard of any more; the last heartbeat of one of those was at
    `lost_ms`, None without any.
    """

    experiment_id: str
    runs: int = 0
    newest_ms: int | None = None
    began: tuple[int, ...] = ()
    running: int = 0
    lost: int = 0
    lost_ms: int | None = None


def check_activity_query(query: ActivityQuery) -> None:
    """Raise `InvalidValue` for a query beyond the limits. Ids are checked where they are read."""
    if not 1 <= len(query.experiment_ids) <= MAX_ACTIVITY_EXPERIMENTS:
        raise InvalidValue(f"experiment_ids has {len(query.experiment_ids)} entries. Give 1 to {MAX_ACTIVITY_EXPERIMENTS:,}.")
    limits = (("since_ms", -_MAX_MS, _MAX_MS), ("step_ms", 1, _MAX_MS), ("steps", 1, MAX_ACTIVITY_STEPS))
    for name, least, most in limits:
        value: object = getattr(query, name)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise InvalidValue(f"Invalid value {shown(value)} for {name}. It must be a whole number from {least} to {most}.")
