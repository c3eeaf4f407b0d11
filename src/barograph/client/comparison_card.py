"""A comparison as a small HTML card for notebooks: what differs, a column a run."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from barograph.client.best_value import best_of
from barograph.client.origin import StoreOrigin
from barograph.entities import card
from barograph.entities.run import Run
from barograph.entities.run_card import asked

if TYPE_CHECKING:
    from barograph.client.comparison import Comparison

_RUNS = 8
_ROWS = 20
_HEADINGS = {"metrics": "Metrics", "params": "Params", "tags": "Tags"}


def comparison_card(comparison: "Comparison", origin: StoreOrigin) -> card.Drawing:
    """The card of the runs as the comparison has them."""
    every = comparison.runs
    runs = every[:_RUNS]
    differing = comparison.differences()
    open_ids = [run.info.run_id for run in runs if card.is_open(run.info.status)]
    lost: Mapping[str, bool] = asked(lambda: origin.lost(open_ids), {}) if open_ids else {}
    rows = [
        _line("", [card.linked(card.short(run.info.run_name or run.info.run_id), origin.link(run.info)) for run in runs]),
        _line("State", [card.state(run.info.status, is_lost=lost.get(run.info.run_id, False)) for run in runs]),
        _line("Duration", ["" if lost.get(run.info.run_id) else escape(card.duration(run.info)) for run in runs]),
    ]
    is_marked = False
    for kind, heading in _HEADINGS.items():
        keys = list(differing[kind])[:_ROWS]
        if not keys:
            continue
        rows.append(card.row(card.cell(heading, card.FAINT)))
        for key in keys:
            values = differing[kind][key]
            best = best_of(key, values) if kind == "metrics" else set()
            is_marked |= bool(best)
            rows.append(_line(key, [_value(value, is_best=index in best) for index, value in enumerate(values[:_RUNS])]))
        rows.append(_left_out(len(differing[kind]) - len(keys)))
    parts = [
        _heading(comparison, len(every)),
        card.table(rows),
        card.left_out(len(every) - len(runs)),
        _footer(every, differing, is_marked=is_marked),
    ]
    return card.Drawing(card.framed("comparison", parts), comparison.goes_on)


def _heading(comparison: "Comparison", count: int) -> str:
    noted = f" · {card.as_of()}" if comparison.goes_on else ""
    return f'<div>{card.linked(f"{count} runs compared", comparison.link)}<span style="{card.FAINT}">{noted}</span></div>'


def _line(name: str, cells: Iterable[str]) -> str:
    return card.row(card.cell(escape(card.short(name)), "opacity:.75") + "".join(map(card.cell, cells)))


def _left_out(count: int) -> str:
    return card.row(card.cell(card.left_out(count))) if count > 0 else ""


def _value(value: Any, *, is_best: bool) -> str:
    if value is None:
        return '<span style="opacity:.5">–</span>'
    text = card.number(value) if isinstance(value, float) else escape(card.short(str(value)))
    return f"<b>{text} ★</b>" if is_best else text


def _footer(runs: Sequence[Run], differing: Mapping[str, Mapping[str, Any]], *, is_marked: bool) -> str:
    alike = []
    for kind in ("metrics", "params"):
        count = len({key for run in runs for key in getattr(run.data, kind)}) - len(differing[kind])
        if count:
            alike.append(f"{count} {kind if count > 1 else kind[:-1]}")
    told = [f"{' and '.join(alike)} alike"] if alike else []
    if is_marked:
        told.append("★ best")
    return f'<div style="{card.FAINT};margin-top:.4em">{" · ".join(told)}</div>' if told else ""
