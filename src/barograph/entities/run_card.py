"""A run as a small HTML card for notebooks: no scripts, nothing fetched, every text escaped."""

import math
from html import escape
from time import time

from barograph.entities.run import Run, RunOrigin
from barograph.errors import BarographError

_ROWS = 12
_WIDTH, _HEIGHT, _MARGIN = 80, 18, 2
_COLOURS = {"FINISHED": "#2e7d4f", "FAILED": "#b3261e", "KILLED": "#8a5a00", "RUNNING": "#1f6feb", "SCHEDULED": "#6b7280"}
_STYLE = (
    "display:inline-block;min-width:22em;max-width:60em;padding:.6em .9em;border:1px solid rgba(128,128,128,.4);border-radius:6px;"
    "font:13px/1.5 system-ui,sans-serif;text-align:left"
)
_CELL = "padding:0 .9em 0 0;text-align:left;background:none;border:none;font-variant-numeric:tabular-nums"


def run_card(run: Run, origin: RunOrigin | None = None) -> str:
    """The card of a run as it stands now, or as it was read if it cannot be read again."""
    now = _current(run, origin)
    info = now.info
    status = f'<span style="color:{_COLOURS.get(info.status, "inherit")}">● {escape(info.status.lower())}</span>'
    name = f"<b>{escape(info.run_name or info.run_id)}</b>"
    link = origin.link(info) if origin else None
    if link and link.startswith(("http://", "https://")):
        name = f'<a href="{escape(link)}" target="_blank" rel="noopener">{name}</a>'
    parts = [f'<div>{name} &nbsp; {status} &nbsp; <span style="opacity:.7">{escape(_duration(now))}</span></div>']
    parts.append(f'<div style="opacity:.6;font-size:11px">run {escape(info.run_id)} · experiment {escape(info.experiment_id)}</div>')
    metrics = [
        (key, _number(value), sparkline(_series(origin, info.run_id, key))) for key, value in sorted(now.data.metrics.items())[:_ROWS]
    ]
    params = [(key, _short(value), "") for key, value in sorted(now.data.params.items())[:_ROWS]]
    tables = _table("Metrics", metrics, len(now.data.metrics)) + _table("Params", params, len(now.data.params))
    if tables:
        parts.append(f'<div style="display:flex;gap:2em;margin-top:.4em">{tables}</div>')
    return f'<div class="barograph-run" style="{_STYLE}">{"".join(parts)}</div>'


def sparkline(values: list[float]) -> str:
    """A line through the values as inline SVG, left to right; empty when fewer than two of them are finite numbers."""
    points = [(index, value) for index, value in enumerate(values) if math.isfinite(value)]
    if len(points) < 2:
        return ""
    low, high = min(value for _, value in points), max(value for _, value in points)
    across = (_WIDTH - 2 * _MARGIN) / (len(values) - 1)
    down = _HEIGHT - 2 * _MARGIN

    def place(index: int, value: float) -> str:
        # Each term is divided first: the difference of two large doubles may overflow.
        share = (value / 2 - low / 2) / (high / 2 - low / 2) if high > low else 0.5
        return f"{_MARGIN + index * across:.1f},{_MARGIN + (1 - share) * down:.1f}"

    line = " ".join(place(index, value) for index, value in points)
    return (
        f'<svg width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="trend">'
        f'<polyline points="{line}" fill="none" stroke="currentColor" stroke-width="1.2" opacity=".75"/></svg>'
    )


def _current(run: Run, origin: RunOrigin | None) -> Run:
    try:
        return origin.current(run.info.run_id) if origin else run
    except (BarographError, OSError):
        return run


def _series(origin: RunOrigin | None, run_id: str, key: str) -> list[float]:
    try:
        return origin.series(run_id, key) if origin else []
    except (BarographError, OSError):
        return []


def _table(title: str, rows: list[tuple[str, str, str]], total: int) -> str:
    if not rows:
        return ""
    body = "".join(
        f'<tr style="background:none"><td style="{_CELL};opacity:.75">{escape(key)}</td><td style="{_CELL}">{escape(text)}</td>'
        f'<td style="{_CELL}">{drawing}</td></tr>'
        for key, text, drawing in rows
    )
    more = f'<div style="opacity:.6">and {total - len(rows)} more</div>' if total > len(rows) else ""
    return f'<div><div style="opacity:.6;font-size:11px">{title}</div><table style="border:none;margin:0">{body}</table>{more}</div>'


def _duration(run: Run) -> str:
    end = run.info.end_time
    if end is None and run.info.status not in ("RUNNING", "SCHEDULED"):
        return ""
    seconds = max(0.0, ((end if end is not None else time() * 1000) - run.info.start_time) / 1000)
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"


def _number(value: float) -> str:
    return f"{value:.6g}"


def _short(value: str) -> str:
    return value if len(value) <= 60 else f"{value[:59]}…"
