import math
from array import array

import pytest

from barograph.errors import InvalidValue
from barograph.model import NumberColumn, Query, RunFilter, RunGrouping, RunQuery, RunTable, TextColumn, View
from barograph.store.base import Store
from barograph.testing.contract.making import UNKNOWN_EXPERIMENT, new_experiment, new_run, point, unique

_RUNS: tuple[tuple[str, dict[str, str], dict[str, str], dict[str, float]], ...] = (
    ("a", {"lr": "0.1", "depth": "3"}, {"team": "north"}, {"loss": 0.5, "nan": math.nan}),
    ("b", {"lr": "0.1"}, {"team": "south"}, {"loss": 0.25}),
    ("c", {"lr": "0.2"}, {"team": "north"}, {"loss": math.inf, "extra": 1.0}),
    ("d", {}, {}, {}),
)


class _Field:
    """Four runs, the oldest first."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.experiment_id = new_experiment(store)
        self.ids = [
            new_run(store, self.experiment_id, name=name, start_time_ms=place, params=params, tags=tags, metrics=metrics)
            for place, (name, params, tags, metrics) in enumerate(_RUNS)
        ]
        store.update_run(self.ids[0], end_time_ms=7)
        store.log_batch(self.ids[0], metrics=[point("loss", 2.0, step=-1), point("loss", 0.125, step=-2)])

    def table(self, *fields: str, **query: object) -> RunTable:
        given = {"order_by": ("run_name",), "experiment_ids": (self.experiment_id,)} | query
        return self.store.query_runs(RunQuery(fields=fields, **given))  # type: ignore[arg-type]  # tests name real fields

    def columns(self, *fields: str, **query: object) -> dict[str, list[object]]:
        """Values by field, None where missing."""
        return {
            column.field: list(column.values) if isinstance(column, TextColumn) else list(column.items())
            for column in self.table(*fields, **query).columns
        }


class _OnAField:
    @pytest.fixture(scope="class")
    @classmethod
    def fields(cls) -> dict[int, _Field]:
        return {}

    @pytest.fixture
    def field(self, store: Store, fields: dict[int, _Field]) -> _Field:
        """One field for all tests of a class that run on the same store; they only read."""
        if id(store) not in fields:
            fields[id(store)] = _Field(store)
        return fields[id(store)]


class TestRunTable(_OnAField):
    """Runs in columns."""

    def test_attributes(self, field: _Field) -> None:
        names = ("run_id", "experiment_id", "name", "status", "user_id", "start_time", "end_time", "lifecycle_stage")
        found = field.columns(*names)
        assert list(found) == list(names)
        assert found["run_id"] == field.ids
        assert set(found["experiment_id"]) == {field.experiment_id}
        assert found["name"] == ["a", "b", "c", "d"]
        assert set(found["status"]) == {"RUNNING"}
        assert set(found["user_id"]) == {"ada"}
        assert found["start_time"] == [0, 1, 2, 3]
        assert found["end_time"] == [7, None, None, None]
        assert set(found["lifecycle_stage"]) == {"active"}
        uris = field.columns("artifact_uri")["artifact_uri"]
        assert uris == [field.store.get_run(run_id).info.artifact_uri for run_id in field.ids]

    def test_keys_in_the_order_asked_for(self, field: _Field) -> None:
        found = field.columns("tags.team", "metrics.loss", "params.lr", "attributes.run_name", "metrics.never")
        assert list(found.items()) == [
            ("tags.team", ["north", "south", "north", None]),
            ("metrics.loss", [0.5, 0.25, math.inf, None]),
            ("params.lr", ["0.1", "0.1", "0.2", None]),
            ("attributes.run_name", ["a", "b", "c", "d"]),
            ("metrics.never", [None] * 4),
        ]

    def test_nan_is_no_missing_value(self, field: _Field) -> None:
        (column,) = field.table("metrics.nan").columns
        assert isinstance(column, NumberColumn)
        assert column.present == bytes([1, 0, 0, 0])
        assert math.isnan(column.values[0])

    def test_summaries_of_series(self, field: _Field) -> None:
        found = field.columns("metrics.`loss`.min", "metrics.loss.max", "metrics.loss.first", "metrics.loss.count", "metrics.nan.min")
        assert found == {
            "metrics.`loss`.min": [0.125, 0.25, math.inf, None],
            "metrics.loss.max": [2.0, 0.25, math.inf, None],
            "metrics.loss.first": [0.125, 0.25, math.inf, None],
            "metrics.loss.count": [3, 1, 1, None],
            "metrics.nan.min": [None] * 4,
        }

    def test_a_metric_of_that_name_goes_before_the_summary(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        new_run(store, experiment_id, metrics={"loss": 2.0, "loss.min": 5.0})
        query = RunQuery(experiment_ids=(experiment_id,), fields=("metrics.loss.min", "metrics.`loss`.min"))
        assert [list(column.values) for column in store.query_runs(query).columns] == [[5.0], [2.0]]

    def test_numbers_are_packed(self, field: _Field) -> None:
        loss, start = field.table("metrics.loss", "start_time").columns
        assert isinstance(loss, NumberColumn)
        assert isinstance(start, NumberColumn)
        assert (loss.values.typecode, start.values.typecode) == ("d", "q")
        assert start.values == array("q", [0, 1, 2, 3])

    def test_every_key_that_the_runs_have(self, field: _Field) -> None:
        found = field.columns("metrics.*", "params.depth", "params.*", "tags.*")
        assert sorted(list(found)[:3]) == ["metrics.extra", "metrics.loss", "metrics.nan"]
        assert list(found)[2] == "metrics.extra"  # the last to appear
        assert list(found)[3:5] == ["params.depth", "params.lr"]
        assert sorted(list(found)[5:]) == ["tags.mlflow.runName", "tags.team"]
        assert found["params.depth"] == ["3", None, None, None]
        assert found["metrics.extra"] == [None, None, 1.0, None]
        assert found["tags.mlflow.runName"] == ["a", "b", "c", "d"]
        assert field.columns("params.*", filter="run_name = 'd'") == {}

    def test_the_table_is_what_a_search_finds(self, field: _Field) -> None:
        found = field.columns("name", filter="metrics.loss > 0.3 AND tags.team = 'north'", order_by=("metrics.loss DESC",))
        assert found == {"name": ["c", "a"]}
        assert field.columns("name", order_by=()) == {"name": ["d", "c", "b", "a"]}

    def test_pages(self, field: _Field) -> None:
        first = field.table("name", max_results=3)
        assert (first.row_count, first.columns) == (3, (TextColumn("name", ("a", "b", "c")),))
        second = field.table("name", max_results=3, page_token=first.next_token)
        assert (second.row_count, second.columns, second.next_token) == (1, (TextColumn("name", ("d",)),), None)

    def test_no_runs(self, field: _Field) -> None:
        table = field.table("name", "start_time", "metrics.loss", "params.*", experiment_ids=(UNKNOWN_EXPERIMENT,))
        assert (table.row_count, table.next_token) == (0, None)
        assert [column.field for column in table.columns] == ["name", "start_time", "metrics.loss"]
        assert all(len(column.values) == 0 for column in table.columns)

    def test_all_active_experiments(self, store: Store) -> None:
        tag = unique("tag")
        experiments = [new_experiment(store) for _ in range(3)]
        for place, experiment_id in enumerate(experiments):
            new_run(store, experiment_id, name=f"r{place}", tags={tag: "x"})
        store.delete_experiment(experiments[1])
        query = RunQuery(fields=("name",), filter=f"tags.`{tag}` = 'x'", order_by=("run_name",), view=View.ALL)
        assert store.query_runs(query).columns == (TextColumn("name", ("r0", "r2")),)
        assert store.count_runs(RunFilter(filter=query.filter, view=View.ALL)) == 2

    @pytest.mark.parametrize(
        ("wanted", "message"),
        [
            (("metrics.loss", "metricz.loss"), "column 1.*no 'metricz'"),
            (("colour",), r"column 1.*no field of runs.*lifecycle_stage, metrics\.<key>"),
            (("metrics.`a`.median",), "column 13.*last, first, min, max, count"),
            (("params.`a`.min",), "column 12.*only metrics"),
            (("metrics.a b",), "column 11.*expected the end"),
            (("metrics.`a",), "column 9.*not closed"),
            (("metrics.loss DESC",), "column 14"),
            (("dataset.*",), "column"),
            (("name", "run_name"), "already"),
            (("params.*", "param.*"), "already"),
            ((), "fields"),
        ],
    )
    def test_fields_that_there_are_not(self, field: _Field, wanted: tuple[str, ...], message: str) -> None:
        with pytest.raises(InvalidValue, match=message):
            field.table(*wanted)

    def test_what_is_refused(self, field: _Field) -> None:
        with pytest.raises(InvalidValue, match="max_results"):
            field.table("name", max_results=50_001)
        with pytest.raises(InvalidValue, match=r"column 15.*the text ends"):
            field.table("name", filter="metrics.loss >")
        with pytest.raises(InvalidValue, match="column 1"):
            field.table("name", order_by=("colour",))
        with pytest.raises(InvalidValue, match="experiment id"):
            field.table("name", experiment_ids=("x",))

    def test_a_page_begins_at_an_offset(self, field: _Field) -> None:
        assert field.columns("name", offset=1, max_results=2)["name"] == ["b", "c"]
        assert field.columns("name", offset=3, max_results=2)["name"] == ["d"]
        assert field.columns("name", offset=9)["name"] == []
        assert field.columns("name", offset=1, max_results=1, order_by=("metrics.loss DESC",))["name"] == ["a"]
        assert field.table("name", offset=1, max_results=1).next_token == field.table("name", max_results=2).next_token

    def test_an_offset_stands_alone_and_is_no_less_than_0(self, field: _Field) -> None:
        token = field.table("name", max_results=1).next_token
        for wrong in ({"offset": -1}, {"offset": 1, "page_token": token}):
            with pytest.raises(InvalidValue, match="offset"):
                field.table("name", **wrong)

    def test_runs_below_others_are_left_out(self, store: Store) -> None:
        experiment_id, other = new_experiment(store), new_experiment(store)
        top = new_run(store, experiment_id, name="top", start_time_ms=0)
        middle = new_run(store, experiment_id, name="middle", start_time_ms=1, tags={"mlflow.parentRunId": top})
        new_run(store, experiment_id, name="leaf", start_time_ms=2, tags={"mlflow.parentRunId": middle})
        new_run(store, experiment_id, name="orphan", start_time_ms=3, tags={"mlflow.parentRunId": "0" * 32})
        new_run(store, other, name="abroad", start_time_ms=4, tags={"mlflow.parentRunId": top})

        def roots(experiment_id: str, view: View = View.ACTIVE_ONLY) -> list[object]:
            query = RunQuery(experiment_ids=(experiment_id,), fields=("name",), order_by=("start_time",), roots_only=True, view=view)
            (column,) = store.query_runs(query).columns
            found = RunFilter(experiment_ids=(experiment_id,), roots_only=True, view=view)
            assert store.count_runs(found) == len(column.values)
            return list(column.values)

        assert roots(experiment_id) == ["top", "orphan"]
        assert roots(other) == ["abroad"]
        store.delete_run(middle)
        assert roots(experiment_id) == ["top", "leaf", "orphan"]
        assert roots(experiment_id, View.DELETED_ONLY) == ["middle"]


class TestRunCount(_OnAField):
    """How many runs there are."""

    @pytest.mark.parametrize(
        ("text", "count"),
        [
            ("", 4),
            ("metrics.loss > 0.3", 2),
            ("params.lr = '0.1'", 2),
            ("params.lr = 0.1 OR NOT tags.team = 'north'", 3),
            ("metrics.loss IS NULL", 1),
            ("metrics.loss.max >= 2", 2),
            ("run_name RLIKE '[ab]' AND start_time > 0", 1),
            ("metrics.loss > 1e9 AND metrics.loss < 0", 0),
        ],
    )
    def test_filters(self, field: _Field, text: str, count: int) -> None:
        assert field.store.count_runs(RunFilter(experiment_ids=(field.experiment_id,), filter=text)) == count

    def test_views(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        deleted, _, _ = (new_run(store, experiment_id) for _ in range(3))
        store.delete_run(deleted)
        counts = [store.count_runs(RunFilter(experiment_ids=(experiment_id,), view=view)) for view in View]
        assert dict(zip(View, counts, strict=True)) == {View.ACTIVE_ONLY: 2, View.DELETED_ONLY: 1, View.ALL: 3}

    def test_more_runs_than_a_page(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        for _ in range(5):
            new_run(store, experiment_id)
        assert len(store.search_runs([experiment_id], Query(max_results=2)).items) == 2
        assert store.count_runs(RunFilter(experiment_ids=(experiment_id, UNKNOWN_EXPERIMENT))) == 5

    def test_what_is_refused(self, store: Store) -> None:
        with pytest.raises(InvalidValue, match="column 8"):
            store.count_runs(RunFilter(filter="status ~ 'x'"))


class TestRunGroups(_OnAField):
    """Runs in groups."""

    def test_counts_and_statistics(self, field: _Field) -> None:
        found = field.store.group_runs(
            RunGrouping(experiment_ids=(field.experiment_id,), by=("params.lr",), metrics=("metrics.loss", "metrics.`loss`.max DESC"))
        )
        assert found.group_count == 3
        assert [(group.values, group.n) for group in found.groups] == [(("0.1",), 2), (("0.2",), 1), ((None,), 1)]
        loss, greatest = found.groups[0].metrics
        assert (loss.metric, loss.n, loss.mean, loss.min, loss.max) == ("metrics.loss", 2, 0.375, 0.25, 0.5)
        assert loss.std == pytest.approx(0.125 * math.sqrt(2))
        assert (loss.best, loss.best_run_id) == (0.25, field.ids[1])
        assert (greatest.metric, greatest.best, greatest.best_run_id) == ("metrics.`loss`.max DESC", 2.0, field.ids[0])
        alone = found.groups[1].metrics[0]
        assert (alone.n, alone.mean, alone.std, alone.best) == (1, math.inf, None, math.inf)
        lacking = found.groups[2].metrics[0]
        assert (lacking.n, lacking.mean, lacking.std, lacking.min, lacking.max, lacking.best, lacking.best_run_id) == (0, *[None] * 6)

    def test_nan_is_left_out(self, field: _Field) -> None:
        grouping = RunGrouping(experiment_ids=(field.experiment_id,), by=("status",), metrics=("metrics.nan",))
        (group,) = field.store.group_runs(grouping).groups
        assert (group.values, group.n, group.metrics[0].n, group.metrics[0].mean) == (("RUNNING",), 4, 0, None)

    def test_several_keys_filters_and_limits(self, field: _Field) -> None:
        grouping = RunGrouping(experiment_ids=(field.experiment_id,), by=("tags.team", "params.lr"), filter="tags.team IS NOT NULL")
        found = field.store.group_runs(grouping)
        assert [group.values for group in found.groups] == [("north", "0.1"), ("north", "0.2"), ("south", "0.1")]
        few = field.store.group_runs(RunGrouping(experiment_ids=(field.experiment_id,), by=("tags.team",), max_results=1))
        assert ([group.values for group in few.groups], few.group_count) == ([("north",)], 3)

    def test_equal_values_are_best_in_the_newest_run(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        for start in range(3):
            newest = new_run(store, experiment_id, start_time_ms=start, metrics={"m": 1.0})
        (group,) = store.group_runs(RunGrouping(experiment_ids=(experiment_id,), by=("user_id",), metrics=("metrics.m DESC",))).groups
        assert (group.metrics[0].best_run_id, group.metrics[0].std) == (newest, 0.0)

    @pytest.mark.parametrize(
        ("by", "metrics", "message"),
        [
            (("metrics.loss",), (), "grouped by"),
            (("start_time",), (), "grouped by"),
            (("params.*",), (), "grouped by"),
            (("params.lr", "params.lr"), (), "already"),
            ((), (), "by"),
            (("params.lr",), ("params.lr",), "expected metrics"),
            (("params.lr",), ("metrics.loss UP",), "column 14"),
        ],
    )
    def test_what_is_refused(self, field: _Field, by: tuple[str, ...], metrics: tuple[str, ...], message: str) -> None:
        with pytest.raises(InvalidValue, match=message):
            field.store.group_runs(RunGrouping(experiment_ids=(field.experiment_id,), by=by, metrics=metrics))

    def test_too_many_groups(self, field: _Field) -> None:
        with pytest.raises(InvalidValue, match="max_results"):
            field.store.group_runs(RunGrouping(by=("params.lr",), max_results=10_001))
