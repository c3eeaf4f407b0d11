"""CPU, memory, disk and network of this machine, as psutil reads them. Mega means 10^6."""

import math
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

MEGA = 1_000_000

Counter = Callable[[], Mapping[str, float]]
"""Reads some values by metric name. It may fail, without the others failing with it."""


def machine_counters() -> list[Counter]:
    """The counters of this machine; network volumes count from now on. Without psutil an `ImportError` is raised."""
    psutil: Any = import_module("psutil")

    return [_Cpu(psutil).read, lambda: _memory(psutil), lambda: _disk(psutil), _Network(psutil).read]


def _memory(psutil: Any) -> dict[str, float]:
    memory = psutil.virtual_memory()
    return {"system_memory_usage_megabytes": memory.used / MEGA, "system_memory_usage_percentage": memory.used / memory.total * 100}


def _disk(psutil: Any) -> dict[str, float]:
    disk = psutil.disk_usage("/")
    return {
        "disk_usage_percentage": disk.percent,
        "disk_usage_megabytes": disk.used / MEGA,
        "disk_available_megabytes": disk.free / MEGA,
    }


class _Cpu:
    """Utilization between two reads. psutil counts since the process's last read, which may have been for another run, just now."""

    def __init__(self, psutil: Any) -> None:
        self._psutil = psutil
        self._before = self._times()

    def read(self) -> dict[str, float]:
        before, self._before = self._before, self._times()
        busy, idle = (max(0.0, now - then) for now, then in zip(self._before, before, strict=True))
        return {"cpu_utilization_percentage": busy / (busy + idle) * 100} if busy + idle else {}

    def _times(self) -> tuple[float, float]:
        """Seconds of all processors so far, busy and idle. Time of guests is in that of their users already."""
        times = self._psutil.cpu_times()._asdict()
        idle = times["idle"] + times.get("iowait", 0.0)
        return math.fsum(times.values()) - idle - times.get("guest", 0.0) - times.get("guest_nice", 0.0), idle


class _Network:
    """Volumes since monitoring began."""

    def __init__(self, psutil: Any) -> None:
        self._psutil = psutil
        self._began: Any = None
        try:
            self._began = psutil.net_io_counters()
        except OSError:
            return  # the first read that succeeds is then the beginning

    def read(self) -> dict[str, float]:
        now = self._psutil.net_io_counters()
        self._began = self._began or now
        return {
            "network_receive_megabytes": (now.bytes_recv - self._began.bytes_recv) / MEGA,
            "network_transmit_megabytes": (now.bytes_sent - self._began.bytes_sent) / MEGA,
        }
