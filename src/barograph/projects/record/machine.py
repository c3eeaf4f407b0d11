"""The machine that a run was started on."""

from __future__ import annotations

import os
import platform
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from barograph.projects.record.recorded import Machine


def machine() -> Machine:
    """What is known without starting any process. GPUs are those of NVIDIA, if their library is there."""
    return Machine(
        system=platform.system(),
        release=platform.release(),
        architecture=platform.machine(),
        python=platform.python_version(),
        implementation=platform.python_implementation(),
        cpu=_cpu(),
        cores=os.cpu_count(),
        memory_bytes=_memory_bytes(),
        gpus=_gpus(),
    )


def _cpu() -> str | None:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None  # `platform.processor()` would start a process to find out
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), None)


def _memory_bytes() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None


def _gpus() -> tuple[str, ...]:
    if find_spec("pynvml") is None:
        return ()
    library: Any = import_module("pynvml")
    try:
        library.nvmlInit()
        names = [library.nvmlDeviceGetName(library.nvmlDeviceGetHandleByIndex(i)) for i in range(library.nvmlDeviceGetCount())]
    except Exception:  # noqa: BLE001  # whatever the driver's library raises, there are then no GPUs to tell of
        return ()
    return tuple(name.decode() if isinstance(name, bytes) else str(name) for name in names)
