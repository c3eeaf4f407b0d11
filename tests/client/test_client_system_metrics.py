"""System metrics of runs. The reader of NVIDIA GPUs is tested on a stand-in for its library's functions: there is no GPU to read here."""

from __future__ import annotations

import logging
import os
import sys
import time
from types import SimpleNamespace

import pytest

import barograph
from barograph.client.session import session
from barograph.client.system_metrics.machine import machine_counters
from barograph.client.system_metrics.monitor import next_step, node_label
from barograph.client.system_metrics.nvidia import gpu_counters
from barograph.client.system_metrics.sampler import Sampler
from barograph.exceptions import MlflowException
from barograph.model import Metric

MACHINE = {
    "cpu_utilization_percentage",
    "system_memory_usage_megabytes",
    "system_memory_usage_percentage",
    "disk_usage_percentage",
    "disk_usage_megabytes",
    "disk_available_megabytes",
    "network_receive_megabytes",
    "network_transmit_megabytes",
}
PATIENCE_S = 30.0


def steps(run_id: str) -> dict[str, int]:
    """The last step of each metric."""
    return {metric.key: metric.step for metric in session.tracking_store().get_run(run_id).metrics}


def record(run_id: str | None = None, *, wanted: bool | None = None) -> str:
    """A run that stays open until it has two more steps of system metrics."""
    with barograph.start_run(run_id=run_id, log_system_metrics=wanted) as run:
        last = max(steps(run.info.run_id).values(), default=-1)
        deadline = time.monotonic() + PATIENCE_S
        while max(steps(run.info.run_id).values(), default=-1) < last + 2:
            assert time.monotonic() < deadline
            time.sleep(0.02)
    return run.info.run_id


def threads() -> list[str]:
    import threading

    return [thread.name for thread in threading.enumerate() if thread.name == "barograph-system-metrics"]


def test_a_run_has_the_metrics_of_its_machine(tracking: str) -> None:
    barograph.set_system_metrics_sampling_interval(0.05)
    run_id = record(wanted=True)
    assert threads() == []
    found = barograph.get_run(run_id).data.metrics
    assert set(found) == {f"system/{name}" for name in MACHINE}
    assert 0 < found["system/system_memory_usage_percentage"] <= 100
    assert found["system/disk_available_megabytes"] > 0
    ended = len(barograph.MlflowClient().get_metric_history(run_id, "system/disk_usage_percentage"))
    assert record(run_id, wanted=True) == run_id
    history = barograph.MlflowClient().get_metric_history(run_id, "system/disk_usage_percentage")
    assert [point.step for point in history] == list(range(len(history)))
    assert len(history) > ended


def test_they_are_enabled_for_all_runs_or_for_none(sqlite_uri: str) -> None:
    barograph.set_system_metrics_sampling_interval(0.05)
    barograph.set_system_metrics_node_id("node 1")
    barograph.enable_system_metrics_logging()
    assert set(steps(record())) == {f"system/node_1/{name}" for name in MACHINE}
    with barograph.start_run(log_system_metrics=False):
        assert threads() == []
    barograph.disable_system_metrics_logging()
    with barograph.start_run():
        assert threads() == []


def test_a_mean_is_of_the_samples_asked_for() -> None:
    logged: list[Metric] = []
    sampler = Sampler([], logged.extend, prefix="system/", interval_s=1, samples=2, first_step=7)
    sampler.publish([{"a": 1.0, "b": 5.0}, {"a": 2.0}])
    sampler.publish([{"a": 4.0}])
    assert [(point.key, point.value, point.step) for point in logged] == [("system/a", 1.5, 7), ("system/b", 5.0, 7), ("system/a", 4.0, 8)]


def test_a_counter_that_fails_drops_no_other() -> None:
    def broken() -> dict[str, float]:
        raise RuntimeError("gone")

    sampler = Sampler([broken, lambda: {"a": 1}, lambda: {"b": float("nan")}], list, prefix="", interval_s=1, samples=1)
    assert sampler.sample() == {"a": 1.0}


def test_a_store_that_fails_ends_nothing() -> None:
    def refuse(points: object) -> None:
        raise OSError("full")

    sampler = Sampler([], refuse, prefix="", interval_s=1, samples=1)
    sampler.publish([{"a": 1.0}])
    sampler.publish([{"a": 1.0}])
    assert sampler._step == 2


