"""Parcels: once, in order, and nothing refused that holds up the rest."""

import math
import struct
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import msgspec
import pytest

from barograph.errors import InvalidValue
from barograph.model import REFUSED_TAG, Dataset, DatasetInput, Logged, Metric, NewRun, Parcel, RunStatus, Series
from barograph.store.base import Store
from barograph.testing.contract.making import UNKNOWN_RUN, new_run


def series(key: str, *points: tuple[int, int, float]) -> Series:
    """Points given as (step, timestamp, value)."""
    n = len(points)
    steps, timestamps, values = zip(*points, strict=True)
    return Series(
        key=key,
        steps=struct.pack(f"<{n}q", *steps),
        timestamps_ms=struct.pack(f"<{n}q", *timestamps),
        values=struct.pack(f"<{n}d", *values),
    )


def parcel(writer: str, first: int, *runs: Logged, last: int | None = None) -> Parcel:
    return Parcel(writer_id=writer, first=first, last=first if last is None else last, runs=runs)


def counted(writer: str, run_id: str, first: int, last: int) -> Parcel:
    """Records that set a tag to their number and log it as a point."""
    points = series("m", *[(n, n, float(n)) for n in range(first, last + 1)])
    return parcel(writer, first, Logged(run_id=run_id, series=(points,), tags={"last": str(last)}), last=last)


