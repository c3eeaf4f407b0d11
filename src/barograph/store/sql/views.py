"""Saved views."""

from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from barograph.errors import ExperimentNotFound, InvalidValue, ViewChanged, ViewExists, ViewNotFound
from barograph.model.limits import check_experiment_id
from barograph.model.view import MAX_VIEWS, NewView, SavedView, check_view_name, check_view_owner, check_view_search
from barograph.store.sql import schema
from barograph.store.sql.aggregate import Aggregate, now_ms
from barograph.store.sql.rows import AnyRow

_table = schema.ui_view
_c = _table.c
_LONGEST_ID = 18


class SqlViews(Aggregate):
    """Keeps `ViewStore`."""

    def create_view(self, new: NewView) -> SavedView:
        row: dict[str, Any] = {
            "name": check_view_name(new.name),
            "owner": check_view_owner(new.owner),
            "search": check_view_search(new.search),
            "is_default": 0,
            "revision": 1,
        }

        def job(connection: Connection) -> SavedView:
            number = _experiment(connection, new.experiment_id)
            count = connection.execute(select(func.count()).where(_c.experiment_id == number)).scalar_one()
            if count >= MAX_VIEWS:
                raise InvalidValue(f"Experiment {number} has {MAX_VIEWS} views, the most there may be. Delete some first.")
            _refuse_taken(connection, number, row["owner"], row["name"], None)
            now = now_ms()
            made = insert(_table).values(**row, experiment_id=number, created_ms=now, updated_ms=now)
            (view,) = connection.execute(made).inserted_primary_key or (0,)
            return _view(connection.execute(_by_id(view)).one())

        return self._database.write(job)

    def list_views(self, experiment_id: str, *, owner: str = "") -> tuple[SavedView, ...]:
        with self._database.read() as connection:
            number = _experiment(connection, experiment_id)
            mine = select(_table).where(_c.experiment_id == number, _c.owner.in_(["", owner]))
            return tuple([_view(row) for row in connection.execute(mine.order_by(_c.owner, _c.name))])

    def update_view(self, view_id: str, *, revision: int, owner: str = "", name: str | None = None, search: str | None = None) -> SavedView:
        kept = None if name is None else check_view_name(name)
        text = None if search is None else check_view_search(search)

        def job(connection: Connection) -> SavedView:
            row = _current(connection, view_id, revision, owner)
            values = {"name": row.name if kept is None else kept, "search": row.search if text is None else text}
            _refuse_taken(connection, row.experiment_id, row.owner, values["name"], row.id)
            connection.execute(update(_table).where(_c.id == row.id).values(**values, revision=revision + 1, updated_ms=now_ms()))
            return _view(connection.execute(_by_id(row.id)).one())

        return self._database.write(job)

    def delete_view(self, view_id: str, *, revision: int, owner: str = "") -> None:
        def job(connection: Connection) -> None:
            connection.execute(delete(_table).where(_c.id == _current(connection, view_id, revision, owner).id))

        self._database.write(job)

    def set_default_view(self, experiment_id: str, view_id: str | None) -> None:
        def job(connection: Connection) -> None:
            number = _experiment(connection, experiment_id)
            row = None if view_id is None else _found(connection, view_id)
            if view_id is not None and (row is None or row.experiment_id != number):
                raise ViewNotFound(view_id)
            if row is not None and row.owner:
                raise InvalidValue(f"View {row.name!r} is personal. Share it before it becomes the default for everybody.")
            connection.execute(update(_table).where(_c.experiment_id == number).values(is_default=0))
            if row is not None:
                connection.execute(update(_table).where(_c.id == row.id).values(is_default=1))

        self._database.write(job)


def _experiment(connection: Connection, experiment_id: str) -> int:
    number = check_experiment_id(experiment_id)
    if connection.execute(select(schema.experiment.c.id).where(schema.experiment.c.id == number)).first() is None:
        raise ExperimentNotFound(experiment_id)
    return number


def _by_id(number: int) -> Select[Any]:
    return select(_table).where(_c.id == number)


def _found(connection: Connection, view_id: str) -> AnyRow | None:
    if not (view_id.isascii() and view_id.isdecimal() and len(view_id) <= _LONGEST_ID):
        return None
    return connection.execute(_by_id(int(view_id))).first()


def _current(connection: Connection, view_id: str, revision: int, owner: str) -> AnyRow:
    row = _found(connection, view_id)
    if row is None or row.owner not in ("", owner):
        raise ViewNotFound(view_id)
    if row.revision != revision:
        raise ViewChanged(row.name)
    return row


def _refuse_taken(connection: Connection, experiment: int, owner: str, name: str, own_id: int | None) -> None:
    same = select(_c.id).where(_c.experiment_id == experiment, _c.owner == owner, _c.name == name)
    if connection.execute(same).scalar() not in (None, own_id):
        raise ViewExists(name)


def _view(row: AnyRow) -> SavedView:
    return SavedView(
        view_id=str(row.id),
        experiment_id=str(row.experiment_id),
        name=row.name,
        search=row.search,
        owner=row.owner,
        is_default=bool(row.is_default),
        revision=row.revision,
        created_ms=row.created_ms,
        updated_ms=row.updated_ms,
    )