def test_without_psutil_there_is_one_warning(sqlite_uri: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setitem(sys.modules, "psutil", None)
    monkeypatch.setattr("barograph.client.system_metrics.monitor._warned", set())
    for _ in range(2):
        with barograph.start_run(log_system_metrics=True):
            barograph.log_metric("m", 1)
    warned = [each.getMessage() for each in caplog.records if each.levelno == logging.WARNING]
    assert [text.count("barograph[system]") for text in warned] == [1]


def test_bad_settings_are_refused_or_warned_of(sqlite_uri: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(MlflowException, match="Give"):
        barograph.set_system_metrics_sampling_interval(0)
    with pytest.raises(MlflowException, match="Give"):
        barograph.set_system_metrics_samples_before_logging(0)
    monkeypatch.setenv("BAROGRAPH_SYSTEM_METRICS_SAMPLING_INTERVAL", "soon")
    with barograph.start_run(log_system_metrics=True):
        pass
    assert "soon" in caplog.text


def test_labels_tell_the_machines_of_a_run_apart(clean_session: None) -> None:
    assert node_label(None, {"RANK": "3"}) == ""
    assert node_label("job", {"RANK": "3"}) == "rank3"
    assert node_label("job", {"SLURM_PROCID": "0"}) == "rank0"
    assert node_label("job", {}).endswith(str(os.getpid()))
    barograph.set_system_metrics_node_id("a/b")
    assert node_label("job", {"RANK": "3"}) == "a_b"
    barograph.set_system_metrics_node_id(None)
    assert node_label(None, {}) == ""


def test_steps_go_on_where_the_label_s_own_ended() -> None:
    points = [
        Metric(key=key, value=1, timestamp_ms=1, step=step) for key, step in (("system/rank0/a", 4), ("system/rank1/a", 9), ("m", 99))
    ]
    assert next_step(points, "system/rank0/") == 5
    assert next_step(points, "system/rank2/") == 0


class Library:
    """The functions of NVIDIA's library that are used, for three GPUs of which the second tells no power."""

    def nvmlInit(self) -> None: ...  # noqa: N802  # the library's name

    def nvmlDeviceGetCount(self) -> int:  # noqa: N802  # the library's name
        return 3

    def nvmlDeviceGetHandleByIndex(self, index: int) -> int:  # noqa: N802  # the library's name
        return index

    def nvmlDeviceGetUUID(self, handle: int) -> str:  # noqa: N802  # the library's name
        return f"GPU-{'abc'[handle]}{handle}"

    def nvmlDeviceGetMemoryInfo(self, handle: int) -> SimpleNamespace:  # noqa: N802  # the library's name
        return SimpleNamespace(used=(handle + 1) * 10**9, total=10**10)

    def nvmlDeviceGetUtilizationRates(self, handle: int) -> SimpleNamespace:  # noqa: N802  # the library's name
        return SimpleNamespace(gpu=50 + handle)

    def nvmlDeviceGetPowerUsage(self, handle: int) -> int:  # noqa: N802  # the library's name
        if handle == 1:
            raise RuntimeError("Not Supported")
        return 100_000

    def nvmlDeviceGetEnforcedPowerLimit(self, handle: int) -> int:  # noqa: N802  # the library's name
        return 400_000

    def nvmlDeviceGetMaxMigDeviceCount(self, handle: int) -> int:  # noqa: N802  # the library's name
        raise RuntimeError("Not Supported")


class Divided(Library):
    """GPU 1 is divided into the parts 1/0 and 2/0, at places 0 and 3 of at most 7. Parts tell no utilization."""

    def nvmlDeviceGetUUID(self, handle: int) -> str:  # noqa: N802  # the library's name
        return f"MIG-{handle}" if handle >= 10 else super().nvmlDeviceGetUUID(handle)

    def nvmlDeviceGetMaxMigDeviceCount(self, handle: int) -> int:  # noqa: N802  # the library's name
        return 7 if handle == 1 else super().nvmlDeviceGetMaxMigDeviceCount(handle)

    def nvmlDeviceGetMigDeviceHandleByIndex(self, handle: int, index: int) -> int:  # noqa: N802  # the library's name
        assert handle == 1
        return {0: 10, 3: 13}[index]

    def nvmlDeviceGetGpuInstanceId(self, handle: int) -> int:  # noqa: N802  # the library's name
        return {10: 1, 13: 2}[handle]

    def nvmlDeviceGetComputeInstanceId(self, handle: int) -> int:  # noqa: N802  # the library's name
        return 0

    def nvmlDeviceGetMemoryInfo(self, handle: int) -> SimpleNamespace:  # noqa: N802  # the library's name
        return SimpleNamespace(used=handle * 10**8, total=10**10)

    def nvmlDeviceGetUtilizationRates(self, handle: int) -> SimpleNamespace:  # noqa: N802  # the library's name
        raise RuntimeError("Not Supported")


def sampled(library: Library) -> dict[str, float]:
    return Sampler(gpu_counters(library), list, prefix="", interval_s=1, samples=1).sample()


@pytest.mark.parametrize(
    ("visible", "parts"),
    [("MIG-13", [13]), ("MIG-GPU-b1/1/0,MIG-10", [10, 10]), ("MIG-GPU-b1/9/0", []), ("MIG-14,MIG-10", []), ("MIG-10,MIG-", [10])],
)
def test_only_visible_parts_of_gpus_are_read(monkeypatch: pytest.MonkeyPatch, visible: str, parts: list[int]) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)
    found = sampled(Divided())
    assert found == {
        name: value
        for number, part in enumerate(parts)
        for name, value in {
            f"gpu_{number}_memory_usage_percentage": pytest.approx(part),
            f"gpu_{number}_memory_usage_megabytes": part * 100,
            f"gpu_{number}_power_usage_watts": 100.0,
            f"gpu_{number}_power_usage_percentage": 25.0,
        }.items()
    }


@pytest.mark.parametrize(("visible", "numbers"), [(None, "02"), ("1,2", "1"), ("2,1", "0"), ("GPU-c", "0")])
def test_a_gpu_that_is_lost_takes_no_other_with_it(monkeypatch: pytest.MonkeyPatch, visible: str | None, numbers: str) -> None:
    class Lost(Library):
        def nvmlDeviceGetHandleByIndex(self, index: int) -> int:  # noqa: N802  # the library's name
            if index == 1:
                raise RuntimeError("GPU is lost")
            return index

    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    if visible is not None:
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)
    assert {name.split("_")[1] for name in sampled(Lost())} == set(numbers)


