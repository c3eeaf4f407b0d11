"""Writes the runs of the demo: gathers what they log and hands it to the store in parcels."""

from collections.abc import Mapping
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from barograph.model import DatasetInput, Logged, NewRun, Parcel, RunStatus
from barograph.model.parcel import Series
from barograph.store.base import Store

_PARENT = "mlflow.parentRunId"
_NOTE = "mlflow.note.content"
_RUNS_A_PARCEL = 100
Values = NDArray[np.float64]


class Scribe:
    """Everything random comes from `random`, so that the same seed makes the same values. Times are integer ms UTC."""

    def __init__(self, store: Store, artifacts: Path, random: np.random.Generator, now_ms: int) -> None:
        self.store = store
        self.random = random
        self.now_ms = now_ms
        self._artifacts = artifacts
        self._writer = f"demo-{self.hex(8)}"
        self._sent = 0
        self._logged: list[Logged] = []

    def hex(self, size: int) -> str:
        """That many random bytes as hexadecimal digits."""
        return self.random.bytes(size).hex()

    def experiment(self, name: str, description: str, **tags: str) -> str:
        """Create an experiment with a description in Markdown, and return its id."""
        return self.store.create_experiment(name, tags={_NOTE: description, **tags})

    def run(
        self,
        experiment_id: str,
        name: str,
        *,
        start_ms: int,
        lasted_ms: int,
        status: RunStatus = RunStatus.FINISHED,
        params: Mapping[str, object] = {},
        series: Mapping[str, Values] = {},
        tags: Mapping[str, str] = {},
        parent: str | None = None,
        note: str = "",
        user: str = "ana",
        datasets: tuple[DatasetInput, ...] = (),
    ) -> str:
        """Log a run and return its id. A series has its values at the steps 0, 1, 2 and so on, spread evenly over the run's time."""
        run_id = self.hex(16)
        about = {"mlflow.user": user, "mlflow.source.type": "LOCAL", **tags}
        about |= {_PARENT: parent} if parent else {}
        about |= {_NOTE: note} if note else {}
        self._logged.append(
            Logged(
                run_id=run_id,
                new=NewRun(experiment_id=experiment_id, run_id=run_id, name=name, user_id=user, start_time_ms=start_ms, tags=about),
                params={key: str(value) for key, value in params.items()},
                series=tuple([packed(key, values, start_ms, lasted_ms) for key, values in series.items()]),
                datasets=datasets,
                status=status,
                end_time_ms=start_ms + lasted_ms if status.is_terminated else None,
            )
        )
        return run_id

    def flush(self) -> None:
        """Send what was gathered to the store."""
        for start in range(0, len(self._logged), _RUNS_A_PARCEL):
            first, self._sent = self._sent + 1, self._sent + 1
            self.store.ingest(
                Parcel(writer_id=self._writer, first=first, last=self._sent, runs=tuple(self._logged[start : start + _RUNS_A_PARCEL]))
            )
        self._logged.clear()

    def put(self, experiment_id: str, run_id: str, path: str, content: bytes) -> None:
        """Write an artifact of a run where the server that proxies artifacts looks for it."""
        file = self._artifacts / experiment_id / run_id / "artifacts" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    def put_model(self, location: str, path: str, content: bytes) -> None:
        """Write a file of a logged model whose artifacts the server proxies."""
        file = self._artifacts / location.removeprefix("mlflow-artifacts:").strip("/") / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    def put_json(self, experiment_id: str, run_id: str, path: str, value: object) -> None:
        """Write an artifact in JSON."""
        self.put(experiment_id, run_id, path, msgspec.json.encode(value))


def one(value: float) -> Values:
    """A series of one point."""
    return np.array([value], dtype=np.float64)


def packed(key: str, values: Values, start_ms: int, lasted_ms: int) -> Series:
    """Values of shape `(n,)` as a series of a parcel."""
    n = len(values)
    steps = np.arange(n, dtype="<i8")
    times = start_ms + (steps + 1) * max(lasted_ms, n) // n
    return Series(
        key=key, steps=steps.tobytes(), timestamps_ms=times.astype("<i8").tobytes(), values=np.ascontiguousarray(values, "<f8").tobytes()
    )
