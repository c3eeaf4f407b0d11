"""Functions that sweeps in tests call, in a module that their workers can import."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import barograph


def bowl(parameters: dict[str, Any], run: object) -> float:
    """Returns the value, and logs nothing."""
    return float((parameters["x"] - 1) ** 2)


def logged_bowl(parameters: dict[str, Any], run: object) -> None:
    """Logs the metric, and returns nothing."""
    for step in range(3):
        barograph.log_metric("loss", (parameters["x"] - 1) ** 2 + 2 - step, step=step)


def best_seen(parameters: dict[str, Any], run: object) -> float:
    """Logs a curve, and returns its least value, which is not the last."""
    for step, value in enumerate((3.0, 1.0, 2.0)):
        barograph.log_metric("loss", value, step=step)
    return 1.0


def moody(parameters: dict[str, Any], run: object) -> float | None:
    """Fails in the way that the parameter says."""
    match parameters["how"]:
        case "raises":
            raise ArithmeticError("no such luck")
        case "exits":
            sys.exit(3)
        case "dies":
            os.kill(os.getpid(), signal.SIGKILL)
        case "nan":
            return math.nan
        case "nothing":
            return None
        case "text":
            return "good"  # type: ignore[return-value]  # that is the failure
    return 1.0


def fails(parameters: dict[str, Any], run: object) -> float:
    raise ArithmeticError("never works")


def curve(parameters: dict[str, Any], run: object) -> None:
    """Good ones go through ten steps; bad ones stay at the third until they are ended, and say so if nobody does."""
    is_bad = parameters["offset"] > 5
    for step in range(10):
        barograph.log_metric("loss", parameters["offset"] + 1 / (step + 1), step=step)
        if is_bad and step == 2:
            time.sleep(60)


def with_child(parameters: dict[str, Any], run: object) -> None:
    """Starts a process of its own, writes down its number, and waits to be ended if there is a first trial to be cut off."""
    folder = Path(parameters["folder"])
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(120)"])
    with (folder / "children").open("a") as file:
        file.write(f"{child.pid}\n")
    if not (folder / "free").exists():
        time.sleep(120)
    child.kill()
    child.wait()
    barograph.log_metric("loss", 1.0)
