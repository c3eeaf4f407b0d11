"""Saved views of experiments: Barograph's own routes."""

from barograph.model.view import NewView
from barograph.model.view import SavedView as Kept
from barograph.wire.message import Answer, Request
from barograph.wire.scalars import Int64, Required


class CreateView(Request, kw_only=True):
    """POST views/create: save a way to look at an experiment. Without an owner it is everybody's."""

    experiment_id: Required
    name: Required
    search: str = ""
    owner: str = ""

    @classmethod
    def from_model(cls, new: NewView) -> "CreateView":
        return cls(experiment_id=new.experiment_id, name=new.name, search=new.search, owner=new.owner)

    def to_model(self) -> NewView:
        return NewView(experiment_id=self.experiment_id, name=self.name, search=self.search, owner=self.owner)


class ListViews(Request, kw_only=True):
    """GET views/list: everybody's views of an experiment, and the owner's own."""

    experiment_id: Required
    owner: str = ""


class UpdateView(Request, kw_only=True):
    """POST views/update: change name or search of a view, if it still has the revision that is named."""

    view_id: Required
    revision: Int64
    owner: str = ""
    name: str | None = None
    search: str | None = None


class DeleteView(Request, kw_only=True):
    """POST views/delete: delete a view, if it still has the revision that is named."""

    view_id: Required
    revision: Int64
    owner: str = ""


class SetDefaultView(Request, kw_only=True):
    """POST views/set-default: the view in which an experiment opens for everybody; without an id there is none."""

    experiment_id: Required
    view_id: str | None = None


class SavedView(Answer, kw_only=True):
    """A view. `search` is what stands behind the `?` of the page's address."""

    view_id: str
    experiment_id: str
    name: str
    search: str = ""
    owner: str = ""
    is_default: bool = False
    revision: int
    created_ms: int
    updated_ms: int

    @classmethod
    def from_model(cls, view: Kept) -> "SavedView":
        return cls(
            view_id=view.view_id,
            experiment_id=view.experiment_id,
            name=view.name,
            search=view.search,
            owner=view.owner,
            is_default=view.is_default,
            revision=view.revision,
            created_ms=view.created_ms,
            updated_ms=view.updated_ms,
        )

    def to_model(self) -> Kept:
        return Kept(
            view_id=self.view_id,
            experiment_id=self.experiment_id,
            name=self.name,
            search=self.search,
            owner=self.owner,
            is_default=self.is_default,
            revision=self.revision,
            created_ms=self.created_ms,
            updated_ms=self.updated_ms,
        )


class ViewSaved(Answer, kw_only=True):
    """The view as it is now."""

    view: SavedView


class ViewsFound(Answer, kw_only=True):
    """Everybody's views by name, then the owner's own."""

    views: tuple[SavedView, ...] = ()
