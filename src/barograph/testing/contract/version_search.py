import pytest

from barograph.errors import InvalidValue
from barograph.model import Query, Stage
from barograph.store.base import Store
from barograph.testing.contract.making import new_registered_model, new_run, new_version, pages, tick

_PROMPT = "mlflow.prompt.is_prompt"


class TestVersionSearch:
    """Filters, order and pages of model versions."""

    @pytest.fixture
    def names(self, store: Store) -> tuple[str, str]:
        """Two models in the order of their names, with three versions and one."""
        first, second = sorted(new_registered_model(store) for _ in range(2))
        for number in (1, 2, 3):
            new_version(store, first, source=f"s3://bucket/{number}", tags={"n": str(number)})
            tick()
        new_version(store, second, source="s3://other/1")
        return first, second

    def _find(self, store: Store, names: tuple[str, str], text: str, *order_by: str) -> list[tuple[int, int]]:
        listed = ", ".join(f"'{name}'" for name in names)
        page = store.search_model_versions(Query(filter=f"name IN ({listed}) AND {text}", order_by=order_by))
        return [(names.index(version.name), version.version) for version in page.items]

    def test_filters(self, store: Store, names: tuple[str, str]) -> None:
        first, _ = names
        assert self._find(store, names, f"name = '{first}'", "version_number") == [(0, 1), (0, 2), (0, 3)]
        assert self._find(store, names, f"name != '{first}'") == [(1, 1)]
        assert self._find(store, names, f"name ILIKE '{first.upper()}'", "version_number DESC") == [(0, 3), (0, 2), (0, 1)]
        assert self._find(store, names, f"name NOT IN ('{first}')") == [(1, 1)]
        assert self._find(store, names, "source_path = 's3://bucket/2'") == [(0, 2)]
        assert self._find(store, names, "source_path LIKE 's3://other/%'") == [(1, 1)]
        assert self._find(store, names, "version_number > 2") == [(0, 3)]
        assert self._find(store, names, "version_number = '2'") == [(0, 2)]
        assert self._find(store, names, "version_number != 1", "version_number") == [(0, 2), (0, 3)]
        assert self._find(store, names, "tags.n = '1'") == [(0, 1)]
        assert self._find(store, names, "tags.n != '1'", "version_number") == [(0, 2), (0, 3)]
        assert self._find(store, names, "tags.n LIKE '_' AND tags.n ILIKE '3'") == [(0, 3)]

    def test_joined_filters(self, store: Store, names: tuple[str, str]) -> None:
        first, _ = names
        assert self._find(store, names, f"(name != '{first}' OR tags.n = '2')", "version_number") == [(1, 1), (0, 2)]
        assert self._find(store, names, "NOT tags.n IS NULL", "version_number") == [(0, 1), (0, 2), (0, 3)]
        assert self._find(store, names, "version_number BETWEEN 2 AND 3 AND NOT tags.n IN ('3')") == [(0, 2)]
        assert self._find(store, names, "version_number IN (3, 7)") == [(0, 3)]
        assert self._find(store, names, "source_path RLIKE '^s3://(bucket|none)/[12]$'", "version_number") == [(0, 1), (0, 2)]

    def test_run_id_filters(self, store: Store) -> None:
        name = new_registered_model(store)
        run_id = new_run(store)
        new_version(store, name, run_id=run_id)
        new_version(store, name)

        def find(text: str) -> list[int]:
            found = store.search_model_versions(Query(filter=f"name = '{name}' AND {text}", order_by=("version_number",))).items
            return [version.version for version in found]

        assert find(f"run_id = '{run_id}'") == [1]
        assert find(f"run_id IN ('{run_id}', 'x')") == [1]
        assert find("run_id = ''") == [2]
        assert find(f"run_id LIKE '{run_id[:9]}%'") == [1]

    def test_the_default_order_is_last_updated_first(self, store: Store, names: tuple[str, str]) -> None:
        assert self._find(store, names, "") == [(1, 1), (0, 3), (0, 2), (0, 1)]
        tick()
        store.transition_model_version(names[0], 1, Stage.STAGING)
        assert self._find(store, names, "")[0] == (0, 1)
        found = store.search_model_versions(Query()).items
        keys = [(-version.updated_ms, version.name, -version.version) for version in found]
        assert keys == sorted(keys)

    def test_orders(self, store: Store, names: tuple[str, str]) -> None:
        assert self._find(store, names, "", "name") == [(0, 3), (0, 2), (0, 1), (1, 1)]
        assert self._find(store, names, "", "name DESC") == [(1, 1), (0, 3), (0, 2), (0, 1)]
        assert self._find(store, names, "", "version_number") == [(0, 1), (1, 1), (0, 2), (0, 3)]
        assert self._find(store, names, "", "version_number DESC", "name DESC") == [(0, 3), (0, 2), (1, 1), (0, 1)]
        assert self._find(store, names, "", "creation_timestamp") == [(0, 1), (0, 2), (0, 3), (1, 1)]
        tick()
        store.describe_model_version(names[0], 2, "x")
        assert self._find(store, names, "", "last_updated_timestamp DESC")[0] == (0, 2)

    def test_deleted_ones_are_never_found(self, store: Store, names: tuple[str, str]) -> None:
        store.delete_model_version(names[0], 2)
        assert self._find(store, names, "", "name") == [(0, 3), (0, 1), (1, 1)]

    def test_prompts_are_hidden_unless_asked_for(self, store: Store, names: tuple[str, str]) -> None:
        new_version(store, names[1], tags={_PROMPT: "true"})
        assert (1, 2) not in self._find(store, names, "")
        assert (1, 2) not in self._find(store, names, f"tags.`{_PROMPT}` != 'true'")
        assert self._find(store, names, f"tags.`{_PROMPT}` = 'true'") == [(1, 2)]

    @pytest.mark.parametrize("size", [1, 3, 4, 5])
    def test_pages_neither_repeat_nor_skip(self, store: Store, names: tuple[str, str], size: int) -> None:
        listed = ", ".join(f"'{name}'" for name in names)
        found = pages(store.search_model_versions, Query(filter=f"name IN ({listed})", order_by=("name",)), size)
        assert [(names.index(each.name), each.version) for page in found for each in page] == [(0, 3), (0, 2), (0, 1), (1, 1)]
        assert found[-1]

    @pytest.mark.parametrize("max_results", [0, -1, 200_001])
    def test_bad_page_sizes_are_refused(self, store: Store, max_results: int) -> None:
        with pytest.raises(InvalidValue):
            store.search_model_versions(Query(max_results=max_results))

    def test_bad_tokens_are_refused(self, store: Store) -> None:
        with pytest.raises(InvalidValue):
            store.search_model_versions(Query(page_token="?"))  # noqa: S106  # a page token is no secret

    @pytest.mark.parametrize(
        "text",
        [
            "current_stage = 'None'",
            "creation_timestamp > 0",
            "model_id = 'x'",
            "user_id = 'x'",
            "aliases = 'x'",
            "version_number = 1.5",
            "run_id IS NULL",
            "name > 'a'",
            "tags.a = 1",
            "name RLIKE '('",
        ],
    )
    def test_bad_filters_are_refused(self, store: Store, text: str) -> None:
        with pytest.raises(InvalidValue):
            store.search_model_versions(Query(filter=text))

    @pytest.mark.parametrize("order_by", [("timestamp",), ("run_id",), ("tags.a",), ("name", "name")])
    def test_bad_orders_are_refused(self, store: Store, order_by: tuple[str, ...]) -> None:
        with pytest.raises(InvalidValue):
            store.search_model_versions(Query(order_by=order_by))
