"""Frames of writers."""

from collections.abc import Sequence
from contextlib import suppress

from barograph.errors import BarographError
from barograph.model import REFUSED_TAG, Frame, Refusal, check_frames
from barograph.model.limits import MAX_RUN_TAG_VALUE
from barograph.store.memory.runs import MemoryRuns
from barograph.store.memory.state import locked


class MemoryIngest(MemoryRuns):
    """Keeps `IngestStore`."""

    @locked
    def ingest(self, writer_id: str, frames: Sequence[Frame]) -> tuple[Refusal, ...]:
        last = self._state.writers.get(writer_id)
        check_frames(writer_id, frames, last)
        refusals = []
        for frame in frames:
            if last is not None and frame.sequence <= last:
                continue
            try:
                if frame.metrics or frame.params or frame.tags:
                    self.log_batch(frame.run_id, metrics=frame.metrics, params=frame.params, tags=frame.tags)
                if frame.status is not None or frame.end_time_ms is not None:
                    self.update_run(frame.run_id, status=frame.status, end_time_ms=frame.end_time_ms)
            except BarographError as error:
                refusals.append(Refusal(sequence=frame.sequence, run_id=frame.run_id, error_code=error.error_code, message=error.message))
                with suppress(BarographError):
                    self.log_batch(frame.run_id, tags={REFUSED_TAG: error.message[:MAX_RUN_TAG_VALUE]})
            self._state.writers[writer_id] = frame.sequence
        return tuple(refusals)
