"""NVIDIA GPUs, only those that this process may see."""

import os
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from barograph.client.system_metrics.machine import MEGA, Counter


def nvidia_counters() -> list[Counter]:
    """The counters of the GPUs that NVIDIA's library tells of; none without the library."""
    return gpu_counters(import_module("pynvml")) if find_spec("pynvml") else []


def gpu_counters(library: Any) -> list[Counter]:
    """One counter for each value of each visible GPU; none without GPUs or driver. `library` is pynvml's functions.

    GPUs are numbered as the process numbers them: in the order of CUDA_VISIBLE_DEVICES.
    """
    try:
        library.nvmlInit()
        handles = _visible(library, os.environ.get("CUDA_VISIBLE_DEVICES"))
    except Exception:  # noqa: BLE001  # whatever the driver's library raises, there are then no GPUs to tell of
        return []
    return [_reader(library, read, number, handle) for number, handle in enumerate(handles) for read in (_memory, _utilization, _power)]


_Read = Callable[[Any, Any], dict[str, float]]


def _reader(library: Any, read: _Read, number: int, handle: Any) -> Counter:
    return lambda: {f"gpu_{number}_{name}": value for name, value in read(library, handle).items()}


def _visible(library: Any, given: str | None) -> list[Any]:
    """Handles of the GPUs that CUDA would give the process: indices or the beginnings of UUIDs, up to the first that there is not."""
    count = library.nvmlDeviceGetCount()
    if given is None:
        return [library.nvmlDeviceGetHandleByIndex(index) for index in range(count)]
    everything = [library.nvmlDeviceGetHandleByIndex(index) for index in range(count)]
    uuids = [_text(library.nvmlDeviceGetUUID(handle)) for handle in everything]
    found: list[Any] = []
    for entry in (part.strip() for part in given.split(",")):
        places = [int(entry)] if entry.isdecimal() else [place for place, uuid in enumerate(uuids) if entry and uuid.startswith(entry)]
        if len(places) != 1 or places[0] >= count:
            break
        found.append(everything[places[0]])
    return found


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _memory(library: Any, handle: Any) -> dict[str, float]:
    memory = library.nvmlDeviceGetMemoryInfo(handle)
    return {"memory_usage_percentage": memory.used / memory.total * 100, "memory_usage_megabytes": memory.used / MEGA}


def _utilization(library: Any, handle: Any) -> dict[str, float]:
    return {"utilization_percentage": float(library.nvmlDeviceGetUtilizationRates(handle).gpu)}


def _power(library: Any, handle: Any) -> dict[str, float]:
    milliwatts = library.nvmlDeviceGetPowerUsage(handle)
    limit = library.nvmlDeviceGetEnforcedPowerLimit(handle)
    return {"power_usage_watts": milliwatts / 1_000, "power_usage_percentage": milliwatts / limit * 100}
