"""Parcels of writers."""

from contextlib import suppress

from barograph.errors import BarographError
from barograph.model import REFUSED_TAG, Logged, Metric, Parcel, Receipt, Refusal
from barograph.model.limits import MAX_RUN_TAG_VALUE
from barograph.store.memory.runs import MemoryRuns
from barograph.store.memory.state import locked


class MemoryIngest(MemoryRuns):
    """Keeps `IngestStore`."""

    @locked
    def ingest(self, parcel: Parcel) -> Receipt:
        parcel.check()
        last = self._state.writers.get(parcel.writer_id)
        if not parcel.may_follow(last):
            return Receipt(last=last or 0)
        refusals = [refusal for logged in parcel.runs for refusal in self._refusals(logged)]
        self._state.writers[parcel.writer_id] = parcel.last
        return Receipt(last=parcel.last, refusals=tuple(refusals))

    def _refusals(self, logged: Logged) -> list[Refusal]:
        """Store what can be, and return the rest."""
        refusals: list[Refusal] = []
        for what, piece in logged.pieces():
            try:
                self._apply(piece)
            except BarographError as error:
                refusals.append(Refusal(run_id=logged.run_id, what=what, error_code=error.error_code, message=error.message))
                if piece.new is not None:
                    return refusals
        if refusals:
            with suppress(BarographError):
                self.log_batch(logged.run_id, tags={REFUSED_TAG: refusals[-1].message[:MAX_RUN_TAG_VALUE]})
        return refusals

    def _apply(self, piece: Logged) -> None:
        run_id = piece.run_id
        if piece.new is not None:
            self.create_run(piece.new)
        metrics = [*piece.points]
        for series in piece.series:
            columns = zip(*series.columns(), strict=True)
            metrics += [Metric(key=series.key, value=value, timestamp_ms=at, step=step) for step, at, value in columns]
        if metrics or piece.params or piece.tags:
            self.log_batch(run_id, metrics=metrics, params=piece.params, tags=piece.tags)
        if piece.datasets or piece.model_ids:
            self.log_inputs(run_id, datasets=piece.datasets, model_ids=piece.model_ids)
        if piece.outputs:
            self.log_outputs(run_id, piece.outputs)
        if piece.status is not None or piece.end_time_ms is not None:
            self.update_run(run_id, status=piece.status, end_time_ms=piece.end_time_ms)
