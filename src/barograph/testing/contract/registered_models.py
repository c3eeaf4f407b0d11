import pytest

from barograph.errors import AlreadyExists, InvalidValue, NotFound
from barograph.model import Stage
from barograph.store.base import Store
from barograph.testing.contract.making import new_registered_model, new_version, tick, unique


class TestRegisteredModels:
    """Creation, description, renaming, deletion and tags of registered models."""

    def test_a_new_model_reads_back(self, store: Store) -> None:
        name = unique("Power Forecast % été")
        model = store.create_registered_model(name, description="wind", tags={"team": "energy"})
        assert (model.name, model.description, model.tags, model.aliases, model.latest_versions) == (
            name,
            "wind",
            {"team": "energy"},
            {},
            (),
        )
        assert model.created_ms == model.updated_ms > 1_600_000_000_000
        assert store.get_registered_model(name) == model

    def test_a_model_without_description(self, store: Store) -> None:
        assert store.get_registered_model(new_registered_model(store)).description in (None, "")

    def test_a_name_in_use_is_refused(self, store: Store) -> None:
        name = new_registered_model(store)
        with pytest.raises(AlreadyExists, match=name):
            store.create_registered_model(name, description="other")
        assert store.get_registered_model(name).description in (None, "")

    @pytest.mark.parametrize("name", ["", "   ", "a/b", "a:b", ".", "..", "half \ud800", 5])
    def test_bad_names_are_refused(self, store: Store, name: str) -> None:
        with pytest.raises(InvalidValue):
            store.create_registered_model(name)

    @pytest.mark.parametrize("tags", [{"": "v"}, {"a//b": "v"}, {"k" * 251: "v"}, {"k": "v" * 100_001}])
    def test_bad_tags_are_refused_and_create_nothing(self, store: Store, tags: dict[str, str]) -> None:
        name = unique("model")
        with pytest.raises(InvalidValue):
            store.create_registered_model(name, tags=tags)
        with pytest.raises(NotFound):
            store.get_registered_model(name)

    def test_unknown_ones_are_not_found(self, store: Store) -> None:
        nobody = unique("nobody")
        for call in (
            lambda: store.get_registered_model(nobody),
            lambda: store.describe_registered_model(nobody, "x"),
            lambda: store.rename_registered_model(nobody, unique("new")),
            lambda: store.delete_registered_model(nobody),
            lambda: store.set_registered_model_tag(nobody, "a", "b"),
            lambda: store.delete_registered_model_tag(nobody, "a"),
            lambda: store.set_alias(nobody, "champion", 1),
            lambda: store.delete_alias(nobody, "champion"),
            lambda: store.get_version_by_alias(nobody, "champion"),
            lambda: store.latest_versions(nobody),
            lambda: new_version(store, nobody),
        ):
            with pytest.raises(NotFound):
                call()

    def test_describing(self, store: Store) -> None:
        name = new_registered_model(store)
        before = store.get_registered_model(name)
        tick()
        after = store.describe_registered_model(name, "# notes\n")
        assert after.description == "# notes\n"
        assert after.updated_ms > before.updated_ms
        assert store.get_registered_model(name) == after
        assert store.describe_registered_model(name, None).description in (None, "")
        assert store.get_registered_model(name).description in (None, "")

    def test_renaming_carries_everything_over(self, store: Store) -> None:
        old, new = new_registered_model(store), unique("renamed")
        store.set_registered_model_tag(old, "a", "1")
        version = new_version(store, old)
        store.set_model_version_tag(old, 1, "b", "2")
        store.set_alias(old, "champion", 1)
        tick()
        model = store.rename_registered_model(old, new)
        assert (model.name, model.tags, model.aliases) == (new, {"a": "1"}, {"champion": 1})
        moved = store.get_model_version(new, 1)
        assert (moved.name, moved.tags, moved.aliases, moved.source) == (new, {"b": "2"}, ("champion",), version.source)
        assert moved.updated_ms > version.updated_ms
        assert store.get_version_by_alias(new, "champion").version == 1
        with pytest.raises(NotFound):
            store.get_registered_model(old)
        with pytest.raises(NotFound):
            store.get_model_version(old, 1)

    def test_bad_new_names_are_refused(self, store: Store) -> None:
        name, taken = new_registered_model(store), new_registered_model(store)
        with pytest.raises(AlreadyExists):
            store.rename_registered_model(name, taken)
        for bad in ("", "a/b", "a:b"):
            with pytest.raises(InvalidValue):
                store.rename_registered_model(name, bad)
        assert store.get_registered_model(name).name == name

    def test_deletion_takes_everything_along(self, store: Store) -> None:
        name = new_registered_model(store)
        new_version(store, name)
        store.set_alias(name, "champion", 1)
        store.set_registered_model_tag(name, "a", "1")
        store.delete_registered_model(name)
        with pytest.raises(NotFound):
            store.get_registered_model(name)
        with pytest.raises(NotFound):
            store.get_model_version(name, 1)
        with pytest.raises(NotFound):
            store.delete_registered_model(name)
        fresh = store.create_registered_model(name)
        assert (fresh.tags, fresh.aliases, fresh.latest_versions) == ({}, {}, ())

    def test_tags_are_set_replaced_and_removed(self, store: Store) -> None:
        name = new_registered_model(store)
        store.set_registered_model_tag(name, "a", "1")
        store.set_registered_model_tag(name, "a", "2")
        store.set_registered_model_tag(name, "b", "")
        assert store.get_registered_model(name).tags == {"a": "2", "b": ""}
        store.delete_registered_model_tag(name, "a")
        store.delete_registered_model_tag(name, "a")
        assert store.get_registered_model(name).tags == {"b": ""}

    def test_bad_tag_writes_are_refused(self, store: Store) -> None:
        name = new_registered_model(store)
        for key, value in (("", "v"), ("a//b", "v"), ("k", "v" * 100_001)):
            with pytest.raises(InvalidValue):
                store.set_registered_model_tag(name, key, value)
        assert store.get_registered_model(name).tags == {}

    def test_latest_versions_are_the_newest_of_each_stage(self, store: Store) -> None:
        name = new_registered_model(store)
        for _ in range(4):
            new_version(store, name)
        store.transition_model_version(name, 1, Stage.PRODUCTION)
        store.transition_model_version(name, 2, Stage.PRODUCTION)
        found = {version.stage: version.version for version in store.get_registered_model(name).latest_versions}
        assert found == {Stage.PRODUCTION: 2, Stage.NONE: 4}

    def test_a_new_version_updates_the_model(self, store: Store) -> None:
        name = new_registered_model(store)
        before = store.get_registered_model(name)
        tick()
        new_version(store, name)
        after = store.get_registered_model(name)
        assert after.updated_ms > before.updated_ms
        assert after.created_ms == before.created_ms


