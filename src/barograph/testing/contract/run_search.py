import math

import pytest

from barograph.errors import InvalidValue
from barograph.model import Query, RunStatus, View
from barograph.store.base import Store
from barograph.testing.contract.making import UNKNOWN_EXPERIMENT, new_experiment, new_run, pages, point, read


class Farm:
    """Four runs named A to D: A and B have the param lr, C has a metric that is no number, D one that is infinite."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.experiment_id = new_experiment(store)
        self.ids = {
            "A": self._run("A", 1_000, params={"lr": "0.1"}, tags={"env": "prod"}, metrics={"acc": 0.5, "a b/c-d": 1.0}),
            "B": self._run("B", 2_000, params={"lr": "0.2"}, tags={"env": "Dev"}, metrics={"acc": 0.9}),
            "C": self._run("C", 3_000, tags={"only.c": "it's"}, metrics={"acc": math.nan}),
            "D": self._run("D", 4_000, params={"x": ""}, metrics={"acc": math.inf, "neg": -1.5}),
        }
        store.update_run(self.ids["A"], status=RunStatus.FINISHED, end_time_ms=1_500)
        store.update_run(self.ids["B"], status=RunStatus.FAILED, end_time_ms=2_500)
        store.log_inputs(self.ids["A"], datasets=[read("farm", "d1", "train"), read("grid", "d2", "eval")])
        store.log_inputs(self.ids["B"], datasets=[read("farm", "d3")])

    def _run(self, name: str, start: int, **values: object) -> str:
        return new_run(self.store, self.experiment_id, name=name, start_time_ms=start, **values)  # type: ignore[arg-type]  # as above

    def find(self, text: str = "", *order_by: str, view: View = View.ACTIVE_ONLY) -> str:
        """Names of the runs found, in order."""
        query = Query(filter=text, order_by=order_by, view=view)
        return "".join(run.info.name for run in self.store.search_runs([self.experiment_id], query).items)

    def found(self, text: str) -> str:
        """Names of the runs found, sorted."""
        return "".join(sorted(self.find(text)))


class _OnAFarm:
    @pytest.fixture(scope="class")
    @classmethod
    def farms(cls) -> dict[int, Farm]:
        return {}

    @pytest.fixture
    def farm(self, store: Store, farms: dict[int, Farm]) -> Farm:
        """One farm for all tests of a class that run on the same store; they only read."""
        if id(store) not in farms:
            farms[id(store)] = Farm(store)
        return farms[id(store)]


class TestRunFilters(_OnAFarm):
    """What filters find."""

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("", "ABCD"),
            ("metrics.acc > 0.5", "BD"),
            ("metrics.acc >= 0.5", "ABD"),
            ("metrics.acc < 1e300", "AB"),
            ("metrics.acc <= 0.5", "A"),
            ("metrics.acc != 0.5", "BCD"),
            ("metrics.acc = 0.5", "A"),
            ("metrics.acc = 0", ""),
            ("metric.neg < -1", "D"),
            ("metrics.`a b/c-d` = 1", "A"),
            ("metrics.missing != 1", ""),
            ("params.lr = '0.1'", "A"),
            ('params.lr = "0.1"', "A"),
            ("params.lr != '0.1'", "B"),
            ("params.lr LIKE '0.%'", "AB"),
            ("param.lr ILIKE '_._'", "AB"),
            ("params.x = ''", "D"),
            ("params.x != ''", ""),
            ("params.lr IS NULL", "CD"),
            ("params.lr IS NOT NULL", "AB"),
            ("tags.env = 'prod'", "A"),
            ("tags.env = 'dev'", ""),
            ("tags.env ILIKE 'dev'", "B"),
            ("tags.env LIKE 'dev'", ""),
            ("tags.env != 'prod'", "B"),
            ("tags.env is null", "CD"),
            ('tags.only.c = "it\'s"', "C"),
            ("tags.`only.c` LIKE 'it_s'", "C"),
            ("tags.mlflow.runName = 'A'", "A"),
            ("run_name = 'A'", "A"),
            ("attributes.`Run name` ILIKE 'b'", "B"),
            ("run_name != 'A'", "BCD"),
            ("status = 'FINISHED'", "A"),
            ("status = 'finished'", ""),
            ("status ILIKE 'f%'", "AB"),
            ("attribute.status != 'RUNNING'", "AB"),
            ("user_id = 'ada'", "ABCD"),
            ("user_id LIKE 'b%'", ""),
            ("artifact_uri LIKE '%/artifacts'", "ABCD"),
            ("start_time >= 2999.5", "CD"),
            ("start_time > -5", "ABCD"),
            ("created = 2000", "B"),
            ("start_time != 2000", "ACD"),
            ("end_time > 0", "AB"),
            ("end_time != 1500", "B"),
            ("dataset.name = 'farm'", "AB"),
            ("dataset.name != 'farm'", "A"),
            ("datasets.name NOT IN ('farm', 'other')", "A"),
            ("dataset.name IN ('grid')", "A"),
            ("dataset.digest LIKE 'd_'", "AB"),
            ("dataset.context = 'train'", "A"),
            ("dataset.context ILIKE 'EVAL'", "A"),
            ("dataset.name = 'farm' AND dataset.context = 'eval'", "A"),
            ("metrics.acc > 0 AND params.lr LIKE '0%'", "AB"),
            ("metrics.acc > 0.5 and metrics.acc < 1", "B"),
            ("params.lr = '0.1' params.lr = '0.2'", ""),
            ("AND params.lr = '0.1' AND", "A"),
            ("params.lr LIKE '%' AND params.lr LIKE '%1'", "A"),
            ("params.lr = '0.1' OR tags.only.c LIKE '%'", "AC"),
            ("params.lr = '0.1' OR params.lr = '0.2' AND metrics.acc > 1", "A"),
            ("(params.lr = '0.1' OR params.lr = '0.2') AND metrics.acc > 0.6", "B"),
            ("NOT params.lr = '0.1'", "BCD"),
            ("params.lr != '0.1' OR NOT tags.env IS NULL", "AB"),
            ("NOT end_time > 2000", "ACD"),
            ("NOT (end_time > 2000 OR metrics.neg < 0)", "AC"),
            ("NOT dataset.name = 'farm'", "CD"),
            ("NOT NOT metrics.acc > 0.5", "BD"),
            ("params.lr IN ('0.1', 'x')", "A"),
            ("params.lr NOT IN ('0.1')", "B"),
            ("run_name IN ('A', 'D')", "AD"),
            ("status NOT IN ('RUNNING')", "AB"),
            ("start_time IN (1000, 4000)", "AD"),
            ("metrics.acc IN (0.5, 0.9)", "AB"),
            ("metrics.acc NOT IN (0.5)", "BCD"),
            ("metrics.acc BETWEEN 0.5 AND 0.9", "AB"),
            ("metrics.acc NOT BETWEEN 0.6 AND 1", "ACD"),
            ("start_time BETWEEN 2000 AND 3000", "BC"),
            ("end_time NOT BETWEEN 0 AND 2000", "B"),
            ("params.lr NOT LIKE '%1'", "B"),
            ("tags.env NOT ILIKE 'P%'", "B"),
            ("tags.env RLIKE '^[pP]ro'", "A"),
            ("tags.env NOT RLIKE 'ro|x'", "B"),
            ("run_name RLIKE '[B-C]'", "BC"),
            ("metrics.neg IS NULL", "ABC"),
            ("metrics.acc IS NOT NULL", "ABCD"),
            ("end_time IS NULL", "CD"),
            ("dataset.name IS NOT NULL", "AB"),
            ("dataset.context IS NULL", "BCD"),
            ("params.lr = 0.1", "A"),
            ("params.lr = 1e-1", "A"),
            ("params.lr != 0.1", "B"),
            ("params.lr > 0.1", "B"),
            ("params.lr IN (0.10, 5)", "A"),
            ("params.lr BETWEEN 0.05 AND 0.15", "A"),
            ("params.x != 1", ""),
        ],
    )
    def test_filter(self, farm: Farm, text: str, names: str) -> None:
        assert farm.found(text) == names

    def test_many_clauses(self, farm: Farm) -> None:
        assert farm.found(" AND ".join(["metrics.acc > 0.5", "params.lr != 'x'", "tags.env LIKE '%'"] * 85)) == "B"
        with pytest.raises(InvalidValue):
            farm.find(" AND ".join(["metrics.acc > 0.5"] * 3_000))

    def test_run_ids(self, farm: Farm) -> None:
        a, b = farm.ids["A"], farm.ids["B"]
        assert farm.found(f"run_id = '{a}'") == "A"
        assert farm.found(f"run_id IN ('{a}', '{b}', 'nobody')") == "AB"
        assert farm.found(f"attribute.run_id NOT IN ('{a}')") == "BCD"
        assert farm.found(f"run_id LIKE '{a[:20]}%'") == "A"

    def test_metrics_mean_the_latest_value(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        run_id = new_run(store, experiment_id)
        store.log_batch(run_id, metrics=[point("loss", 9.0, step=0), point("loss", 1.0, step=1)])
        assert len(store.search_runs([experiment_id], Query(filter="metrics.loss = 1")).items) == 1
        assert store.search_runs([experiment_id], Query(filter="metrics.loss = 9")).items == ()

    def test_summaries_of_metrics(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        series = {"A": [5.0, 1.0, 3.0], "B": [2.0, math.nan, 2.5], "C": [math.nan]}
        for start, (name, values) in enumerate(series.items()):
            run_id = new_run(store, experiment_id, name=name, start_time_ms=start)
            store.log_batch(run_id, metrics=[point("loss", value, step=step) for step, value in enumerate(values)])
        new_run(store, experiment_id, name="D", start_time_ms=9)

        def find(text: str, *order_by: str) -> str:
            found = store.search_runs([experiment_id], Query(filter=text, order_by=order_by)).items
            return "".join(run.info.name for run in found)

        assert find("metrics.loss.min <= 1") == find("metrics.`loss`.max = 5") == "A"
        assert find("metrics.loss.first != 5") == "CB"
        assert find("metrics.loss.last BETWEEN 2 AND 3") == "BA"
        assert find("metrics.loss.count = 3 AND metrics.loss.max < 3") == "B"
        assert find("metrics.loss.min IS NULL") == "DC"
        assert find("NOT metrics.loss.max > 4") == "DCB"
        assert find("", "metrics.loss.max") == "BADC"
        assert find("", "metrics.loss.min DESC") == "BADC"
        assert find("", "metrics.loss.first DESC") == "ABCD"
        assert find("", "metrics.loss.count DESC") == "BACD"

    def test_a_metric_of_that_name_goes_before_the_summary(self, store: Store) -> None:
        plain, both = new_experiment(store), new_experiment(store)
        new_run(store, plain, metrics={"loss": 1.0})
        new_run(store, both, metrics={"loss": 1.0})
        new_run(store, both, metrics={"loss": 7.0, "loss.min": 1.0})

        def count(experiment_id: str, text: str) -> int:
            return len(store.search_runs([experiment_id], Query(filter=text)).items)

        for text, expected in (("metrics.loss.min = 1", 1), ("metrics.`loss.min` = 1", 0), ("metrics.`loss`.min = 1", 1)):
            assert count(plain, text) == expected
        for text in ("metrics.loss.min = 1", "metrics.`loss.min` = 1", "metrics.`loss`.min = 1"):
            assert count(both, text) == 1
        assert count(both, "metrics.loss = 7 AND metrics.loss.min = 1") == 1
        assert count(both, "metrics.loss = 7 AND metrics.`loss`.min = 1") == 0

    def test_texts_that_say_numbers(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        for text in ("0.1", "1e-1", "10", "9", "abc", "nan", "inf", ""):
            new_run(store, experiment_id, name=f"<{text}>", params={"p": text}, tags={"t": text})

        def found(text: str) -> list[str]:
            return sorted(run.info.name[1:-1] for run in store.search_runs([experiment_id], Query(filter=text)).items)

        for key in ("params.p", "tags.t"):
            assert found(f"{key} = 0.1") == ["0.1", "1e-1"]
            assert found(f"{key} = '0.1'") == ["0.1"]
            assert found(f"{key} > 9") == ["10"]
            assert found(f"{key} != 10") == ["0.1", "1e-1", "9"]
            assert found(f"NOT {key} = 10") == ["", "0.1", "1e-1", "9", "abc", "inf", "nan"]

    def test_a_run_found_is_complete(self, farm: Farm) -> None:
        (found,) = farm.store.search_runs([farm.experiment_id], Query(filter="params.lr = '0.1'")).items
        whole = farm.store.get_run(farm.ids["A"])
        assert found.info == whole.info
        assert found.params == whole.params
        assert found.tags == whole.tags
        assert {metric.key: metric for metric in found.metrics} == {metric.key: metric for metric in whole.metrics}
        assert len(found.dataset_inputs) == len(whole.dataset_inputs) == 2

    @pytest.mark.parametrize(
        "text",
        [
            "metrics.acc > '0.5'", "metrics.acc == 0.5", "metrics.acc <> 0.5", "metrics.acc IN ('1')", "acc > 0.5",
            "params.lr IN ('0.1', 1)", "params.lr > '1'", "tags.env RLIKE '('", "status IS NULL", "run_id IN ()", "run_id IN (1)",
            "start_time = '2000'", "foo.bar = 'x'", "params.lr = '0.1' OR", "(params.lr = '0.1'", "NOT", "()", "1 = 1", "'lr' = '0.1'",
            "params.lr = lr", "PARAMS.x = '1'", "experiment_id = '1'", "lifecycle_stage = 'active'", "params.lr = 'x'; params.lr = 'y'",
            "metrics.a-b > 1", "params.lr =", "params.lr = '", "` = 'x'",
        ],
    )  # fmt: skip
    def test_bad_filters_are_refused(self, farm: Farm, text: str) -> None:
        with pytest.raises(InvalidValue):
            farm.find(text)


class TestRunOrder(_OnAFarm):
    """In which order runs come."""

    @pytest.mark.parametrize(
        ("order_by", "names"),
        [
            ([], "DCBA"),
            (["start_time"], "ABCD"),
            (["attributes.start_time DESC"], "DCBA"),
            (["created asc"], "ABCD"),
            (["run_name DESC"], "DCBA"),
            (["status", "start_time ASC"], "BACD"),
            (["metrics.acc"], "ABDC"),
            (["metrics.acc DESC"], "DBAC"),
            (["metrics.neg"], "DCBA"),
            (["metrics.neg DESC"], "DCBA"),
            (["metrics.`a b/c-d`"], "ADCB"),
            (["params.lr"], "ABDC"),
            (["params.lr DESC"], "BADC"),
            (["tags.env"], "BADC"),
            (["tag.env DESC"], "ABDC"),
            (["end_time"], "ABDC"),
            (["end_time DESC"], "BADC"),
            (["metrics.missing"], "DCBA"),
            (["user_id", "params.lr DESC", "metrics.acc"], "BADC"),
        ],
    )
    def test_order(self, farm: Farm, order_by: list[str], names: str) -> None:
        assert farm.find("", *order_by) == names

    def test_equal_start_times_are_in_the_order_of_run_ids(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        ids = [new_run(store, experiment_id, metrics={"m": 1.0}) for _ in range(5)]
        for order_by in ((), ("metrics.m DESC",), ("start_time DESC",), ("metrics.none",)):
            found = store.search_runs([experiment_id], Query(order_by=order_by)).items
            assert [run.info.run_id for run in found] == sorted(ids)

    def test_run_ids_sort(self, farm: Farm) -> None:
        assert farm.find("", "run_id DESC") == "".join(sorted(farm.ids, key=lambda name: farm.ids[name], reverse=True))

    def test_numbers_then_no_number_then_missing(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        values = [math.nan, 1.0, None, -math.inf, math.inf, -2.0]
        for start, value in enumerate(values):
            new_run(store, experiment_id, name=str(value), start_time_ms=start, metrics={} if value is None else {"m": value})
        orders = {
            order: [run.info.name for run in store.search_runs([experiment_id], Query(order_by=(f"metrics.m {order}",))).items]
            for order in ("ASC", "DESC")
        }
        assert orders["ASC"] == ["-inf", "-2.0", "1.0", "inf", "nan", "None"]
        assert orders["DESC"] == ["inf", "1.0", "-2.0", "-inf", "nan", "None"]

    def test_texts_sort_by_code_point(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        for text in ("b", "a", "B", "é", "10", "9", "", "a b"):
            new_run(store, experiment_id, params={"p": text})
        found = store.search_runs([experiment_id], Query(order_by=("params.p",))).items
        assert [run.params["p"] for run in found] == ["", "10", "9", "B", "a", "a b", "b", "é"]

    @pytest.mark.parametrize("order", ["", "foo", "dataset.name", "a ASC, b", "experiment_id", "metrics.my metric", "start_time sideways"])
    def test_bad_orders_are_refused(self, farm: Farm, order: str) -> None:
        with pytest.raises(InvalidValue):
            farm.find("", order)

    def test_many_keys(self, farm: Farm) -> None:
        assert farm.find("", *(f"params.p{index}" for index in range(15)), "start_time") == "ABCD"
        with pytest.raises(InvalidValue):
            farm.find("", *(f"params.p{index}" for index in range(200)))

    def test_a_key_given_twice_is_refused(self, farm: Farm) -> None:
        with pytest.raises(InvalidValue):
            farm.find("", "metrics.acc", "metrics.acc DESC")


class TestRunPages(_OnAFarm):
    """Experiments, views and pages of run searches."""

    def test_experiments(self, farm: Farm) -> None:
        store, other = farm.store, new_experiment(farm.store)
        run_id = new_run(store, other)
        assert [run.info.run_id for run in store.search_runs([other], Query()).items] == [run_id]
        assert len(store.search_runs([other, farm.experiment_id, other], Query()).items) == 5
        assert store.search_runs([], Query()).items == ()
        assert store.search_runs([UNKNOWN_EXPERIMENT], Query()).items == ()
        with pytest.raises(InvalidValue):
            store.search_runs(["x"], Query())

    def test_views(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        active, deleted = new_run(store, experiment_id), new_run(store, experiment_id)
        store.delete_run(deleted)
        found = {view: {run.info.run_id for run in store.search_runs([experiment_id], Query(view=view)).items} for view in View}
        assert found == {View.ACTIVE_ONLY: {active}, View.DELETED_ONLY: {deleted}, View.ALL: {active, deleted}}

    @pytest.mark.parametrize("order_by", [(), ("metrics.m",), ("params.p DESC",), ("tags.none",)])
    def test_pages_neither_repeat_nor_skip(self, store: Store, order_by: tuple[str, ...]) -> None:
        experiment_id = new_experiment(store)
        for index in range(11):
            new_run(
                store, experiment_id, start_time_ms=index // 3, metrics={"m": index % 2} if index % 4 else {}, params={"p": str(index % 3)}
            )
        query = Query(order_by=order_by)
        whole = [run.info.run_id for run in store.search_runs([experiment_id], query).items]
        for size in (1, 4, 11, 12):
            found = pages(lambda asked: store.search_runs([experiment_id], asked), query, size)
            assert [run.info.run_id for page in found for run in page] == whole
            assert [len(page) for page in found[:-1]] == [size] * (len(found) - 1)
            assert found[-1]
        assert len(set(whole)) == 11

    def test_a_filter_that_finds_nothing_has_one_empty_page(self, farm: Farm) -> None:
        page = farm.store.search_runs([farm.experiment_id], Query(filter="metrics.acc = 77", max_results=1))
        assert (page.items, page.next_token) == ((), None)

    @pytest.mark.parametrize("max_results", [0, -1, 50_001])
    def test_bad_page_sizes_are_refused(self, farm: Farm, max_results: int) -> None:
        with pytest.raises(InvalidValue):
            farm.store.search_runs([farm.experiment_id], Query(max_results=max_results))

    @pytest.mark.parametrize("token", ["?", "bm8=", "e30=", "eyJvZmZzZXQiOiAtMX0=", "eyJvZmZzZXQiOiAieCJ9"])
    def test_bad_tokens_are_refused(self, farm: Farm, token: str) -> None:
        with pytest.raises(InvalidValue):
            farm.store.search_runs([farm.experiment_id], Query(page_token=token))
