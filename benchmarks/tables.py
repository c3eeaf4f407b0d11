"""Figures as Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

NOTHING = "–"
OURS = "Barograph"

Medians = dict[str, dict[str, float]]
"""Quantity -> program -> number."""


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]], *, left: int = 1) -> list[str]:
    """A table whose first `left` columns are text and the others numbers; ends with an empty line."""
    line = "|" + "---|" * left + "---:|" * (len(head) - left)
    return [f"| {' | '.join(head)} |", line, *(f"| {' | '.join(row)} |" for row in rows), ""]


def number(value: float | None) -> str:
    """Three significant digits, or all that stand before the point."""
    if value is None:
        return NOTHING
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def compared(medians: Medians, more_is_better: Sequence[str] = ()) -> list[str]:
    """Medians of programs side by side; the last columns say how many times better Barograph is than each other one."""
    programs = list(dict.fromkeys(program for by_program in medians.values() for program in by_program))
    others = [program for program in programs if program != OURS]
    head = ["", *programs, *(f"times better than {other}" for other in others)]
    rows = []
    for quantity, by_program in medians.items():
        ours = by_program[OURS]
        times = [_times(ours, by_program.get(other), rate=quantity in more_is_better) for other in others]
        rows.append([_label(quantity), *(number(by_program.get(program)) for program in programs), *times])
    return markdown(head, rows)


def side_by_side(medians: Medians) -> list[str]:
    """Medians of programs side by side."""
    programs = list(next(iter(medians.values())))
    return markdown(["", *programs], ([_label(name), *(number(by.get(one)) for one in programs)] for name, by in medians.items()))


def by_size(records: list[dict[str, Any]], question: str) -> list[str]:
    """One line a program, one column a size: median / 95th percentile in milliseconds, or bytes."""
    chosen = [record for record in records if record["question"] == question]
    sizes = sorted({record["size"] for record in chosen})
    cells = {(record["program"], record["size"]): _cell(record) for record in chosen}
    programs = list(dict.fromkeys(record["program"] for record in chosen))
    rows = [[program, *(cells.get((program, size), NOTHING) for size in sizes)] for program in programs]
    return markdown([question, *(f"{size:,}" for size in sizes)], rows)


def flat(figures: dict[str, Any]) -> list[str]:
    """Every number and text of nested figures, with the path to it."""
    return markdown(["", "measured"], ([path, value] for path, value in _leaves(figures, ())))


def beside(figures: dict[str, Any]) -> list[str]:
    """Every number of nested figures, by its path within each program, and the programs side by side."""
    by_program = {program: dict(_leaves(nested, ())) for program, nested in figures.items()}
    paths = list(dict.fromkeys(path for leaves in by_program.values() for path in leaves))
    rows = ([path, *(leaves.get(path, NOTHING) for leaves in by_program.values())] for path in paths)
    return markdown(["", *by_program], rows)


def crossed(figures: dict[str, Any]) -> list[str]:
    """Median / 95th percentile in milliseconds; figures are nested by database, size and question, and each question is a line."""
    columns = {f"{outer}, {inner}": answers for outer, by_inner in figures.items() for inner, answers in by_inner.items()}
    questions = list(dict.fromkeys(question for answers in columns.values() for question in answers))
    rows = [[_code(one), *(_cell(answers[one]) if one in answers else NOTHING for answers in columns.values())] for one in questions]
    return markdown(["", *columns], rows)


def _code(question: str) -> str:
    """A question as text of a table's cell: what it says of a filter may have marks of Markdown in it."""
    return question.replace("|", "\\|").replace("`", "")


def _leaves(value: Any, path: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    if isinstance(value, dict) and "p95_ms" in value:
        yield f"{', '.join(path)}, ms", _cell(value)
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _leaves(part, (*path, str(name).replace("_", " ")))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _leaves(part, (*path, str(index)))
    else:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        yield ", ".join(path), number(value) if is_number else str(value)


def _cell(record: dict[str, Any]) -> str:
    if "bytes" in record:
        return f"{number(record['bytes'] / 1e6)} MB ({number(record['bytes'] / record['size'])} B each)"
    return f"{number(record['p50_ms'])} / {number(record['p95_ms'])}"


def _times(ours: float, theirs: float | None, *, rate: bool) -> str:
    if not theirs or not ours:
        return NOTHING
    return f"{number(ours / theirs if rate else theirs / ours)} ×"


def _label(quantity: str) -> str:
    return quantity.replace("_", " ")
