import pytest

from barograph.errors import InvalidValue
from barograph.model import LoggedModelStatus, MetricOrder, Query
from barograph.store.base import Store
from barograph.testing.contract.making import UNKNOWN_EXPERIMENT, new_experiment, new_logged_model, new_run, pages, point, tick

TRAIN, TEST = ("train", "t1"), ("test", "t2")


class Shelf:
    """Three models A to C, made in this order. A was measured on train and test, B on train, C on nothing."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.experiment_id = new_experiment(store)
        self.run_id = new_run(store, self.experiment_id)
        self.ids = {}
        for name, params in (("A", {"lr": "0.1"}), ("B", {"lr": "0.2"}), ("C", {})):
            self.ids[name] = new_logged_model(
                store, self.experiment_id, name=name, model_type=name.lower(), source_run_id=self.run_id, params=params, tags={"t": name}
            ).model_id
            tick()
        a, b = self.ids["A"], self.ids["B"]
        store.log_batch(
            self.run_id,
            metrics=[
                point("acc", 0.9, at=1, model_id=a, dataset=TRAIN),
                point("acc", 0.5, at=2, model_id=a, dataset=TEST),
                point("acc", 0.7, at=1, model_id=b, dataset=TRAIN),
                point("acc", 0.8, at=1, step=1, model_id=b, dataset=TRAIN),
                point("loss", 3.0, model_id=b),
                point("drift", 0.1, at=5, step=0, model_id=a, dataset=TRAIN),
                point("drift", 0.9, at=1, step=5, model_id=a, dataset=TEST),
                point("drift", 0.5, model_id=b),
            ],
        )
        store.finalize_logged_model(a, LoggedModelStatus.READY)
        store.finalize_logged_model(b, LoggedModelStatus.UPLOAD_FAILED)

    def find(self, text: str = "", *order_by: MetricOrder, datasets: tuple[tuple[str, str | None], ...] = ()) -> str:
        """Names of the models found, in order."""
        page = self.store.search_logged_models([self.experiment_id], Query(filter=text), datasets=datasets, order_by=order_by)
        return "".join(model.name for model in page.items)


class TestLoggedModelSearch:
    """Filters, datasets, order and pages of logged models."""

    @pytest.fixture(scope="class")
    @classmethod
    def shelves(cls) -> dict[int, Shelf]:
        return {}

    @pytest.fixture
    def shelf(self, store: Store, shelves: dict[int, Shelf]) -> Shelf:
        """One shelf for all tests that run on the same store; they only read."""
        if id(store) not in shelves:
            shelves[id(store)] = Shelf(store)
        return shelves[id(store)]

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("", "ABC"),
            ("name = 'A'", "A"),
            ("name = A", "A"),
            ('attributes.name = "A"', "A"),
            ("name != 'A'", "BC"),
            ("name ILIKE 'a'", "A"),
            ("name LIKE 'a'", ""),
            ("name IN ('A', 'C')", "AC"),
            ("name NOT IN ('A', 'C')", "B"),
            ("model_type = 'b'", "B"),
            ("status = 'READY'", "A"),
            ("status = LOGGED_MODEL_READY", "A"),
            ("status = 2", "A"),
            ("status != 'READY'", "BC"),
            ("status IN ('PENDING', 3)", "BC"),
            ("params.lr = '0.1'", "A"),
            ("params.lr = 0.1", "A"),
            ("params.lr != '0.1'", "B"),
            ("params.lr IN ('0.1', '0.2')", "AB"),
            ("tags.t LIKE '_'", "ABC"),
            ("tags.t NOT IN ('A')", "BC"),
            ("metrics.acc > 0.85", "A"),
            ("metrics.acc = 0.9", "A"),
            ("metrics.acc = 0.7", "B"),
            ("metrics.acc < 0.6", "A"),
            ("metrics.loss >= 3", "B"),
            ("metrics.acc > 0 AND params.lr = '0.2'", "B"),
            ("creation_timestamp > 5", "ABC"),
            ("creation_time < 5", ""),
            ("last_updated_timestamp_ms >= 5.5", "ABC"),
            ("artifact_location LIKE '%/artifacts'", "ABC"),
            ("lifecycle_stage = 'active'", "ABC"),
            ("name = A OR metrics.loss > 1", "AB"),
            ("NOT metrics.acc > 0.85", "BC"),
            ("NOT (params.lr = '0.1' OR model_type = 'c')", "B"),
            ("metrics.acc IN (0.5, 0.6)", "A"),
            ("metrics.acc IN (0.7)", "B"),
            ("metrics.acc NOT IN (0.7, 0.8)", "A"),
            ("metrics.acc BETWEEN 0.75 AND 0.85", "B"),
            ("metrics.loss NOT BETWEEN 2 AND 3", ""),
            ("metrics.loss IS NULL", "AC"),
            ("metrics.acc IS NOT NULL", "AB"),
            ("params.lr > 0.1", "B"),
            ("params.lr IS NULL", "C"),
            ("source_run_id IS NULL", ""),
            ("model_type RLIKE '^[ab]'", "AB"),
        ],
    )
    def test_filter(self, shelf: Shelf, text: str, names: str) -> None:
        assert "".join(sorted(shelf.find(text))) == names

    def test_id_filters(self, shelf: Shelf) -> None:
        assert shelf.find(f"model_id = '{shelf.ids['B']}'") == "B"
        assert sorted(shelf.find(f"source_run_id = '{shelf.run_id}' AND experiment_id = '{shelf.experiment_id}'")) == ["A", "B", "C"]

    @pytest.mark.parametrize(
        ("text", "datasets", "names"),
        [
            ("", (TRAIN,), "AB"),
            ("", (TEST,), "A"),
            ("", (("test", None),), "A"),
            ("", (("train", "other"),), ""),
            ("", (("nowhere", None), TRAIN), "AB"),
            ("metrics.acc > 0.85", (TRAIN,), "A"),
            ("metrics.acc > 0.85", (TEST,), ""),
            ("metrics.acc < 0.75", (("train", None),), "B"),
            ("metrics.acc < 0.75", (TEST, TRAIN), "AB"),
            ("name = 'B'", (TRAIN,), "B"),
        ],
    )
    def test_datasets(self, shelf: Shelf, text: str, datasets: tuple[tuple[str, str | None], ...], names: str) -> None:
        assert "".join(sorted(shelf.find(text, datasets=datasets))) == names

    @pytest.mark.parametrize(
        ("order", "names"),
        [
            (MetricOrder(field_name="name"), "ABC"),
            (MetricOrder(field_name="name", ascending=False), "CBA"),
            (MetricOrder(field_name="creation_timestamp"), "ABC"),
            (MetricOrder(field_name="creation_time", ascending=False), "CBA"),
            (MetricOrder(field_name="metrics.acc"), "ABC"),
            (MetricOrder(field_name="metrics.acc", ascending=False), "BAC"),
            (MetricOrder(field_name="metrics.acc", ascending=False, dataset_name="train"), "ABC"),
            (MetricOrder(field_name="metrics.acc", ascending=False, dataset_name="train", dataset_digest="t1"), "ABC"),
            (MetricOrder(field_name="metrics.acc", dataset_name="test"), "ACB"),
            (MetricOrder(field_name="metrics.drift"), "ABC"),
            (MetricOrder(field_name="metrics.none"), "CBA"),
        ],
    )
    def test_order(self, shelf: Shelf, order: MetricOrder, names: str) -> None:
        assert shelf.find("", order) == names

    def test_the_default_order_is_newest_first(self, shelf: Shelf) -> None:
        assert shelf.find() == "CBA"

    def test_a_model_found_is_complete(self, shelf: Shelf) -> None:
        (found,) = shelf.store.search_logged_models([shelf.experiment_id], Query(filter="name = 'A'")).items
        whole = shelf.store.get_logged_model(shelf.ids["A"])
        assert (found.params, found.tags, found.status) == (whole.params, whole.tags, whole.status)
        assert sorted(each.value for each in found.metrics) == sorted(each.value for each in whole.metrics) == [0.1, 0.5, 0.9, 0.9]

    def test_experiments(self, shelf: Shelf) -> None:
        search = shelf.store.search_logged_models
        assert search([], Query()).items == ()
        assert search([UNKNOWN_EXPERIMENT], Query()).items == ()
        assert len(search([shelf.experiment_id, UNKNOWN_EXPERIMENT], Query()).items) == 3

    def test_deleted_ones_are_hidden(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        kept, deleted = new_logged_model(store, experiment_id), new_logged_model(store, experiment_id)
        store.delete_logged_model(deleted.model_id)
        found = store.search_logged_models([experiment_id], Query()).items
        assert [model.model_id for model in found] == [kept.model_id]

    @pytest.mark.parametrize("size", [1, 2, 5, 6])
    def test_pages_neither_repeat_nor_skip(self, store: Store, size: int) -> None:
        experiment_id = new_experiment(store)
        ids = [new_logged_model(store, experiment_id, name="m").model_id for _ in range(5)]
        found = pages(lambda query: store.search_logged_models([experiment_id], query), Query(filter="name = 'm'"), size)
        flat = [model for page in found for model in page]
        assert sorted(model.model_id for model in flat) == sorted(ids)
        keys = [(-model.created_ms, model.model_id) for model in flat]
        assert keys == sorted(keys)
        assert found[-1]

    def test_a_token_continues_its_own_query_only(self, shelf: Shelf) -> None:
        search = shelf.store.search_logged_models
        token = search([shelf.experiment_id], Query(max_results=1)).next_token
        assert token is not None
        with pytest.raises(InvalidValue):
            search([shelf.experiment_id], Query(filter="name = 'A'", max_results=1, page_token=token))
        with pytest.raises(InvalidValue):
            search([shelf.experiment_id], Query(max_results=1, page_token="?"))  # noqa: S106  # a page token is no secret

    @pytest.mark.parametrize(
        "text",
        [
            "name > 'a'",
            "name IS NULL",
            "metrics.acc > 'x'",
            "metrics.acc IN ('1')",
            "foo = 'x'",
            "metric.acc > 1",
            "name = 'a' OR",
        ],
    )
    def test_bad_filters_are_refused(self, shelf: Shelf, text: str) -> None:
        with pytest.raises(InvalidValue):
            shelf.find(text)

    def test_many_keys(self, shelf: Shelf) -> None:
        assert shelf.find("", *(MetricOrder(field_name=f"metrics.k{index}") for index in range(16))) == "CBA"
        with pytest.raises(InvalidValue):
            shelf.find("", *(MetricOrder(field_name=f"metrics.k{index}") for index in range(40)))

    def test_many_clauses(self, shelf: Shelf) -> None:
        assert shelf.find(" AND ".join(["metrics.acc > 0"] * 256)) in ("AB", "BA")
        with pytest.raises(InvalidValue):
            shelf.find(" AND ".join(["metrics.acc > 0"] * 3_000))

    @pytest.mark.parametrize("field_name", ["params.lr", "tags.t", "foo", "attributes.name", "metrics."])
    def test_bad_orders_are_refused(self, shelf: Shelf, field_name: str) -> None:
        with pytest.raises(InvalidValue):
            shelf.find("", MetricOrder(field_name=field_name))
