"""Frames: once, in order, and none that holds up the next."""

import math
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from barograph.errors import Conflict, InvalidValue
from barograph.model import REFUSED_TAG, Frame, Metric, RunStatus
from barograph.store.base import Store
from barograph.testing.contract.making import UNKNOWN_RUN, new_run


def frames_of(run_id: str, first: int, last: int) -> list[Frame]:
    """Frames that set a tag to their sequence and log it as a point."""
    return [
        Frame(sequence=n, run_id=run_id, metrics=(Metric(key="m", value=float(n), timestamp_ms=n, step=n),), tags={"last": str(n)})
        for n in range(first, last + 1)
    ]


class TestIngest:
    def test_everything_a_frame_holds_is_stored(self, store: Store) -> None:
        run_id, writer = new_run(store), uuid4().hex
        points = tuple(Metric(key="x/y", value=value, timestamp_ms=5, step=-1) for value in (math.inf, -0.5))
        first = Frame(sequence=1, run_id=run_id, metrics=points, params={"lr": "0.1"}, tags={"team": "wind"})
        last = Frame(sequence=2, run_id=run_id, status=RunStatus.FINISHED, end_time_ms=9_000)
        assert store.ingest(writer, [first, last]) == ()
        run = store.get_run(run_id)
        assert (run.params, run.tags["team"], run.info.status, run.info.end_time_ms) == (
            {"lr": "0.1"},
            "wind",
            RunStatus.FINISHED,
            9_000,
        )
        assert {point.value for point in store.metric_history(run_id, "x/y").items} == {math.inf, -0.5}

    def test_frames_sent_again_are_passed_over(self, store: Store) -> None:
        run_id, writer = new_run(store), uuid4().hex
        store.ingest(writer, frames_of(run_id, 1, 5))
        store.log_batch(run_id, tags={"last": "later"})
        store.ingest(writer, frames_of(run_id, 1, 5))
        assert store.get_run(run_id).tags["last"] == "later"
        store.ingest(writer, frames_of(run_id, 3, 7))
        assert store.get_run(run_id).tags["last"] == "7"
        assert [point.step for point in store.metric_history(run_id, "m").items] == [1, 2, 3, 4, 5, 6, 7]

    def test_a_gap_is_refused_whole(self, store: Store) -> None:
        run_id, writer = new_run(store), uuid4().hex
        store.ingest(writer, frames_of(run_id, 1, 2))
        with pytest.raises(Conflict):
            store.ingest(writer, frames_of(run_id, 4, 5))
        with pytest.raises(Conflict):
            store.ingest(writer, [*frames_of(run_id, 3, 3), *frames_of(run_id, 5, 5)])
        assert store.get_run(run_id).tags["last"] == "2"

    def test_an_unknown_writer_may_start_anywhere(self, store: Store) -> None:
        run_id = new_run(store)
        assert store.ingest(uuid4().hex, frames_of(run_id, 4, 5)) == ()
        assert store.get_run(run_id).tags["last"] == "5"

    def test_a_refused_frame_is_told_recorded_and_holds_up_nothing(self, store: Store) -> None:
        run_id, writer = new_run(store, params={"lr": "0.1"}), uuid4().hex
        wrong = Frame(sequence=2, run_id=run_id, params={"lr": "0.2"}, tags={"half": "written"})
        unknown = Frame(sequence=3, run_id=UNKNOWN_RUN, tags={"a": "b"})
        sent = [*frames_of(run_id, 1, 1), wrong, unknown, *frames_of(run_id, 4, 4)]
        refused = store.ingest(writer, sent)
        assert [(refusal.sequence, refusal.run_id, refusal.error_code) for refusal in refused] == [
            (2, run_id, "INVALID_PARAMETER_VALUE"),
            (3, UNKNOWN_RUN, "RESOURCE_DOES_NOT_EXIST"),
        ]
        run = store.get_run(run_id)
        assert run.params == {"lr": "0.1"}
        assert "half" not in run.tags
        assert run.tags["last"] == "4"
        assert run.tags[REFUSED_TAG] == refused[0].message
        assert store.ingest(writer, sent) == ()

    def test_writers_do_not_share_sequences(self, store: Store) -> None:
        run_id = new_run(store)
        for writer in (uuid4().hex, uuid4().hex):
            store.ingest(writer, frames_of(run_id, 1, 1))
            store.log_batch(run_id, tags={"last": "changed"})
        store.ingest(uuid4().hex, frames_of(run_id, 1, 1))
        assert store.get_run(run_id).tags["last"] == "1"

    def test_the_same_frames_from_several_threads_count_once(self, store: Store) -> None:
        run_id, writer = new_run(store, params={"lr": "0.1"}), uuid4().hex
        wrong = [Frame(sequence=1, run_id=run_id, params={"lr": "0.2"})]
        with ThreadPoolExecutor(4) as threads:
            told = list(threads.map(lambda _: store.ingest(writer, wrong), range(8)))
        assert sorted(map(len, told)) == [0] * 7 + [1]

    @pytest.mark.parametrize("writer", ["", "a b", "x" * 65, "é"])
    def test_a_malformed_writer_is_refused(self, store: Store, writer: str) -> None:
        with pytest.raises(InvalidValue):
            store.ingest(writer, [])
