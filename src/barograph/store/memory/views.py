"""Saved views."""

from msgspec.structs import replace

from barograph.errors import ExperimentNotFound, InvalidValue, ViewChanged, ViewExists, ViewNotFound
from barograph.model.limits import check_experiment_id
from barograph.model.view import MAX_VIEWS, NewView, SavedView, check_view_name, check_view_owner, check_view_search
from barograph.store.memory.state import Aggregate, State, locked, now_ms


class MemoryViews(Aggregate):
    """`ViewStore` in memory."""

    @locked
    def create_view(self, new: NewView) -> SavedView:
        name, owner = check_view_name(new.name), check_view_owner(new.owner)
        search, state = check_view_search(new.search), self._state
        experiment_id = _experiment(state, new.experiment_id)
        if sum(view.experiment_id == experiment_id for view in state.views.values()) >= MAX_VIEWS:
            raise InvalidValue(f"Experiment {experiment_id} has {MAX_VIEWS} views, the most there may be. Delete some first.")
        _refuse_taken(state, experiment_id, owner, name, None)
        state.last_view += 1
        now = now_ms()
        made = SavedView(
            view_id=str(state.last_view),
            experiment_id=experiment_id,
            name=name,
            search=search,
            owner=owner,
            revision=1,
            created_ms=now,
            updated_ms=now,
        )
        state.views[made.view_id] = made
        return made

    @locked
    def list_views(self, experiment_id: str, *, owner: str = "") -> tuple[SavedView, ...]:
        wanted = _experiment(self._state, experiment_id)
        found = [view for view in self._state.views.values() if view.experiment_id == wanted and view.owner in ("", owner)]
        return tuple(sorted(found, key=lambda view: (view.owner, view.name)))

    @locked
    def update_view(self, view_id: str, *, revision: int, owner: str = "", name: str | None = None, search: str | None = None) -> SavedView:
        view = _current(self._state, view_id, revision, owner)
        kept = view.name if name is None else check_view_name(name)
        text = view.search if search is None else check_view_search(search)
        _refuse_taken(self._state, view.experiment_id, view.owner, kept, view_id)
        changed = replace(view, name=kept, search=text, revision=revision + 1, updated_ms=now_ms())
        self._state.views[view_id] = changed
        return changed

    @locked
    def delete_view(self, view_id: str, *, revision: int, owner: str = "") -> None:
        _current(self._state, view_id, revision, owner)
        del self._state.views[view_id]

    @locked
    def set_default_view(self, experiment_id: str, view_id: str | None) -> None:
        state, wanted = self._state, _experiment(self._state, experiment_id)
        if view_id is not None:
            view = state.views.get(view_id)
            if view is None or view.experiment_id != wanted:
                raise ViewNotFound(view_id)
            if view.owner:
                raise InvalidValue(f"View {view.name!r} is personal. Share it before it becomes the default for everybody.")
        for each in list(state.views.values()):
            if each.experiment_id == wanted:
                state.views[each.view_id] = replace(each, is_default=each.view_id == view_id)


def _experiment(state: State, experiment_id: str) -> str:
    key = str(check_experiment_id(experiment_id))
    if key not in state.experiments:
        raise ExperimentNotFound(experiment_id)
    return key


def _current(state: State, view_id: str, revision: int, owner: str) -> SavedView:
    view = state.views.get(view_id)
    if view is None or view.owner not in ("", owner):
        raise ViewNotFound(view_id)
    if view.revision != revision:
        raise ViewChanged(view.name)
    return view


def _refuse_taken(state: State, experiment_id: str, owner: str, name: str, own_id: str | None) -> None:
    for view in state.views.values():
        if (view.experiment_id, view.owner, view.name) == (experiment_id, owner, name) and view.view_id != own_id:
            raise ViewExists(name)
