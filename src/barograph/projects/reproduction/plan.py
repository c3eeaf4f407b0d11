"""What reproducing a run takes: what will be done, what is missing, and what is not as it was."""

from __future__ import annotations

import msgspec


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """How a run will be reproduced.

    `code`, `changes` and `environment` are words for people; `changes` is None where nothing was uncommitted. `command` is the one that was
    run. Without what is `needed` nothing can be run; what is `missing` may be done without, if the caller says so; `differences` are told,
    and do not hinder.
    """

    run_id: str
    run_name: str
    experiment_id: str
    code: str
    changes: str | None = None
    environment: str
    manager: str | None = None
    backend: str
    entry_point: str
    parameters: dict[str, str] = {}
    command: str | None = None
    needed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.needed and not self.missing

    def problem(self) -> str:
        """What is missing, as one message."""
        listed = "".join(f"\n  - {one}" for one in (*self.needed, *self.missing))
        remedy = "" if self.needed else "\nTo run it without, give --ignore-missing (ignore_missing=True)."
        return f"Run {self.run_id} cannot be reproduced as it was. Missing:{listed}{remedy}"


class Notes:
    """Collects what is found while a plan is made."""

    def __init__(self) -> None:
        self.needed: list[str] = []
        self.missing: list[str] = []
        self.differences: list[str] = []
