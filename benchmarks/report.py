"""RESULTS.md from the figures that were taken."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Any

import psutil

import bars
from sections import SECTIONS
from servers import BAROGRAPH, PEERS

RESULTS = Path(__file__).with_name("RESULTS.md")

Taken = dict[str, dict[str, Any]]
"""By section: its `figures`, and the `command`, `date` and `seconds` of taking them."""


def write(taken: Taken) -> None:
    """Write the whole page, and the plots that it shows."""
    lines = [
        "# Measured",
        "",
        "Written by `make bench`; run it on your machine, figures of different machines do not compare. What is compared was measured in",
        f"turns on the same machine in the same hour. {_versions()}. {_machine()}.",
        "",
        "## Bars",
        "",
        *bars.table({name: one["figures"] for name, one in taken.items()}),
    ]
    for section in SECTIONS:
        if section.name in taken:
            one = taken[section.name]
            lines += [f"## {section.title}", "", f"`{one['command']}`, {one['date']}, {one['seconds']:,.0f} s.", "", section.says, ""]
            lines += section.shown(one["figures"])
    RESULTS.write_text("\n".join(lines).rstrip() + "\n")


def _machine() -> str:
    """What was measured on, without naming the machine."""
    model = next((line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line), "?")
    memory = psutil.virtual_memory().total / 2**30
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}"


def _versions() -> str:
    found = [f"{one.name} {one.version()}" if one.is_installed else f"{one.name} is not installed here" for one in (BAROGRAPH, *PEERS)]
    return ", ".join(found)
