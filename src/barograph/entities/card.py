"""What the cards of runs, experiments and comparisons in notebooks have in common: HTML without scripts, nothing fetched, texts escaped."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from time import time
from typing import NamedTuple

from barograph.entities.run_info import RunInfo

CELL = "padding:0 .9em 0 0;text-align:left;background:none;border:none;font-variant-numeric:tabular-nums"
FAINT = "opacity:.6;font-size:11px"
LONGEST = 60
"""Characters of a text that are shown."""

_ADDRESS = re.compile(r"https?://|/[^/\\]")
_OPEN = ("RUNNING", "SCHEDULED")
_COLOURS = {"FINISHED": "#2e7d4f", "FAILED": "#b3261e", "KILLED": "#8a5a00", "RUNNING": "#1f6feb", "SCHEDULED": "#6b7280"}
_STYLE = (
    "display:inline-block;min-width:22em;max-width:60em;padding:.6em .9em;border:1px solid rgba(128,128,128,.4);border-radius:6px;"
    "font:13px/1.5 system-ui,sans-serif;text-align:left;overflow-x:auto"
)


class Drawing(NamedTuple):
    """A card as it is now, and whether what it shows may change."""

    html: str
    goes_on: bool


def framed(kind: str, parts: Sequence[str]) -> str:
    """The card of some kind, of parts that are HTML."""
    return f'<div class="barograph-{kind}" style="{_STYLE}">{"".join(parts)}</div>'


def linked(text: str, address: str | None) -> str:
    """A name in bold, as a link where there is a page of it."""
    if address and _ADDRESS.match(address):
        return f'<b><a href="{escape(address)}" target="_blank" rel="noopener">{escape(text)}</a></b>'
    return f"<b>{escape(text)}</b>"


def state(status: str, *, is_lost: bool = False) -> str:
    """A dot and a word."""
    if is_lost and is_open(status):
        return f'<span style="color:{_COLOURS["KILLED"]}">● lost contact</span>'
    return f'<span style="color:{_COLOURS.get(status, "inherit")}">● {escape(status.lower())}</span>'


def is_open(status: str) -> bool:
    """Whether a run of this status may go on."""
    return status in _OPEN


def duration(info: RunInfo) -> str:
    """How long a run took, or has taken so far; empty where that is not known."""
    end = info.end_time
    if end is None and not is_open(info.status):
        return ""
    seconds = max(0.0, ((end if end is not None else time() * 1000) - info.start_time) / 1000)
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"


def as_of() -> str:
    """When the card was drawn, for cards of what goes on that are looked at later."""
    return f"as of {datetime.now(tz=UTC):%Y-%m-%d %H:%M} UTC"


def number(value: float) -> str:
    """A number in up to six digits."""
    return f"{value:.6g}"


def short(text: str) -> str:
    """A text, cut where it is long."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def cell(html: str, style: str = "") -> str:
    """A cell of a table."""
    return f'<td style="{CELL}{";" if style else ""}{style}">{html}</td>'


def row(cells: str) -> str:
    """A row of a table; notebooks colour every second one unless told not to."""
    return f'<tr style="background:none">{cells}</tr>'


def table(rows: Sequence[str]) -> str:
    """A table of rows."""
    return f'<table style="border:none;margin:0">{"".join(rows)}</table>'


def left_out(count: int) -> str:
    """A line that says how many more there are; nothing if there are none."""
    return f'<div style="opacity:.6">and {count} more</div>' if count > 0 else ""
