"""A run as a small HTML card for notebooks."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import TypeVar

from barograph.entities import card
from barograph.entities.run import Run, RunOrigin
from barograph.entities.sparkline import sparkline
from barograph.errors import BarographError

_ROWS = 12
T = TypeVar("T")


def run_card(run: Run, origin: RunOrigin | None = None) -> card.Drawing:
    """The card of a run as it stands now, or as it was read if it cannot be read again."""
    if origin is None:
        return _draw(run, None, {}, is_lost=False)
    run_id = run.info.run_id
    now = asked(lambda: origin.current(run_id), run)
    keys = sorted(now.data.metrics)[:_ROWS]
    series: Mapping[str, Sequence[float]] = asked(lambda: origin.series(run_id, keys), {}) if keys else {}
    lost: Mapping[str, bool] = asked(lambda: origin.lost([run_id]), {}) if card.is_open(now.info.status) else {}
    return _draw(now, origin.link(now.info), series, is_lost=lost.get(run_id, False))


def asked(question: Callable[[], T], otherwise: T) -> T:
    """The answer of a store, or something else where it cannot be had: a card is drawn all the same."""
    try:
        return question()
    except (BarographError, OSError):
        return otherwise


def _draw(run: Run, link: str | None, series: Mapping[str, Sequence[float]], *, is_lost: bool) -> card.Drawing:
    info, data = run.info, run.data
    goes_on = card.is_open(info.status)
    spent = "" if is_lost else f' &nbsp; <span style="opacity:.7">{escape(card.duration(info))}</span>'
    name = card.linked(info.run_name or info.run_id, link)
    parts = [f"<div>{name} &nbsp; {card.state(info.status, is_lost=is_lost)}{spent}</div>"]
    noted = f" · {card.as_of()}" if goes_on else ""
    parts.append(f'<div style="{card.FAINT}">run {escape(info.run_id)} · experiment {escape(info.experiment_id)}{noted}</div>')
    metrics = [(key, card.number(value), sparkline(series.get(key, ()))) for key, value in sorted(data.metrics.items())[:_ROWS]]
    params = [(key, card.short(value), "") for key, value in sorted(data.params.items())[:_ROWS]]
    tables = _table("Metrics", metrics, len(data.metrics)) + _table("Params", params, len(data.params))
    if tables:
        parts.append(f'<div style="display:flex;gap:2em;margin-top:.4em">{tables}</div>')
    return card.Drawing(card.framed("run", parts), goes_on)


def _table(title: str, rows: Sequence[tuple[str, str, str]], total: int) -> str:
    if not rows:
        return ""
    body = [
        card.row(card.cell(escape(card.short(key)), "opacity:.75") + card.cell(escape(text)) + card.cell(drawing))
        for key, text, drawing in rows
    ]
    return f'<div><div style="{card.FAINT}">{title}</div>{card.table(body)}{card.left_out(total - len(rows))}</div>'
