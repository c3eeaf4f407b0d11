import pytest

from barograph.errors import AlreadyExists, Conflict, InvalidValue, NotFound
from barograph.model.view import MAX_NAME, MAX_SEARCH, NewView, SavedView
from barograph.store.base import Store
from barograph.testing.contract.making import UNKNOWN_EXPERIMENT, new_experiment, tick


def saved(store: Store, experiment_id: str, name: str = "best", owner: str = "", search: str = "order=metrics.loss asc") -> SavedView:
    return store.create_view(NewView(experiment_id=experiment_id, name=name, search=search, owner=owner))


class TestViews:
    """Saved views of experiments."""

    def test_what_is_saved_is_listed(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        view = saved(store, experiment_id, search="?filter=a%3Db&x=é")
        assert (view.experiment_id, view.name, view.search, view.owner) == (experiment_id, "best", "filter=a%3Db&x=é", "")
        assert (view.is_default, view.revision) == (False, 1)
        assert view.created_ms == view.updated_ms > 0
        assert store.list_views(experiment_id) == (view,)
        assert store.list_views(new_experiment(store)) == ()

    def test_personal_views_are_seen_by_their_owner_alone(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        shared = [saved(store, experiment_id, name) for name in ("b", "a")]
        mine, other = saved(store, experiment_id, "a", owner="ana"), saved(store, experiment_id, "a", owner="li")
        assert store.list_views(experiment_id) == (shared[1], shared[0])
        assert store.list_views(experiment_id, owner="ana") == (shared[1], shared[0], mine)
        assert store.list_views(experiment_id, owner="li") == (shared[1], shared[0], other)
        with pytest.raises(NotFound):
            store.update_view(mine.view_id, revision=1, owner="li", name="theirs")
        with pytest.raises(NotFound):
            store.delete_view(mine.view_id, revision=1)

    def test_a_name_is_taken_once_by_each_owner(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        view = saved(store, experiment_id)
        second = saved(store, experiment_id, "second")
        with pytest.raises(AlreadyExists, match="best"):
            saved(store, experiment_id, " best ")
        with pytest.raises(AlreadyExists, match="best"):
            store.update_view(second.view_id, revision=1, name="best")
        assert saved(store, new_experiment(store)).name == view.name

    def test_a_change_names_what_it_starts_from(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        view = saved(store, experiment_id)
        tick()
        renamed = store.update_view(view.view_id, revision=1, name="better")
        assert (renamed.name, renamed.search, renamed.revision) == ("better", view.search, 2)
        assert renamed.updated_ms > renamed.created_ms == view.created_ms
        with pytest.raises(Conflict, match="better"):
            store.update_view(view.view_id, revision=1, name="mine")
        with pytest.raises(Conflict, match="better"):
            store.delete_view(view.view_id, revision=1)
        assert store.update_view(view.view_id, revision=2, search="x=time").search == "x=time"
        assert store.list_views(experiment_id)[0].revision == 3

    def test_a_view_that_is_gone_says_so(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        view = saved(store, experiment_id)
        store.delete_view(view.view_id, revision=1)
        assert store.list_views(experiment_id) == ()
        with pytest.raises(NotFound, match="deleted it meanwhile"):
            store.delete_view(view.view_id, revision=1)
        for unknown in (view.view_id, "x", "9" * 40):
            with pytest.raises(NotFound):
                store.update_view(unknown, revision=1, name="again")
        assert saved(store, experiment_id).view_id != view.view_id

    def test_one_shared_view_may_be_the_default(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        one, other = (saved(store, experiment_id, name) for name in ("a", "b"))
        for chosen in (one, other):
            store.set_default_view(experiment_id, chosen.view_id)
            assert [view.view_id for view in store.list_views(experiment_id) if view.is_default] == [chosen.view_id]
        store.set_default_view(experiment_id, None)
        assert not any(view.is_default for view in store.list_views(experiment_id))
        with pytest.raises(InvalidValue, match="personal"):
            store.set_default_view(experiment_id, saved(store, experiment_id, owner="ana").view_id)
        with pytest.raises(NotFound):
            store.set_default_view(experiment_id, saved(store, new_experiment(store)).view_id)

    def test_what_cannot_be_kept_is_refused(self, store: Store) -> None:
        experiment_id = new_experiment(store)
        for name, search in ((" ", ""), ("n" * (MAX_NAME + 1), ""), ("a", "s" * (MAX_SEARCH + 1))):
            with pytest.raises(InvalidValue):
                saved(store, experiment_id, name, search=search)
        with pytest.raises(NotFound):
            saved(store, UNKNOWN_EXPERIMENT)
        with pytest.raises(NotFound):
            store.list_views(UNKNOWN_EXPERIMENT)
        assert store.list_views(experiment_id) == ()
