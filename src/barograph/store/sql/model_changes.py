"""What happened to the versions of registered models."""

from sqlalchemy import Connection, and_, insert, or_, select

from barograph.model import Page
from barograph.model.model_change import MAX_CHANGES, NO_REMARK, ChangeKind, ModelChange, Remark
from barograph.store.sql import schema
from barograph.store.sql.aggregate import Aggregate, now_ms
from barograph.store.sql.model_version_rows import model_row
from barograph.store.sql.paging import Window

_DEFAULT_PAGE = 100
_table = schema.model_change
_c = _table.c


class SqlModelChanges(Aggregate):
    """Keeps `ModelChangeStore`."""

    def model_changes(
        self, name: str, version: int | None = None, *, max_results: int | None = None, page_token: str | None = None
    ) -> Page[ModelChange]:
        window = Window(max_results, page_token, default=_DEFAULT_PAGE, limit=MAX_CHANGES)
        with self._database.read() as connection:
            statement = select(_table).where(_c.registered_model_id == model_row(connection, name).id)
            if version is not None:
                left = and_(_c.kind == ChangeKind.ALIAS.value, _c.before == str(version))
                statement = statement.where(or_(_c.version == version, left))
            rows, token = window.cut(connection.execute(window.applied(statement.order_by(_c.id.desc()))).all())
        changes = [
            ModelChange(
                change_id=str(row.id),
                name=name,
                version=row.version,
                kind=ChangeKind(row.kind),
                alias=row.alias,
                before=row.before,
                after=row.after,
                user_id=row.user_id,
                comment=row.comment,
                changed_ms=row.changed_ms,
            )
            for row in rows
        ]
        return Page(tuple(changes), token)


def add_change(
    connection: Connection,
    model_number: int,
    version: int,
    kind: ChangeKind,
    *,
    remark: Remark = NO_REMARK,
    alias: str | None = None,
    before: str | None = None,
    after: str | None = None,
) -> None:
    """Add a change of a version, in the transaction that makes it. `model_number` is the row id of the registered model."""
    row = {"registered_model_id": model_number, "version": version, "kind": kind.value, "alias": alias, "before": before, "after": after}
    connection.execute(insert(_table), {**row, "user_id": remark.user_id, "comment": remark.comment, "changed_ms": now_ms()})
