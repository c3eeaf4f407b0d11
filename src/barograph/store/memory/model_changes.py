"""What happened to the versions of registered models."""

from msgspec.structs import replace

from barograph.model import Page
from barograph.model.model_change import MAX_CHANGES, NO_REMARK, ChangeKind, ModelChange, Remark
from barograph.store.memory.paging import page_of
from barograph.store.memory.state import Aggregate, RegisteredModelRecord, State, locked, now_ms
from barograph.store.memory.versions import model_record

_DEFAULT_PAGE = 100


class MemoryModelChanges(Aggregate):
    """`ModelChangeStore` in memory."""

    @locked
    def model_changes(
        self, name: str, version: int | None = None, *, max_results: int | None = None, page_token: str | None = None
    ) -> Page[ModelChange]:
        found = [replace(change, name=name) for change in model_record(self._state, name).changes if _is_about(change, version)]
        return page_of(found[::-1], max_results=max_results, default=_DEFAULT_PAGE, limit=MAX_CHANGES, token=page_token)


def note_change(
    state: State,
    model: RegisteredModelRecord,
    version: int,
    kind: ChangeKind,
    *,
    remark: Remark = NO_REMARK,
    alias: str | None = None,
    before: str | None = None,
    after: str | None = None,
) -> None:
    """Add a change of a version of `model`."""
    state.last_change += 1
    model.changes.append(
        ModelChange(
            change_id=str(state.last_change),
            name=model.base.name,
            version=version,
            kind=kind,
            alias=alias,
            before=before,
            after=after,
            user_id=remark.user_id,
            comment=remark.comment,
            changed_ms=now_ms(),
        )
    )


def _is_about(change: ModelChange, version: int | None) -> bool:
    if version is None or change.version == version:
        return True
    return change.kind is ChangeKind.ALIAS and change.before == str(version)
