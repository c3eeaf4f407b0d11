"""The store contract of saved views; what is true for all contracts stands in `store.base`."""

from typing import Protocol

from barograph.model.view import NewView, SavedView


class ViewStore(Protocol):
    """Saved views of experiments. `owner` is who asks: that one sees, and may change, what is everybody's and what is their own.

    A view that was deleted meanwhile, or is somebody else's, raises `ViewNotFound`. A change names the revision that it starts from; where
    the view has another one, `ViewChanged` is raised and says what was done to it.
    """

    def create_view(self, new: NewView) -> SavedView:
        """Save. A name that the same owner has in the experiment raises `ViewExists`; 500 views of an experiment are the most."""
        ...

    def list_views(self, experiment_id: str, *, owner: str = "") -> tuple[SavedView, ...]:
        """Everybody's views by name, then the owner's own by name."""
        ...

    def update_view(self, view_id: str, *, revision: int, owner: str = "", name: str | None = None, search: str | None = None) -> SavedView:
        """Change what is given."""
        ...

    def delete_view(self, view_id: str, *, revision: int, owner: str = "") -> None:
        """Delete for good."""
        ...

    def set_default_view(self, experiment_id: str, view_id: str | None) -> None:
        """Make a view that is everybody's the experiment's default, or none. A personal view raises `InvalidValue`."""
        ...
