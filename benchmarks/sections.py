"""What `make bench` measures: one row a section of RESULTS.md."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import plots
import tables
from tracking import RATES

FOLDER = Path(__file__).parent


class Section(NamedTuple):
    """A program in this folder that prints one JSON object, and how its figures are shown.

    `quick` are the arguments of a rough measurement; `shown` makes lines of Markdown of the figures.
    """

    name: str
    title: str
    script: str
    arguments: tuple[str, ...]
    quick: tuple[str, ...]
    says: str
    shown: Callable[[dict[str, Any]], list[str]]

    @property
    def is_there(self) -> bool:
        return (FOLDER / self.script).exists()


def _growth(figures: dict[str, Any]) -> list[str]:
    lines = []
    for part, unit in (("runs", "runs"), ("series", "points")):
        records = figures[part]["records"]
        if not records:
            continue
        file = plots.draw(f"growth-{part}", records, unit)
        lines += [f"### By number of {unit}", "", f"![Curves of growth by number of {unit}](plots/{file.name})", ""]
        for question in dict.fromkeys(record["question"] for record in records):
            lines += tables.by_size(records, question)
        lines += [f"No answer from {', '.join(figures[part]['failed'])}.", ""] if figures[part]["failed"] else []
    different = [record for record in figures["runs"]["records"] if not record.get("same_runs", True)]
    lines += [f"{one['program']} answered other runs than Barograph: {one['question']}, {one['size']:,} runs." for one in different]
    return lines


_COST = "What a request costs the tracking server's processes of the processor, in milliseconds (mean; median of the rounds)."


def _start_up(figures: dict[str, Any]) -> list[str]:
    return tables.compared(figures["medians"])


def _peers(figures: dict[str, Any]) -> list[str]:
    cost = figures["cpu_ms"]
    return [*tables.compared(figures["medians"], RATES), *([_COST, "", *tables.compared(cost)] if cost else [])]


def _variants(figures: dict[str, Any]) -> list[str]:
    cost = figures["cpu_ms"]
    return [*tables.side_by_side(figures["medians"]), *([_COST, "", *tables.side_by_side(cost)] if cost else [])]


SECTIONS = (
    Section(
        "start_up",
        "Start-up",
        "start_up.py",
        ("--repeats", "5"),
        ("--repeats", "1"),
        "From nothing to work. MLflow's server runs with two workers, the others with their defaults.",
        _start_up,
    ),
    Section(
        "tracking",
        "Tracking server",
        "tracking.py",
        ("--runs", "1000", "--rounds", "3"),
        ("--runs", "200", "--rounds", "1"),
        "Raw HTTP requests; milliseconds (median), or a rate. One connection, but for `runs per s`: eight threads each create a run, log"
        " 20 params, 20 metrics and 3 tags, and end it. Each server has a fresh SQLite file. Barograph and MLflow answer a write when it is"
        " on the disk, FastTrackML when the operating system has it.",
        _peers,
    ),
    Section(
        "variants",
        "Tracking server: databases and workers",
        "tracking.py",
        ("--of", "variants", "--runs", "1000", "--rounds", "3"),
        ("--of", "variants", "--runs", "200", "--rounds", "1"),
        "The same load on Barograph's ways to run. PostgreSQL is on the same machine and syncs its log at each commit;"
        " what it costs the processor itself is not counted.",
        _variants,
    ),
    Section(
        "growth",
        "Growth",
        "growth.py",
        (),
        ("--runs", "1000", "10000", "--peer-runs", "1000", "--points", "10000", "100000", "--peer-points", "10000"),
        "Runs of 20 metrics, 15 params and 5 tags in one experiment; series of noisy doubles. Median / 95th percentile in milliseconds of"
        " warm requests. The peers' databases are filled with the same runs, and every program must answer the same ones.",
        _growth,
    ),
    Section(
        "queries",
        "Questions about many runs",
        "queries.py",
        ("--runs", "100000"),
        ("--runs", "10000"),
        "Median / 95th percentile in milliseconds, warm, over HTTP: searches of MLflow's protocol, tables, counts and groups.",
        tables.crossed,
    ),
    Section(
        "series",
        "Series",
        "series.py",
        (),
        ("--points", "100000", "--singles", "2000"),
        "What long series cost to write, to keep and to read.",
        tables.flat,
    ),
    Section(
        "journal",
        "Client: logging",
        "journal.py",
        (),
        ("--calls", "10000", "--peer-calls", "50"),
        "What a logging call costs the program that makes it, with the server near and behind a slow network.",
        tables.flat,
    ),
    Section(
        "search_client",
        "Client: search",
        "search_client.py",
        (),
        ("--rounds", "1"),
        "1,000 runs as a pandas table: Barograph's client and MLflow's on the same Barograph server.",
        tables.flat,
    ),
    Section(
        "projects",
        "Projects: start",
        "projects.py",
        ("--rounds", "9"),
        ("--rounds", "3"),
        "A folder with an MLproject file of one command, in the environment that is there, recorded in a SQLite file. Warm are calls after"
        " the first of a process; the command line is a process of its own each time.",
        _start_up,
    ),
    Section(
        "project_environments",
        "Projects: environments",
        "project_environments.py",
        ("--rounds", "2"),
        ("--rounds", "1"),
        "A project of three small packages by `projects.run`, from the call to the end of a command that does nothing. MLflow makes the"
        " environment with pyenv, venv and pip; Barograph with uv, and with venv and pip. Packages come from the same index.",
        _start_up,
    ),
    Section(
        "sweep_kills",
        "Sweeps: killed and resumed",
        "sweep_kills.py",
        ("--server",),
        ("--server", "--trials", "30"),
        "A sweep of 200 trials on two workers and a server, killed -9 three times at random moments and resumed until it is done."
        " `performed` is how often the objective was carried out to its end; `faults` are trials that are missing, doubled or wrong."
        " `--backend ray` measures the same on a cluster of Ray.",
        tables.flat,
    ),
    Section(
        "ui",
        "Web UI",
        "ui.py",
        (),
        ("--runs", "500", "--many", "1000", "--rounds", "1"),
        "Pages in headless Chromium, each opened with nothing cached, on the same processors as the server.",
        tables.beside,
    ),
)