class TestIngest:
    def test_everything_a_parcel_holds_is_stored(self, store: Store) -> None:
        run_id, writer = new_run(store), uuid4().hex
        read = DatasetInput(dataset=Dataset(name="turbines", digest="abc"), tags={"mlflow.data.context": "train"})
        logged = Logged(
            run_id=run_id,
            params={"lr": "0.1"},
            series=(series("x/y", (-1, 5, math.inf), (-1, 5, -0.5), (2, 5, math.nan)), series("z", (-(2**63), 2**63 - 1, 1.0))),
            points=(Metric(key="on data", value=0.25, timestamp_ms=7, step=1, dataset_name="turbines", dataset_digest="abc"),),
            tags={"team": "wind"},
            datasets=(read,),
            model_ids=("m-" + "0" * 32,),
            status=RunStatus.FINISHED,
            end_time_ms=9_000,
        )
        receipt = store.ingest(parcel(writer, 1, logged, last=9))
        assert (receipt.last, receipt.refusals) == (9, ())
        run = store.get_run(run_id)
        assert (run.params, run.tags["team"], run.info.status, run.info.end_time_ms) == (
            {"lr": "0.1"},
            "wind",
            RunStatus.FINISHED,
            9_000,
        )
        assert [given.dataset.name for given in run.dataset_inputs] == ["turbines"]
        assert run.model_inputs == ("m-" + "0" * 32,)
        assert sorted(str(point.value) for point in store.metric_history(run_id, "x/y").items) == ["-0.5", "inf", "nan"]
        assert [(point.step, point.timestamp_ms) for point in store.metric_history(run_id, "z").items] == [(-(2**63), 2**63 - 1)]
        assert {metric.key: metric.value for metric in run.metrics}["on data"] == 0.25

    def test_a_parcel_may_create_the_run_that_it_logs_to(self, store: Store) -> None:
        run_id, writer = uuid4().hex, uuid4().hex
        new = NewRun(experiment_id="0", run_id=run_id, name="sent later", user_id="u", start_time_ms=5, tags={"a": "b"})
        sent = parcel(writer, 1, Logged(run_id=run_id, new=new, params={"lr": "0.1"}), last=2)
        assert store.ingest(sent).refusals == ()
        run = store.get_run(run_id)
        assert (run.info.name, run.info.start_time_ms, run.params, run.tags["a"]) == ("sent later", 5, {"lr": "0.1"}, "b")
        assert run.info.artifact_uri.endswith(f"/{run_id}/artifacts")
        again = parcel(uuid4().hex, 1, Logged(run_id=run_id, new=new, params={"depth": "3"}))
        assert store.ingest(again).refusals == ()
        assert store.get_run(run_id).params == {"lr": "0.1", "depth": "3"}

    def test_a_run_that_cannot_be_created_is_refused_with_all_its_data(self, store: Store) -> None:
        run_id, other = uuid4().hex, new_run(store)
        new = NewRun(experiment_id="999999", run_id=run_id)
        refused = store.ingest(
            parcel(uuid4().hex, 1, Logged(run_id=run_id, new=new, tags={"a": "b"}), Logged(run_id=other, tags={"a": "b"}))
        )
        assert [(refusal.run_id, refusal.error_code) for refusal in refused.refusals] == [(run_id, "RESOURCE_DOES_NOT_EXIST")]
        assert store.get_run(other).tags["a"] == "b"

    def test_parcels_sent_again_change_nothing(self, store: Store) -> None:
        run_id, writer = new_run(store), uuid4().hex
        assert store.ingest(counted(writer, run_id, 1, 5)).last == 5
        store.log_batch(run_id, tags={"last": "later"})
        assert store.ingest(counted(writer, run_id, 1, 5)).last == 5
        assert store.ingest(counted(writer, run_id, 3, 7)).last == 5
        assert store.get_run(run_id).tags["last"] == "later"
        assert store.ingest(counted(writer, run_id, 6, 7)).last == 7
        assert store.get_run(run_id).tags["last"] == "7"
        assert [point.step for point in store.metric_history(run_id, "m").items] == [1, 2, 3, 4, 5, 6, 7]

    def test_a_gap_changes_nothing_and_is_told(self, store: Store) -> None:
        run_id, writer = new_run(store), uuid4().hex
        store.ingest(counted(writer, run_id, 1, 2))
        assert store.ingest(counted(writer, run_id, 4, 5)).last == 2
        assert store.get_run(run_id).tags["last"] == "2"

    def test_an_unknown_writer_may_start_anywhere(self, store: Store) -> None:
        run_id = new_run(store)
        assert store.ingest(counted(uuid4().hex, run_id, 4, 5)).last == 5
        assert store.get_run(run_id).tags["last"] == "5"

    def test_what_is_refused_is_told_recorded_and_holds_up_nothing(self, store: Store) -> None:
        run_id, writer = new_run(store, params={"lr": "0.1"}), uuid4().hex
        wrong = Logged(
            run_id=run_id,
            params={"lr": "0.2", "depth": "3"},
            series=(series("m", (1, 1, 1.0)), series("not//normal", (1, 1, 1.0)), series("old", (1, -1, 1.0))),
            tags={"whole": "kept"},
        )
        sent = parcel(writer, 1, wrong, Logged(run_id=UNKNOWN_RUN, tags={"a": "b"}), last=8)
        receipt = store.ingest(sent)
        assert receipt.last == 8
        assert [(refusal.run_id, refusal.what, refusal.error_code) for refusal in receipt.refusals] == [
            (run_id, "param 'lr'", "INVALID_PARAMETER_VALUE"),
            (run_id, "metric 'not//normal'", "INVALID_PARAMETER_VALUE"),
            (run_id, "metric 'old'", "INVALID_PARAMETER_VALUE"),
            (UNKNOWN_RUN, "tag 'a'", "RESOURCE_DOES_NOT_EXIST"),
        ]
        run = store.get_run(run_id)
        assert run.params == {"lr": "0.1", "depth": "3"}
        assert run.tags["whole"] == "kept"
        assert [metric.key for metric in run.metrics] == ["m"]
        assert run.tags[REFUSED_TAG] == receipt.refusals[2].message
        assert store.ingest(sent).refusals == ()

    def test_a_param_refused_by_the_database_alone_keeps_the_rest(self, store: Store) -> None:
        run_id = new_run(store, params={"lr": "0.1"})
        receipt = store.ingest(
            parcel(uuid4().hex, 1, Logged(run_id=run_id, params={"lr": "9", "a": "1"}, series=(series("m", (0, 0, 0.0)),)))
        )
        assert [refusal.what for refusal in receipt.refusals] == ["param 'lr'"]
        assert store.get_run(run_id).params == {"lr": "0.1", "a": "1"}
        assert len(store.metric_history(run_id, "m").items) == 1

    def test_columns_that_do_not_fit_are_refused(self, store: Store) -> None:
        run_id, good = new_run(store), series("m", (1, 1, 1.0))
        bad = [msgspec.structs.replace(good, steps=b""), msgspec.structs.replace(good, values=b"1234567")]
        for each in bad:
            assert len(store.ingest(parcel(uuid4().hex, 1, Logged(run_id=run_id, series=(each,)))).refusals) == 1
        assert store.get_run(run_id).metrics == ()

    def test_nothing_is_logged_to_a_deleted_run(self, store: Store) -> None:
        run_id = new_run(store)
        store.delete_run(run_id)
        assert [refusal.what for refusal in store.ingest(counted(uuid4().hex, run_id, 1, 2)).refusals] == ["metric 'm'", "tag 'last'"]
        assert store.get_run(run_id).metrics == ()

    def test_writers_do_not_share_numbers(self, store: Store) -> None:
        run_id = new_run(store)
        for writer in (uuid4().hex, uuid4().hex):
            store.ingest(counted(writer, run_id, 1, 1))
            store.log_batch(run_id, tags={"last": "changed"})
        store.ingest(counted(uuid4().hex, run_id, 1, 1))
        assert store.get_run(run_id).tags["last"] == "1"

    def test_the_same_parcel_from_several_threads_counts_once(self, store: Store) -> None:
        run_id, writer = new_run(store, params={"lr": "0.1"}), uuid4().hex
        wrong = parcel(writer, 1, Logged(run_id=run_id, params={"lr": "0.2"}))
        with ThreadPoolExecutor(4) as threads:
            told = list(threads.map(lambda _: store.ingest(wrong), range(8)))
        assert sorted(len(receipt.refusals) for receipt in told) == [0] * 7 + [1]

    @pytest.mark.parametrize("writer", ["", "a b", "x" * 65, "é"])
    def test_a_malformed_writer_is_refused(self, store: Store, writer: str) -> None:
        with pytest.raises(InvalidValue):
            store.ingest(parcel(writer, 1))

    @pytest.mark.parametrize(("first", "last"), [(0, 1), (2, 1), (-1, 5)])
    def test_numbers_that_cannot_be_are_refused(self, store: Store, first: int, last: int) -> None:
        with pytest.raises(InvalidValue):
            store.ingest(parcel(uuid4().hex, first, last=last))
