import pytest

from barograph.errors import InvalidValue
from barograph.model import Query
from barograph.store.base import Store
from barograph.testing.contract.making import new_version, pages, tick, unique

_PROMPT = "mlflow.prompt.is_prompt"


class TestRegisteredModelSearch:
    """Filters, order, pages of registered models, and prompts that stay hidden."""

    @pytest.fixture
    def prefix(self) -> str:
        return unique("search")

    def _make(self, store: Store, prefix: str, *names: str) -> None:
        for name in names:
            store.create_registered_model(f"{prefix}-{name}", tags={"letter": name, "kind": "forest"})
            tick()

    def _find(self, store: Store, prefix: str, text: str, *order_by: str) -> list[str]:
        query = Query(filter=f"name LIKE '{prefix}-%' AND {text}", order_by=order_by, max_results=1_000)
        return [model.name.removeprefix(f"{prefix}-") for model in store.search_registered_models(query).items]

    def test_filters(self, store: Store, prefix: str) -> None:
        self._make(store, prefix, "b", "a", "C")
        assert self._find(store, prefix, "") == ["C", "a", "b"]
        assert self._find(store, prefix, f"name = '{prefix}-a'") == ["a"]
        assert self._find(store, prefix, f"name != '{prefix}-a'") == ["C", "b"]
        assert self._find(store, prefix, f"name ILIKE '{prefix}-c'") == ["C"]
        assert self._find(store, prefix, f"name IN ('{prefix}-a', '{prefix}-b', 'x')") == ["a", "b"]
        assert self._find(store, prefix, f"name NOT IN ('{prefix}-a')") == ["C", "b"]
        assert self._find(store, prefix, "tags.letter = 'a'") == ["a"]
        assert self._find(store, prefix, "tag.letter != 'a'") == ["C", "b"]
        assert self._find(store, prefix, "tags.letter LIKE '_' AND tags.kind = 'forest' AND tags.letter ilike 'c'") == ["C"]
        assert self._find(store, prefix, "tags.missing != 'a'") == []

    def test_joined_filters(self, store: Store, prefix: str) -> None:
        self._make(store, prefix, "b", "a", "C")
        assert self._find(store, prefix, "(tags.letter = 'a' OR name RLIKE 'C$')") == ["C", "a"]
        assert self._find(store, prefix, "NOT tags.letter = 'a'") == ["C", "b"]
        assert self._find(store, prefix, "NOT tags.missing = 'a'") == ["C", "a", "b"]
        assert self._find(store, prefix, "tags.letter NOT ILIKE 'c' AND tags.letter NOT IN ('a')") == ["b"]
        assert self._find(store, prefix, "tags.missing IS NULL AND tags.kind IS NOT NULL") == ["C", "a", "b"]

    def test_orders(self, store: Store, prefix: str) -> None:
        self._make(store, prefix, "b", "a", "c")
        assert self._find(store, prefix, "", "name DESC") == ["c", "b", "a"]
        assert self._find(store, prefix, "", "timestamp") == ["b", "a", "c"]
        new_version(store, f"{prefix}-b")
        assert self._find(store, prefix, "", "last_updated_timestamp DESC") == ["b", "c", "a"]

    def test_models_found_are_complete(self, store: Store, prefix: str) -> None:
        self._make(store, prefix, "a")
        name = f"{prefix}-a"
        new_version(store, name)
        store.set_alias(name, "champion", 1)
        (found,) = store.search_registered_models(Query(filter=f"name = '{name}'")).items
        assert found.tags == {"letter": "a", "kind": "forest"}
        assert found.aliases == {"champion": 1}
        assert [version.version for version in found.latest_versions] == [1]

    def test_prompts_are_hidden_unless_asked_for(self, store: Store, prefix: str) -> None:
        self._make(store, prefix, "plain")
        store.create_registered_model(f"{prefix}-prompt", tags={_PROMPT: "true", "letter": "p"})
        store.create_registered_model(f"{prefix}-false", tags={_PROMPT: "false"})
        assert self._find(store, prefix, "") == ["false", "plain"]
        assert self._find(store, prefix, f"tag.`{_PROMPT}` != 'true'") == ["false", "plain"]
        assert self._find(store, prefix, f"tags.`{_PROMPT}` = 'false'") == ["false", "plain"]
        assert self._find(store, prefix, f"tags.`{_PROMPT}` = 'true'") == ["prompt"]
        assert self._find(store, prefix, f"tags.`{_PROMPT}` != 'false'") == ["prompt"]
        assert self._find(store, prefix, "tags.letter = 'p'") == []
        assert self._find(store, prefix, f"tags.letter = 'p' AND tags.`{_PROMPT}` = 'true'") == ["prompt"]

    @pytest.mark.parametrize("size", [1, 2, 5, 6])
    def test_pages_neither_repeat_nor_skip(self, store: Store, prefix: str, size: int) -> None:
        self._make(store, prefix, "e", "b", "a", "d", "c")
        found = pages(store.search_registered_models, Query(filter=f"name LIKE '{prefix}-%'"), size)
        assert [model.name[-1] for page in found for model in page] == ["a", "b", "c", "d", "e"]
        assert found[-1]

    @pytest.mark.parametrize("max_results", [0, -1, 1_001])
    def test_bad_page_sizes_are_refused(self, store: Store, max_results: int) -> None:
        with pytest.raises(InvalidValue):
            store.search_registered_models(Query(max_results=max_results))

    def test_bad_tokens_are_refused(self, store: Store) -> None:
        with pytest.raises(InvalidValue):
            store.search_registered_models(Query(page_token="?"))  # noqa: S106  # a page token is no secret

    @pytest.mark.parametrize(
        "text",
        ["creation_timestamp > 0", "description = 'x'", "aliases.x = '1'", "run_id = 'x'", "name IS NULL", "tags.a = 1", "name > 'a'"],
    )
    def test_bad_filters_are_refused(self, store: Store, text: str) -> None:
        with pytest.raises(InvalidValue):
            store.search_registered_models(Query(filter=text))

    @pytest.mark.parametrize("order_by", [("creation_timestamp",), ("tags.a",), ("",), ("name", "name DESC")])
    def test_bad_orders_are_refused(self, store: Store, order_by: tuple[str, ...]) -> None:
        with pytest.raises(InvalidValue):
            store.search_registered_models(Query(order_by=order_by))
