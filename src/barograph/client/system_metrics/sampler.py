"""A thread that samples the machine's counters for a run and logs their means."""

import logging
import math
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from barograph.client.metric_value import now_ms
from barograph.client.system_metrics.machine import Counter
from barograph.model import Metric
from barograph.model.limits import MAX_BATCH_METRICS

_LOG = logging.getLogger(__name__)
_STOP_WITHIN_S = 5.0


class Sampler:
    """Samples every `interval_s` seconds and logs the means of `samples` of them, at steps 0, 1, 2, … from `first_step`.

    `log` stores some points. Neither a counter nor a store that fails ends the sampling.
    """

    def __init__(
        self,
        counters: Sequence[Counter],
        log: Callable[[Sequence[Metric]], None],
        *,
        prefix: str,
        interval_s: float,
        samples: int,
        first_step: int = 0,
    ) -> None:
        self._counters = counters
        self._log = log
        self._prefix = prefix
        self._interval_s = interval_s
        self._samples = samples
        self._step = first_step
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="barograph-system-metrics", daemon=True)

    def start(self) -> None:
        """Begin, the first sample after one interval."""
        self._thread.start()

    def stop(self) -> None:
        """End, and wait for what is being logged, but not for long."""
        self._stopping.set()
        if self._thread is not threading.current_thread():
            self._thread.join(_STOP_WITHIN_S)

    def sample(self) -> dict[str, float]:
        """What the counters that work read now."""
        found: dict[str, float] = {}
        for counter in self._counters:
            try:
                found.update(counter())
            except Exception as error:  # noqa: BLE001  # whatever it is, the other counters go on
                _LOG.debug("A counter of system metrics failed: %s", error)
        return {name: float(value) for name, value in found.items() if math.isfinite(value)}

    def publish(self, samples: Sequence[Mapping[str, float]]) -> None:
        """Log the means of some samples as one step."""
        values: dict[str, list[float]] = defaultdict(list)
        for sample in samples:
            for name, value in sample.items():
                values[name].append(value)
        at = now_ms()
        points = [
            Metric(key=f"{self._prefix}{name}", value=math.fsum(some) / len(some), timestamp_ms=at, step=self._step)
            for name, some in values.items()
        ]
        self._step += 1
        try:
            for start in range(0, len(points), MAX_BATCH_METRICS):
                self._log(points[start : start + MAX_BATCH_METRICS])
        except Exception as error:  # noqa: BLE001  # whatever it is, training must not notice
            _LOG.debug("System metrics could not be logged: %s", error)

    def _run(self) -> None:
        while True:
            samples = []
            for _ in range(self._samples):
                if self._stopping.wait(self._interval_s):
                    return
                samples.append(self.sample())
            self.publish(samples)