def test_each_run_measures_the_processor_for_itself(sqlite_uri: str) -> None:
    """Another run that was sampled a moment ago must not leave nothing to measure."""
    first, second = (machine_counters()[0] for _ in range(2))
    deadline = time.monotonic() + 0.3
    while time.monotonic() < deadline:
        pass
    assert first()["cpu_utilization_percentage"] > 0
    assert 0 < second()["cpu_utilization_percentage"] <= 100


@pytest.mark.parametrize(
    ("visible", "gpus"),
    [(None, [0, 1, 2]), ("", []), ("2,0", [2, 0]), ("1", [1]), ("GPU-c,GPU-a0", [2, 0]), ("0,7,1", [0]), ("-1", []), ("GPU-", [])],
)
def test_only_visible_gpus_are_read(monkeypatch: pytest.MonkeyPatch, visible: str | None, gpus: list[int]) -> None:
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    if visible is not None:
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)
    found = sampled(Library())
    assert [found[f"gpu_{number}_utilization_percentage"] for number in range(len(gpus))] == [50 + gpu for gpu in gpus]
    assert len({name.split("_")[1] for name in found}) == len(gpus)


def test_a_gpu_that_tells_no_power_tells_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0,1")
    found = sampled(Library())
    assert {name: value for name, value in found.items() if name.startswith("gpu_0")} == {
        "gpu_0_memory_usage_percentage": 10.0,
        "gpu_0_memory_usage_megabytes": 1000.0,
        "gpu_0_utilization_percentage": 50.0,
        "gpu_0_power_usage_watts": 100.0,
        "gpu_0_power_usage_percentage": 25.0,
    }
    assert {name for name in found if name.startswith("gpu_1")} == {
        "gpu_1_memory_usage_percentage",
        "gpu_1_memory_usage_megabytes",
        "gpu_1_utilization_percentage",
    }


def test_a_gpu_without_a_power_limit_tells_its_power(monkeypatch: pytest.MonkeyPatch) -> None:
    class Unlimited(Library):
        def nvmlDeviceGetEnforcedPowerLimit(self, handle: int) -> int:  # noqa: N802  # the library's name
            raise RuntimeError("Not Supported")

    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0")
    assert "gpu_0_power_usage_watts" in sampled(Unlimited())
    assert "gpu_0_power_usage_percentage" not in sampled(Unlimited())


def test_without_a_driver_there_are_no_gpus() -> None:
    class Broken(Library):
        def nvmlInit(self) -> None:  # noqa: N802  # the library's name
            raise RuntimeError("Driver Not Loaded")

    assert gpu_counters(Broken()) == []
