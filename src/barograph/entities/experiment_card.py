"""An experiment as a small HTML card for notebooks."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import escape

from barograph.entities import card
from barograph.entities.experiment import Experiment, ExperimentOrigin
from barograph.entities.run import Run
from barograph.entities.run_card import asked

NOTE_TAG = "mlflow.note.content"
_TAGS = 12
_RUNS = 5
_METRICS = 3


def experiment_card(experiment: Experiment, origin: ExperimentOrigin | None = None) -> card.Drawing:
    """The card of an experiment as it was read, with its newest runs as they stand now."""
    stage = "" if experiment.lifecycle_stage == "active" else f" · {escape(experiment.lifecycle_stage)}"
    link = origin.experiment_link(experiment.experiment_id) if origin else None
    parts = [
        f"<div>{card.linked(experiment.name, link)}</div>",
        f'<div style="{card.FAINT}">experiment {escape(experiment.experiment_id)}{_created(experiment)}{stage}</div>',
    ]
    note = experiment.tags.get(NOTE_TAG)
    if note:
        parts.append(f'<div style="margin-top:.4em;white-space:pre-wrap">{escape(note)}</div>')
    tags = [(key, value) for key, value in sorted(experiment.tags.items()) if not key.startswith("mlflow.")]
    if tags:
        shown = " &nbsp; ".join(f'<span style="opacity:.7">{escape(key)}</span> {escape(value)}' for key, value in tags[:_TAGS])
        more = f" &nbsp; and {len(tags) - _TAGS} more" if len(tags) > _TAGS else ""
        parts.append(f'<div style="margin-top:.4em">{shown}{more}</div>')
    if origin is not None:
        parts.append(_runs(experiment.experiment_id, origin))
    parts.append(f'<div style="{card.FAINT};margin-top:.4em">artifacts {escape(experiment.artifact_location)}</div>')
    return card.Drawing(card.framed("experiment", parts), goes_on=origin is not None)


def _runs(experiment_id: str, origin: ExperimentOrigin) -> str:
    newest: Sequence[Run] = asked(lambda: origin.newest_runs(experiment_id, _RUNS), ())
    counts = asked(lambda: origin.run_counts(experiment_id), None)
    if not newest:
        return ""
    total, running = counts or (None, 0)
    told = f"{total} run{'' if total == 1 else 's'}" if total is not None else "Newest runs"
    told += f", {running} running" if running else ""
    open_ids = [run.info.run_id for run in newest if card.is_open(run.info.status)]
    lost: Mapping[str, bool] = asked(lambda: origin.lost(open_ids), {}) if open_ids else {}
    keys = [key for key, _ in Counter(key for run in newest for key in sorted(run.data.metrics)).most_common(_METRICS)]
    rows = [card.row("".join(card.cell(escape(card.short(text)), "opacity:.6") for text in ("", "", "", *keys)))] if keys else []
    rows += [_row(run, keys, origin, is_lost=lost.get(run.info.run_id, False)) for run in newest]
    more = card.left_out(total - len(newest)) if total is not None else ""
    return f'<div style="margin-top:.4em"><div style="{card.FAINT}">{told} · {card.as_of()}</div>{card.table(rows)}{more}</div>'


def _row(run: Run, keys: Sequence[str], origin: ExperimentOrigin, *, is_lost: bool) -> str:
    info, metrics = run.info, run.data.metrics
    cells = card.cell(card.linked(card.short(info.run_name or info.run_id), origin.link(info)))
    cells += card.cell(card.state(info.status, is_lost=is_lost)) + card.cell("" if is_lost else escape(card.duration(info)), "opacity:.7")
    return card.row(cells + "".join(card.cell(card.number(metrics[key]) if key in metrics else "") for key in keys))


def _created(experiment: Experiment) -> str:
    if experiment.creation_time is None:
        return ""
    made = datetime.fromtimestamp(experiment.creation_time / 1000, tz=UTC)
    return f" · made {made:%Y-%m-%d %H:%M} UTC"
