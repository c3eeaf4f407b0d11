"""NVIDIA GPUs, only those that this process may see. AMD's are not read."""

import os
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from barograph.client.system_metrics.machine import MEGA, Counter


def nvidia_counters() -> list[Counter]:
    """The counters of the GPUs that NVIDIA's library tells of; none without the library."""
    return gpu_counters(import_module("pynvml")) if find_spec("pynvml") else []


def gpu_counters(library: Any) -> list[Counter]:
    """One counter for each value of each visible GPU; none without GPUs or driver. `library` is pynvml's functions.

    GPUs are numbered as the process numbers them: in the order of CUDA_VISIBLE_DEVICES. One that cannot be reached keeps its number.
    """
    try:
        library.nvmlInit()
        handles = _visible(library, os.environ.get("CUDA_VISIBLE_DEVICES"))
    except Exception:  # noqa: BLE001  # whatever the driver's library raises, there are then no GPUs to tell of
        return []
    return [
        _reader(library, read, number, handle)
        for number, handle in enumerate(handles)
        if handle is not None
        for read in (_memory, _utilization, _power, _power_share)
    ]


_Read = Callable[[Any, Any], dict[str, float]]


def _reader(library: Any, read: _Read, number: int, handle: Any) -> Counter:
    return lambda: {f"gpu_{number}_{name}": value for name, value in read(library, handle).items()}


def _visible(library: Any, given: str | None) -> list[Any]:
    """Handles of the GPUs, or parts of GPUs, that CUDA gives the process: up to the first entry that names none.

    Entries are numbers, beginnings of UUIDs, or names of parts (MIG): `MIG-UUID`, or `MIG-GPU-UUID/INSTANCE/COMPUTE` of old drivers. CUDA
    may number GPUs of unlike speed in another order than the driver, unless CUDA_DEVICE_ORDER is PCI_BUS_ID.
    """
    everything = [_attempt(library.nvmlDeviceGetHandleByIndex, index) for index in range(library.nvmlDeviceGetCount())]
    if given is None:
        return everything
    found: list[Any] = []
    for entry in (part.strip() for part in given.split(",")):
        if entry.isdecimal():
            named = everything[int(entry)] if int(entry) < len(everything) else _Nothing
        elif entry.startswith("MIG-"):
            named = _part(library, entry, everything)
        else:
            named = _one([handle for handle in everything if entry and _uuid(library, handle).startswith(entry)])
        if named is _Nothing:
            break
        found.append(named)
    return found


class _Nothing:
    """No GPU has that name; one that has it but cannot be reached is None."""


def _one(handles: list[Any]) -> Any:
    return handles[0] if len(handles) == 1 else _Nothing


def _part(library: Any, entry: str, everything: list[Any]) -> Any:
    whole, _, numbers = entry.removeprefix("MIG-").partition("/")
    for gpu in everything:
        for part in _parts(library, gpu):
            if _uuid(library, part) == entry or (numbers and _uuid(library, gpu) == whole and _numbers(library, part) == numbers):
                return part
    return _Nothing


def _parts(library: Any, gpu: Any) -> Iterator[Any]:
    """The parts that a GPU is divided into; a GPU that cannot be divided has none."""
    for index in range(_attempt(library.nvmlDeviceGetMaxMigDeviceCount, gpu) or 0):
        part = _attempt(library.nvmlDeviceGetMigDeviceHandleByIndex, gpu, index)
        if part is not None:
            yield part


def _numbers(library: Any, part: Any) -> str:
    return f"{_attempt(library.nvmlDeviceGetGpuInstanceId, part)}/{_attempt(library.nvmlDeviceGetComputeInstanceId, part)}"


def _uuid(library: Any, handle: Any) -> str:
    value = None if handle is None else _attempt(library.nvmlDeviceGetUUID, handle)
    return value.decode() if isinstance(value, bytes) else value or ""


def _attempt(function: Callable[..., Any], *arguments: Any) -> Any:
    """What a function of the library returns, None if it fails: one GPU that is lost must not take the others with it."""
    try:
        return function(*arguments)
    except Exception:  # noqa: BLE001  # the library's errors, whatever its version calls them
        return None


def _memory(library: Any, handle: Any) -> dict[str, float]:
    memory = library.nvmlDeviceGetMemoryInfo(handle)
    return {"memory_usage_percentage": memory.used / memory.total * 100, "memory_usage_megabytes": memory.used / MEGA}


def _utilization(library: Any, handle: Any) -> dict[str, float]:
    return {"utilization_percentage": float(library.nvmlDeviceGetUtilizationRates(handle).gpu)}


def _power(library: Any, handle: Any) -> dict[str, float]:
    return {"power_usage_watts": library.nvmlDeviceGetPowerUsage(handle) / 1_000}


def _power_share(library: Any, handle: Any) -> dict[str, float]:
    limit = library.nvmlDeviceGetEnforcedPowerLimit(handle)
    return {"power_usage_percentage": library.nvmlDeviceGetPowerUsage(handle) / limit * 100}