class TestAliases:
    """Names that point at versions."""

    @pytest.fixture
    def name(self, store: Store) -> str:
        name = new_registered_model(store)
        for _ in range(3):
            new_version(store, name)
        return name

    def test_an_alias_points_at_a_version(self, store: Store, name: str) -> None:
        store.set_alias(name, "champion", 2)
        found = store.get_version_by_alias(name, "champion")
        assert (found.name, found.version) == (name, 2)
        assert store.get_registered_model(name).aliases == {"champion": 2}
        assert store.get_model_version(name, 2).aliases == ("champion",)
        assert store.get_model_version(name, 1).aliases == ()

    def test_an_alias_moves(self, store: Store, name: str) -> None:
        store.set_alias(name, "champion", 2)
        store.set_alias(name, "champion", 3)
        assert store.get_registered_model(name).aliases == {"champion": 3}
        assert store.get_model_version(name, 2).aliases == ()

    def test_a_version_may_have_several(self, store: Store, name: str) -> None:
        for alias in ("b", "Champion", "champion", "7", "a-b_c"):
            store.set_alias(name, alias, 1)
        assert set(store.get_model_version(name, 1).aliases) == {"b", "Champion", "champion", "7", "a-b_c"}
        assert list(store.get_registered_model(name).aliases) == ["7", "Champion", "a-b_c", "b", "champion"]

    def test_removal_may_be_repeated(self, store: Store, name: str) -> None:
        store.set_alias(name, "champion", 1)
        store.delete_alias(name, "champion")
        store.delete_alias(name, "champion")
        assert store.get_registered_model(name).aliases == {}
        with pytest.raises(InvalidValue):
            store.get_version_by_alias(name, "champion")

    def test_aliases_go_with_their_version(self, store: Store, name: str) -> None:
        store.set_alias(name, "old", 1)
        store.set_alias(name, "champion", 3)
        store.delete_model_version(name, 1)
        assert store.get_registered_model(name).aliases == {"champion": 3}
        with pytest.raises(InvalidValue):
            store.get_version_by_alias(name, "old")

    def test_latest_is_the_highest_version(self, store: Store, name: str) -> None:
        store.transition_model_version(name, 1, Stage.PRODUCTION)
        assert store.get_version_by_alias(name, "latest").version == 3
        store.delete_model_version(name, 3)
        assert store.get_version_by_alias(name, "latest").version == 2

    @pytest.mark.parametrize("alias", ["", "a b", "a/b", "a.b", "latest", "LATEST", "v1", "V22", "x" * 256])
    def test_bad_aliases_are_refused(self, store: Store, name: str, alias: str) -> None:
        with pytest.raises(InvalidValue):
            store.set_alias(name, alias, 1)
        assert store.get_registered_model(name).aliases == {}

    def test_an_alias_needs_a_version(self, store: Store, name: str) -> None:
        with pytest.raises(NotFound):
            store.set_alias(name, "champion", 9)
        assert store.get_registered_model(name).aliases == {}
