"""An experiment as a small HTML card for notebooks: no scripts, nothing fetched, every text escaped."""

from datetime import UTC, datetime
from html import escape

from barograph.entities.experiment import Experiment

NOTE_TAG = "mlflow.note.content"
_TAGS = 12
_STYLE = (
    "display:inline-block;min-width:22em;max-width:60em;padding:.6em .9em;border:1px solid rgba(128,128,128,.4);border-radius:6px;"
    "font:13px/1.5 system-ui,sans-serif;text-align:left"
)


def experiment_card(experiment: Experiment) -> str:
    """The card of an experiment as it was read."""
    state = "" if experiment.lifecycle_stage == "active" else f" · {escape(experiment.lifecycle_stage)}"
    parts = [
        f"<div><b>{escape(experiment.name)}</b></div>",
        f'<div style="opacity:.6;font-size:11px">experiment {escape(experiment.experiment_id)}{_created(experiment)}{state}</div>',
    ]
    note = experiment.tags.get(NOTE_TAG)
    if note:
        parts.append(f'<div style="margin-top:.4em;white-space:pre-wrap">{escape(note)}</div>')
    tags = [(key, value) for key, value in sorted(experiment.tags.items()) if not key.startswith("mlflow.")]
    if tags:
        shown = " &nbsp; ".join(f'<span style="opacity:.7">{escape(key)}</span> {escape(value)}' for key, value in tags[:_TAGS])
        more = f" &nbsp; and {len(tags) - _TAGS} more" if len(tags) > _TAGS else ""
        parts.append(f'<div style="margin-top:.4em">{shown}{more}</div>')
    parts.append(f'<div style="opacity:.6;font-size:11px;margin-top:.4em">artifacts {escape(experiment.artifact_location)}</div>')
    return f'<div class="barograph-experiment" style="{_STYLE}">{"".join(parts)}</div>'


def _created(experiment: Experiment) -> str:
    if experiment.creation_time is None:
        return ""
    made = datetime.fromtimestamp(experiment.creation_time / 1000, tz=UTC)
    return f" · made {made:%Y-%m-%d %H:%M} UTC"
