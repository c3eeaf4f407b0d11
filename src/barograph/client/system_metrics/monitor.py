"""Which runs have system metrics, and under which names."""

import logging
import os
import re
import socket
from collections.abc import Mapping, Sequence

from barograph import settings
from barograph.client.open_runs import ActiveRun
from barograph.client.rank import rank_of
from barograph.client.session import session
from barograph.client.system_metrics.machine import Counter, machine_counters
from barograph.client.system_metrics.nvidia import nvidia_counters
from barograph.client.system_metrics.sampler import Sampler
from barograph.errors import InvalidValue, shown
from barograph.model import Metric

_PREFIX = "system/"
_LOG = logging.getLogger(__name__)
_samplers: dict[int, Sampler] = {}
_warned: set[str] = set()


def watch(run: ActiveRun, wanted: bool | None) -> None:
    """Begin system metrics of a run that was just opened, if they are wanted or, without a word on it, enabled.

    Whatever keeps them from beginning is one warning; the run goes on without.
    """
    try:
        if not (settings.ENABLE_SYSTEM_METRICS_LOGGING.get() if wanted is None else wanted):
            return
        sampler = _sampler(run)
        sampler.start()
    except ImportError:
        _warn("System metrics need psutil. Install it with: pip install 'barograph[system]'. Runs go on without them.")
    except Exception as error:  # noqa: BLE001  # the run exists and must go on, whatever the libraries raise
        _warn(f"System metrics are not recorded: {error}")
    else:
        _samplers[id(run)] = sampler


def unwatch(run: ActiveRun) -> None:
    """End the system metrics of a run."""
    sampler = _samplers.pop(id(run), None)
    if sampler is not None:
        sampler.stop()


def _sampler(run: ActiveRun) -> Sampler:
    interval_s = settings.SYSTEM_METRICS_SAMPLING_INTERVAL.get()
    samples = settings.SYSTEM_METRICS_SAMPLES_BEFORE_LOGGING.get()
    if not interval_s > 0 or samples < 1:
        raise InvalidValue(f"they would be sampled every {interval_s:g} s, {samples} for a mean. Give more than 0 s and at least 1.")
    counters: list[Counter] = [*machine_counters(), *nvidia_counters()]
    prefix = f"{_PREFIX}{label}/" if (label := node_label(run.shared_id, os.environ)) else _PREFIX
    store, run_id = session.tracking_store(run.tracking_uri), run.info.run_id

    def log(points: Sequence[Metric]) -> None:
        store.log_batch(run_id, metrics=points)

    first = next_step(store.get_run(run_id).metrics, prefix)
    return Sampler(counters, log, prefix=prefix, interval_s=interval_s, samples=samples, first_step=first)


def node_label(shared_id: str | None, environment: Mapping[str, str]) -> str:
    """What tells the machines of one run apart: the node id if it is set, else in a shared run the rank, else host and process."""
    label = settings.SYSTEM_METRICS_NODE_ID.get()
    if not label and shared_id is not None:
        rank = rank_of(environment)
        label = f"rank{rank}" if rank else f"{socket.gethostname()}-{os.getpid()}"
    return re.sub(r"[^\w.-]", "_", label)


def next_step(metrics: Sequence[Metric], prefix: str) -> int:
    """The step after the last system metrics of a run that is resumed; 0 for a new one."""
    return max((metric.step + 1 for metric in metrics if metric.key.startswith(prefix)), default=0)


def _warn(text: str) -> None:
    if text not in _warned:
        _warned.add(text)
        _LOG.warning("%s", text)


def _forked() -> None:
    """In a forked child the threads are gone, and the runs are the parent's."""
    _samplers.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)


def enable_system_metrics_logging() -> None:
    """Record system metrics of every run that starts from now on and does not ask otherwise, in this process and its children."""
    settings.ENABLE_SYSTEM_METRICS_LOGGING.set(True)


def disable_system_metrics_logging() -> None:
    """Record system metrics only of runs that ask for them."""
    settings.ENABLE_SYSTEM_METRICS_LOGGING.set(False)


def set_system_metrics_sampling_interval(interval: float | None) -> None:
    """Seconds between two samples, for runs that start from now on; None returns to the default."""
    if interval is None:
        settings.SYSTEM_METRICS_SAMPLING_INTERVAL.unset()
    elif interval > 0:
        settings.SYSTEM_METRICS_SAMPLING_INTERVAL.set(interval)
    else:
        raise InvalidValue(f"Invalid interval {shown(interval)}. Give seconds, more than 0.")


def set_system_metrics_samples_before_logging(samples: int | None) -> None:
    """How many samples one logged mean is of, for runs that start from now on; None returns to the default."""
    if samples is None:
        settings.SYSTEM_METRICS_SAMPLES_BEFORE_LOGGING.unset()
    elif samples >= 1:
        settings.SYSTEM_METRICS_SAMPLES_BEFORE_LOGGING.set(samples)
    else:
        raise InvalidValue(f"Invalid number of samples {shown(samples)}. Give at least 1.")


def set_system_metrics_node_id(node_id: str | None) -> None:
    """Label the system metrics of this machine, for runs that start from now on; None removes the label."""
    if node_id is None:
        settings.SYSTEM_METRICS_NODE_ID.unset()
    else:
        settings.SYSTEM_METRICS_NODE_ID.set(node_id)
