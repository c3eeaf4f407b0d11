"""Curves of growth as SVG: one small chart a question, both axes logarithmic."""

from __future__ import annotations

from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("plots")
COLOURS = {"Barograph, SQLite": "#0072b2", "Barograph, PostgreSQL": "#009e73", "FastTrackML": "#e69f00", "MLflow": "#cc3311"}
COLUMNS = 3
CHART_INCHES = (3.6, 2.7)


def draw(name: str, records: list[dict[str, Any]], unit: str) -> Path:
    """Draw what `growth.py` recorded of runs or series, and return the file. The same figures give the same bytes."""
    import matplotlib as mpl

    mpl.use("agg")
    mpl.rcParams |= {"svg.fonttype": "none", "svg.hashsalt": "barograph", "font.size": 8, "axes.titlesize": 9}
    from matplotlib import pyplot as plt

    questions = list(dict.fromkeys(record["question"] for record in records))
    rows = -(-len(questions) // COLUMNS)
    size = (COLUMNS * CHART_INCHES[0], rows * CHART_INCHES[1] + 0.4)
    figure, grid = plt.subplots(rows, COLUMNS, figsize=size, squeeze=False, layout="constrained")
    charts = list(grid.flat)
    for chart, question in zip(charts, questions, strict=False):
        _chart(chart, question, [record for record in records if record["question"] == question], unit)
    for chart in charts[len(questions) :]:
        chart.set_axis_off()
    lines = {line.get_label(): line for chart in charts for line in chart.get_lines()}
    figure.legend(lines.values(), lines.keys(), loc="outside upper center", ncols=len(lines), frameon=False)
    FOLDER.mkdir(exist_ok=True)
    file = FOLDER / f"{name}.svg"
    figure.savefig(file, metadata={"Date": None})
    plt.close(figure)
    return file


def _chart(chart: Any, question: str, records: list[dict[str, Any]], unit: str) -> None:
    in_bytes = "bytes" in records[0]
    for program in dict.fromkeys(record["program"] for record in records):
        mine = sorted((record for record in records if record["program"] == program), key=lambda record: int(record["size"]))
        heights = [record["bytes"] / record["size"] if in_bytes else record["p50_ms"] for record in mine]
        chart.plot([record["size"] for record in mine], heights, marker="o", markersize=3, label=program, color=COLOURS.get(program))
    chart.set(xscale="log", yscale="log", title=question, xlabel=unit, ylabel="bytes each" if in_bytes else "ms, median")
    chart.grid(visible=True, which="major", linewidth=0.3)
