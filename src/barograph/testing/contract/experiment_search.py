import pytest

from barograph.errors import InvalidValue
from barograph.model import Query, View
from barograph.store.base import Store
from barograph.testing.contract.making import pages, tick, unique


def _names(store: Store, text: str, *order_by: str, view: View = View.ACTIVE_ONLY) -> list[str]:
    return [found.name for found in store.search_experiments(Query(filter=text, order_by=order_by, view=view, max_results=1_000)).items]


class TestExperimentSearch:
    """Filters, order, views and pages of experiments."""

    @pytest.fixture
    def prefix(self) -> str:
        return unique("search")

    def _make(self, store: Store, prefix: str, *names: str) -> dict[str, str]:
        made = {}
        for name in names:
            made[name] = store.create_experiment(f"{prefix}/{name}", tags={"letter": name, f"only-{name}": "1"})
            tick()
        return made

    def test_name_filters(self, store: Store, prefix: str) -> None:
        self._make(store, prefix, "a", "B", "ab")
        mine = f"name LIKE '{prefix}/%'"
        assert _names(store, mine, "name") == [f"{prefix}/B", f"{prefix}/a", f"{prefix}/ab"]
        assert _names(store, f"name = '{prefix}/a'") == [f"{prefix}/a"]
        assert _names(store, f"attribute.name = '{prefix}/A'") == []
        assert set(_names(store, f"{mine} AND name != '{prefix}/a'")) == {f"{prefix}/B", f"{prefix}/ab"}
        assert _names(store, f"name LIKE '{prefix}/_'", "name") == [f"{prefix}/B", f"{prefix}/a"]
        assert _names(store, f"name LIKE '{prefix}/b'") == []
        assert _names(store, f"name ilike '{prefix.upper()}/b'") == [f"{prefix}/B"]

    def test_id_filters(self, store: Store, prefix: str) -> None:
        made = self._make(store, prefix, "a", "b", "c")
        mine = f"name LIKE '{prefix}/%'"
        assert _names(store, f"experiment_id = '{made['a']}'") == [f"{prefix}/a"]
        assert _names(store, f"experiment_id IN ('{made['a']}', '{made['c']}')", "name") == [f"{prefix}/a", f"{prefix}/c"]
        assert _names(store, f"{mine} AND experiment_id NOT IN ('{made['a']}')", "name") == [f"{prefix}/b", f"{prefix}/c"]
        assert _names(store, f"{mine} AND experiment_id != '{made['b']}'", "name") == [f"{prefix}/a", f"{prefix}/c"]

    def test_time_filters(self, store: Store, prefix: str) -> None:
        made = self._make(store, prefix, "a", "b", "c")
        mine = f"name LIKE '{prefix}/%'"
        middle = store.get_experiment(made["b"]).created_ms
        assert _names(store, f"{mine} AND creation_time < {middle}") == [f"{prefix}/a"]
        assert _names(store, f"{mine} AND creation_time = {middle}") == [f"{prefix}/b"]
        assert _names(store, f"{mine} AND creation_time >= {middle}", "name") == [f"{prefix}/b", f"{prefix}/c"]
        assert _names(store, f"{mine} AND last_update_time > {middle}") == [f"{prefix}/c"]

    def test_tag_filters(self, store: Store, prefix: str) -> None:
        self._make(store, prefix, "a", "b")
        mine = f"name LIKE '{prefix}/%'"
        assert _names(store, f"{mine} AND tags.letter = 'a'") == [f"{prefix}/a"]
        assert _names(store, f"{mine} AND tag.letter != 'a'") == [f"{prefix}/b"]
        assert _names(store, f"{mine} AND tags.`only-a` != 'x'") == [f"{prefix}/a"]
        assert _names(store, f"{mine} AND tags.`only-a` IS NULL") == [f"{prefix}/b"]
        assert _names(store, f"{mine} AND tags.`only-a` IS NOT NULL") == [f"{prefix}/a"]
        assert _names(store, f"{mine} AND tags.letter ILIKE 'A' AND tags.letter = 'a'") == [f"{prefix}/a"]

    def test_joined_filters(self, store: Store, prefix: str) -> None:
        made = self._make(store, prefix, "a", "b", "c")
        mine = f"name LIKE '{prefix}/%'"
        middle = store.get_experiment(made["b"]).created_ms
        assert _names(store, f"{mine} AND (tags.letter = 'a' OR creation_time > {middle})", "name") == [f"{prefix}/a", f"{prefix}/c"]
        assert _names(store, f"{mine} AND NOT tags.`only-a` = '1'", "name") == [f"{prefix}/b", f"{prefix}/c"]
        assert _names(store, f"{mine} AND creation_time NOT BETWEEN {middle} AND {2**62}") == [f"{prefix}/a"]
        assert _names(store, f"name IN ('{prefix}/a', '{prefix}/x') OR experiment_id = '{made['b']}'", "name") == [
            f"{prefix}/a",
            f"{prefix}/b",
        ]
        assert _names(store, f"{mine} AND tags.letter RLIKE '^[bc]$' AND tags.letter NOT LIKE 'b'") == [f"{prefix}/c"]

    def test_the_default_order_is_newest_first(self, store: Store, prefix: str) -> None:
        self._make(store, prefix, "a", "b", "c")
        assert _names(store, f"name LIKE '{prefix}/%'") == [f"{prefix}/c", f"{prefix}/b", f"{prefix}/a"]

    def test_everything_is_in_one_total_order(self, store: Store, prefix: str) -> None:
        self._make(store, prefix, "a", "b")
        found = store.search_experiments(Query(max_results=1_000)).items
        keys = [(-experiment.created_ms, int(experiment.experiment_id)) for experiment in found]
        assert keys == sorted(keys)

    def test_equal_times_are_in_the_order_of_ids(self, store: Store, prefix: str) -> None:
        for index in range(20):
            store.create_experiment(f"{prefix}/{index}")
        text = f"name LIKE '{prefix}/%'"
        found = store.search_experiments(Query(filter=text, max_results=100)).items
        keys = [(-each.created_ms, int(each.experiment_id)) for each in found]
        assert keys == sorted(keys)
        found = store.search_experiments(Query(filter=text, order_by=("creation_time",), max_results=100)).items
        keys = [(each.created_ms, -int(each.experiment_id)) for each in found]
        assert keys == sorted(keys)

    def test_orders(self, store: Store, prefix: str) -> None:
        made = self._make(store, prefix, "b", "a", "c")
        mine = f"name LIKE '{prefix}/%'"
        assert _names(store, mine, "name DESC") == [f"{prefix}/c", f"{prefix}/b", f"{prefix}/a"]
        assert _names(store, mine, "experiment_id") == [f"{prefix}/b", f"{prefix}/a", f"{prefix}/c"]
        assert _names(store, mine, "attribute.creation_time asc") == [f"{prefix}/b", f"{prefix}/a", f"{prefix}/c"]
        tick()
        store.rename_experiment(made["b"], f"{prefix}/z")
        assert _names(store, mine, "last_update_time DESC")[0] == f"{prefix}/z"

    def test_views(self, store: Store, prefix: str) -> None:
        made = self._make(store, prefix, "a", "b")
        store.delete_experiment(made["a"])
        mine = f"name LIKE '{prefix}/%'"
        assert _names(store, mine) == [f"{prefix}/b"]
        assert _names(store, mine, view=View.DELETED_ONLY) == [f"{prefix}/a"]
        assert _names(store, mine, "name", view=View.ALL) == [f"{prefix}/a", f"{prefix}/b"]

    @pytest.mark.parametrize("size", [1, 2, 3, 5, 6])
    def test_pages_neither_repeat_nor_skip(self, store: Store, prefix: str, size: int) -> None:
        self._make(store, prefix, "a", "b", "c", "d", "e")
        query = Query(filter=f"name LIKE '{prefix}/%'", order_by=("name",))
        found = pages(store.search_experiments, query, size)
        assert [experiment.name[-1] for page in found for experiment in page] == ["a", "b", "c", "d", "e"]
        assert [len(page) for page in found[:-1]] == [size] * (len(found) - 1)
        assert found[-1]

    @pytest.mark.parametrize("max_results", [0, -1, 50_001])
    def test_bad_page_sizes_are_refused(self, store: Store, max_results: int) -> None:
        with pytest.raises(InvalidValue):
            store.search_experiments(Query(max_results=max_results))

    @pytest.mark.parametrize("token", ["?", "bm8=", "e30=", "eyJvZmZzZXQiOiAtMX0="])
    def test_bad_tokens_are_refused(self, store: Store, token: str) -> None:
        with pytest.raises(InvalidValue):
            store.search_experiments(Query(max_results=5, page_token=token))

    @pytest.mark.parametrize(
        "text", ["name", "lifecycle_stage = 'active'", "name > 'a'", "experiment_id = 1", "creation_time > 1.5", "a OR b", "tags.a = 1"]
    )
    def test_bad_filters_are_refused(self, store: Store, text: str) -> None:
        with pytest.raises(InvalidValue):
            store.search_experiments(Query(filter=text, max_results=5))

    @pytest.mark.parametrize("order", ["", "tags.a", "lifecycle_stage", "name ASC, experiment_id"])
    def test_bad_orders_are_refused(self, store: Store, order: str) -> None:
        with pytest.raises(InvalidValue):
            store.search_experiments(Query(order_by=(order,), max_results=5))
