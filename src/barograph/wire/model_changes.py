"""What happened to the versions of registered models: Barograph's own route."""

from barograph import model
from barograph.model.model_change import ChangeKind
from barograph.model.model_change import ModelChange as Kept
from barograph.wire.message import Answer, Request
from barograph.wire.model_versions import to_number
from barograph.wire.scalars import Int64, Required


class GetModelChanges(Request, kw_only=True):
    """GET registered-models/changes: changes of a registered model or of one of its versions, the last one first."""

    name: Required
    version: str | None = None
    max_results: Int64 | None = None
    page_token: str | None = None


class ModelChange(Answer, kw_only=True):
    """A change. `before` and `after` are stages, or the versions that `alias` pointed at and points at; absent is none."""

    change_id: str
    name: str
    version: str
    kind: ChangeKind
    alias: str | None = None
    before: str | None = None
    after: str | None = None
    user_id: str | None = None
    comment: str | None = None
    changed_ms: int

    @classmethod
    def from_model(cls, change: Kept) -> "ModelChange":
        return cls(
            change_id=change.change_id,
            name=change.name,
            version=str(change.version),
            kind=change.kind,
            alias=change.alias,
            before=change.before,
            after=change.after,
            user_id=change.user_id,
            comment=change.comment,
            changed_ms=change.changed_ms,
        )

    def to_model(self) -> Kept:
        return Kept(
            change_id=self.change_id,
            name=self.name,
            version=to_number(self.version),
            kind=self.kind,
            alias=self.alias,
            before=self.before,
            after=self.after,
            user_id=self.user_id,
            comment=self.comment,
            changed_ms=self.changed_ms,
        )


class ModelChangesFound(Answer, kw_only=True):
    """One page of changes."""

    changes: tuple[ModelChange, ...] = ()
    next_page_token: str | None = None

    @classmethod
    def from_model(cls, page: model.Page[Kept]) -> "ModelChangesFound":
        return cls(changes=tuple([ModelChange.from_model(change) for change in page.items]), next_page_token=page.next_token)
