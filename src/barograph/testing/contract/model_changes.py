import pytest

from barograph.errors import InvalidValue, NotFound
from barograph.model import Stage
from barograph.model.model_change import MAX_COMMENT, ChangeKind, ModelChange, Remark
from barograph.store.base import Store
from barograph.testing.contract.making import new_registered_model, new_version, tick, unique


def told(store: Store, name: str, version: int | None = None) -> list[tuple[int, ChangeKind, str | None, str | None, str | None]]:
    """Version, kind, alias, before and after of changes, the last one first."""
    changes = store.model_changes(name, version).items
    return [(change.version, change.kind, change.alias, change.before, change.after) for change in changes]


class TestModelChanges:
    """What happened to versions of registered models."""

    @pytest.fixture
    def name(self, store: Store) -> str:
        return new_registered_model(store)

    def test_a_new_model_has_no_changes(self, store: Store, name: str) -> None:
        assert store.model_changes(name).items == ()
        with pytest.raises(NotFound):
            store.model_changes(unique("nobody"))

    def test_registration_is_the_first(self, store: Store, name: str) -> None:
        version = new_version(store, name)
        (change,) = store.model_changes(name).items
        assert (change.name, change.version, change.kind, change.alias) == (name, 1, ChangeKind.REGISTERED, None)
        assert (change.before, change.after, change.comment) == (None, None, None)
        assert abs(change.changed_ms - version.created_ms) < 60_000

    def test_stages_with_who_and_why(self, store: Store, name: str) -> None:
        new_version(store, name)
        tick()
        remark = Remark(user_id="ana", comment=" Passed the tests of *May*. ")
        store.transition_model_version(name, 1, Stage.STAGING, remark=remark)
        change = store.model_changes(name).items[0]
        assert (change.version, change.kind, change.before, change.after) == (1, ChangeKind.STAGE, "None", "Staging")
        assert (change.user_id, change.comment) == ("ana", "Passed the tests of *May*.")
        assert change.changed_ms > store.model_changes(name).items[1].changed_ms
        store.transition_model_version(name, 1, Stage.ARCHIVED)
        change = store.model_changes(name).items[0]
        assert (change.before, change.after, change.user_id, change.comment) == ("Staging", "Archived", None, None)

    def test_what_is_archived_with_a_move_is_told(self, store: Store, name: str) -> None:
        for number in (1, 2):
            new_version(store, name)
            store.transition_model_version(name, number, Stage.PRODUCTION, archive_existing=True, remark=Remark(comment="better"))
        stage = ChangeKind.STAGE
        assert told(store, name)[:2] == [(2, stage, None, "None", "Production"), (1, stage, None, "Production", "Archived")]
        assert store.model_changes(name, 1).items[0].comment == "better"

    def test_what_changes_nothing_is_not_told(self, store: Store, name: str) -> None:
        new_version(store, name)
        store.transition_model_version(name, 1, Stage.STAGING)
        store.set_alias(name, "champion", 1)
        before = told(store, name)
        store.transition_model_version(name, 1, Stage.STAGING, archive_existing=True)
        store.set_alias(name, "champion", 1)
        store.delete_alias(name, "unknown")
        store.set_model_version_tag(name, 1, "a", "b")
        assert told(store, name) == before

    def test_aliases_that_come_move_and_go(self, store: Store, name: str) -> None:
        for _ in range(2):
            new_version(store, name)
        store.set_alias(name, "champion", 1, remark=Remark(user_id="ana"))
        store.set_alias(name, "champion", 2, remark=Remark(user_id="li", comment="rmse 3 % lower"))
        store.delete_alias(name, "champion", remark=Remark(user_id="ana", comment="drifts"))
        alias = ChangeKind.ALIAS
        came, moved, went = (1, alias, "champion", None, "1"), (2, alias, "champion", "1", "2"), (2, alias, "champion", "2", None)
        assert told(store, name)[:3] == [went, moved, came]
        assert [change.user_id for change in store.model_changes(name).items[:3]] == ["ana", "li", "ana"]
        assert told(store, name, 1) == [moved, came, (1, ChangeKind.REGISTERED, None, None, None)]
        assert told(store, name, 3) == []

    def test_a_deleted_version_is_remembered(self, store: Store, name: str) -> None:
        new_version(store, name)
        store.set_alias(name, "champion", 1)
        store.delete_model_version(name, 1)
        assert told(store, name)[:2] == [(1, ChangeKind.DELETED, None, None, None), (1, ChangeKind.ALIAS, "champion", "1", None)]
        assert len(told(store, name, 1)) == 4

    def test_changes_go_along_with_the_name(self, store: Store, name: str) -> None:
        new_version(store, name)
        renamed = unique("renamed")
        store.rename_registered_model(name, renamed)
        assert [change.name for change in store.model_changes(renamed).items] == [renamed]
        store.delete_registered_model(renamed)
        store.create_registered_model(renamed)
        assert store.model_changes(renamed).items == ()

    def test_pages(self, store: Store, name: str) -> None:
        new_version(store, name)
        for number in range(6):
            store.transition_model_version(name, 1, Stage.STAGING if number % 2 else Stage.PRODUCTION)
        whole = store.model_changes(name).items
        found: list[ModelChange] = []
        token: str | None = None
        while True:
            page = store.model_changes(name, max_results=3, page_token=token)
            assert len(page.items) <= 3
            found += page.items
            token = page.next_token
            if token is None:
                break
        assert tuple(found) == whole
        assert len({change.change_id for change in whole}) == len(whole) == 7
        for wrong in (0, 1_001):
            with pytest.raises(InvalidValue):
                store.model_changes(name, max_results=wrong)

    def test_a_long_comment_is_refused_and_nothing_changes(self, store: Store, name: str) -> None:
        new_version(store, name)
        remark = Remark(comment="c" * (MAX_COMMENT + 1))
        for change in (
            lambda: store.transition_model_version(name, 1, Stage.STAGING, remark=remark),
            lambda: store.set_alias(name, "champion", 1, remark=remark),
            lambda: store.delete_alias(name, "champion", remark=remark),
        ):
            with pytest.raises(InvalidValue, match="comment"):
                change()
        assert store.get_model_version(name, 1).stage is Stage.NONE
        assert len(told(store, name)) == 1
