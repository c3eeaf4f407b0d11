"""What Barograph promises of its speed, and whether the figures hold it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from tables import NOTHING, OURS, markdown, number

Figures = dict[str, Any]
"""What each section measured, by the section's name."""

DATABASES = ("SQLite", "PostgreSQL")
MANY = "100,000 runs"
NOISY = "loss in 64 bits, noisy"


class Bar(NamedTuple):
    """A promise. `measured` finds the figure, or raises a `LookupError` where it was not taken; `at_most` says which side holds."""

    promise: str
    unit: str
    limit: float
    measured: Callable[[Figures], float]
    at_most: bool = True

    def line(self, figures: Figures) -> list[str]:
        """Promise, figure, whether it holds."""
        try:
            value = self.measured(figures)
        except (LookupError, TypeError):
            return [self.promise, NOTHING, "not measured"]
        held = value <= self.limit if self.at_most else value >= self.limit
        return [self.promise, f"{number(value)} {self.unit}".strip(), "yes" if held else "**no**"]


def _ratio(quantity: str, other: str) -> Callable[[Figures], float]:
    """Our median over the other's."""

    def measured(figures: Figures) -> float:
        medians = figures["tracking"]["medians"][quantity]
        return float(medians[OURS] / medians[other])

    return measured


def _at(*path: str) -> Callable[[Figures], float]:
    """The number at a path of nested figures."""

    def measured(figures: Figures) -> float:
        found: Any = figures
        for name in path:
            found = found[name]
        return float(found)

    return measured


def _of_peers() -> list[Bar]:
    fast, flow = "FastTrackML", "MLflow"
    return [
        Bar(f"a point logged alone: at most 0.8 of {fast}'s time", "×", 0.8, _ratio("log_metric", fast)),
        Bar(f"a point logged alone: at most 1/30 of {flow}'s time", "×", 1 / 30, _ratio("log_metric", flow)),
        Bar(f"a batch of 1,000 points: at most 1/10 of {fast}'s time", "×", 1 / 10, _ratio("log_batch_1000", fast)),
        Bar(f"a batch of 1,000 points: at most 1/40 of {flow}'s time", "×", 1 / 40, _ratio("log_batch_1000", flow)),
        Bar(f"points a second: at least 10 times {fast}'s", "×", 10, _ratio("points_per_s", fast), at_most=False),
        Bar(f"history of 20,000 points: at most 1/8 of {fast}'s time", "×", 1 / 8, _ratio("history_20k", fast)),
        Bar(f"whole runs a second: at least 2.5 times {fast}'s", "×", 2.5, _ratio("runs_per_s", fast), at_most=False),
        Bar(f"newest 100 runs: at most 1/4 of {fast}'s time", "×", 1 / 4, _ratio("search_newest_100", fast)),
        Bar(f"1,000 runs sorted by a metric: at most 1/4 of {fast}'s time", "×", 1 / 4, _ratio("search_sort_1000", fast)),
    ]


def _of_size(database: str) -> list[Bar]:
    def p95(question: str) -> Callable[[Figures], float]:
        return _at("queries", database, MANY, question, "p95_ms")

    where, series = f"({database}, p95)", ("series", database.lower())
    return [
        Bar(f"{MANY}: newest 100 in 30 ms {where}", "ms", 30, p95("newest 100")),
        Bar(f"{MANY}: filter and sort in 30 ms {where}", "ms", 30, p95("filter and sort, first 100")),
        Bar(f"{MANY}: first 100 by a metric, falling, in 150 ms {where}", "ms", 150, p95("sort by metrics.m7 DESC, first 100")),
        Bar(f"{MANY}: first 100 by a metric, rising, in 150 ms {where}", "ms", 150, p95("sort by metrics.m7 ASC, first 100")),
        Bar(f"{MANY}: count in 20 ms {where}", "ms", 20, p95("count")),
        Bar(f"{MANY}: 5 columns of 10,000 in 150 ms {where}", "ms", 150, p95("10,000 runs, 5 columns")),
        Bar(f"1,000,000 points down-sampled to 2,000 in 60 ms ({database}, median)", "ms", 60, _at(*series, "sample, JSON", "p50_ms")),
        Bar(f"1,000,000 points in 8 bytes each ({database}, noise in 64 bits)", "bytes", 8, _at(*series, "bytes_per_point", NOISY)),
    ]


def _of_pages() -> list[Bar]:
    at_once = ("10,000 runs", MANY)
    charted = "100 runs x 12 charts x 1,000 points drawn, ms"
    return [
        Bar("first page in 400 KB, compressed", "bytes", 400_000, _at("ui", OURS, "first page, bytes")),
        *(Bar(f"{runs}: rows can be clicked in 0.8 s", "ms", 800, _at("ui", OURS, runs, "rows can be clicked, ms")) for runs in at_once),
        *(
            Bar(f"{runs}: scrolled {how} without a frame of over 50 ms", "ms", 50, _at("ui", OURS, runs, f"longest frame {how}, ms"))
            for runs in at_once
            for how in ("to the end", "by wheel")
        ),
        Bar("12 charts of 100 runs and 1,000 points drawn in 1.5 s", "ms", 1500, _at("ui", OURS, charted)),
        Bar("500 runs compared in 2 s", "ms", 2000, _at("ui", OURS, "500 runs compared, ms")),
        Bar("a logged point seen on an open page in 3 s", "ms", 3000, _at("ui", OURS, "a logged point is seen after, ms")),
    ]


BARS = [
    *_of_peers(),
    *(bar for database in DATABASES for bar in _of_size(database)),
    Bar("the client's log_metric in 10 µs (median)", "µs", 10, _at("journal", "barograph", "near", "median_us")),
    Bar("100,000 calls at 50 ms of latency in 2 s", "s", 2, _at("journal", "barograph", "far", "all_calls_s")),
    Bar("1,000 runs as a table in 1/10 of the MLflow client's time", "×", 0.1, _at("search_client", "ratio")),
    Bar(
        "a project's command starts 0.5 s after the call, warm",
        "s",
        0.5,
        _at("projects", "medians", "call of run to start of its command, warm, s", OURS),
    ),
    *_of_pages(),
]


def table(figures: Figures) -> list[str]:
    """Every bar with its figure."""
    return markdown(["bar", "measured", "held"], (bar.line(figures) for bar in BARS), left=3)
