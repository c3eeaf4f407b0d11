"""Runs as a table, as a number and in groups: POST runs/query, runs/count and runs/group."""

import sys
from array import array
from typing import Annotated, Literal

from msgspec import Meta

from barograph import model
from barograph.model import View
from barograph.wire.message import Answer, Request
from barograph.wire.scalars import Double, Int64, to_wire

Kind = Literal["text", "float", "int"]
"""What a column holds; int stands for whole numbers of 64 bits, times in milliseconds among them."""

_TYPECODES = {"float": "d", "int": "q"}


class QueryRuns(Request, kw_only=True):
    """POST runs/query. Without experiment ids all active experiments are searched."""

    experiment_ids: tuple[str, ...] = ()
    filter: str | None = None
    run_view_type: View = View.ACTIVE_ONLY
    roots_only: bool = False
    fields: Annotated[tuple[str, ...], Meta(min_length=1)]
    order_by: tuple[str, ...] = ()
    max_results: Int64 | None = None
    page_token: str | None = None
    offset: Int64 | None = None

    @classmethod
    def from_model(cls, query: model.RunQuery) -> "QueryRuns":
        return cls(
            experiment_ids=query.experiment_ids,
            filter=query.filter or None,
            run_view_type=query.view,
            roots_only=query.roots_only,
            fields=query.fields,
            order_by=query.order_by,
            max_results=query.max_results,
            page_token=query.page_token,
            offset=query.offset,
        )

    def to_model(self) -> model.RunQuery:
        return model.RunQuery(
            experiment_ids=self.experiment_ids,
            filter=self.filter or "",
            view=self.run_view_type,
            roots_only=self.roots_only,
            fields=self.fields,
            order_by=self.order_by,
            max_results=self.max_results,
            page_token=self.page_token or None,
            offset=self.offset,
        )


class RunColumn(Answer, kw_only=True):
    """A value of each run, null where it has none. NaN and the infinities are texts, which no other number is."""

    field: str
    kind: Kind
    values: tuple[Double | int | None, ...]

    @classmethod
    def from_model(cls, column: model.Column) -> "RunColumn":
        if isinstance(column, model.TextColumn):
            return cls(field=column.field, kind="text", values=column.values)
        if column.values.typecode == "q":
            return cls(field=column.field, kind="int", values=tuple(column.items()))
        return cls(field=column.field, kind="float", values=tuple([None if value is None else to_wire(value) for value in column.items()]))


class RunTable(Answer, kw_only=True):
    """One page of runs in columns, each of `row_count` values."""

    row_count: int
    columns: tuple[RunColumn, ...]
    next_page_token: str | None = None

    @classmethod
    def from_model(cls, table: model.RunTable) -> "RunTable":
        columns = tuple([RunColumn.from_model(column) for column in table.columns])
        return cls(row_count=table.row_count, columns=columns, next_page_token=table.next_token)


class PackedRunColumn(Answer, kw_only=True):
    """A column in MessagePack: texts in `values`; numbers in `packed`, 8 bytes each, little-endian, and a byte each in `present`."""

    field: str
    kind: Kind
    values: tuple[str | None, ...] = ()
    packed: bytes = b""
    present: bytes = b""

    @classmethod
    def from_model(cls, column: model.Column) -> "PackedRunColumn":
        if isinstance(column, model.TextColumn):
            return cls(field=column.field, kind="text", values=column.values)
        kind: Kind = "int" if column.values.typecode == "q" else "float"
        return cls(field=column.field, kind=kind, packed=_little_endian(column.values).tobytes(), present=column.present)

    def to_model(self) -> model.Column:
        if self.kind == "text":
            return model.TextColumn(self.field, self.values)
        return model.NumberColumn(self.field, _little_endian(array(_TYPECODES[self.kind], self.packed)), self.present)


class PackedRunTable(Answer, kw_only=True):
    """One page of runs in packed columns."""

    row_count: int
    columns: tuple[PackedRunColumn, ...]
    next_page_token: str | None = None

    @classmethod
    def from_model(cls, table: model.RunTable) -> "PackedRunTable":
        columns = tuple([PackedRunColumn.from_model(column) for column in table.columns])
        return cls(row_count=table.row_count, columns=columns, next_page_token=table.next_token)

    def to_model(self) -> model.RunTable:
        return model.RunTable(self.row_count, tuple([column.to_model() for column in self.columns]), self.next_page_token)


class CountRuns(Request, kw_only=True):
    """POST runs/count. Without experiment ids runs of all active experiments are counted."""

    experiment_ids: tuple[str, ...] = ()
    filter: str | None = None
    run_view_type: View = View.ACTIVE_ONLY
    roots_only: bool = False

    @classmethod
    def from_model(cls, wanted: model.RunFilter) -> "CountRuns":
        return cls(
            experiment_ids=wanted.experiment_ids,
            filter=wanted.filter or None,
            run_view_type=wanted.view,
            roots_only=wanted.roots_only,
        )

    def to_model(self) -> model.RunFilter:
        return model.RunFilter(
            experiment_ids=self.experiment_ids,
            filter=self.filter or "",
            view=self.run_view_type,
            roots_only=self.roots_only,
        )


class RunCount(Answer, kw_only=True):
    """How many runs there are."""

    count: int


class GroupRuns(Request, kw_only=True):
    """POST runs/group. `metrics` are texts as in order_by: their direction says which run is best."""

    experiment_ids: tuple[str, ...] = ()
    filter: str | None = None
    run_view_type: View = View.ACTIVE_ONLY
    roots_only: bool = False
    by: Annotated[tuple[str, ...], Meta(min_length=1)]
    metrics: tuple[str, ...] = ()
    max_results: Int64 | None = None

    @classmethod
    def from_model(cls, grouping: model.RunGrouping) -> "GroupRuns":
        return cls(
            experiment_ids=grouping.experiment_ids,
            filter=grouping.filter or None,
            run_view_type=grouping.view,
            roots_only=grouping.roots_only,
            by=grouping.by,
            metrics=grouping.metrics,
            max_results=grouping.max_results,
        )

    def to_model(self) -> model.RunGrouping:
        return model.RunGrouping(
            experiment_ids=self.experiment_ids,
            filter=self.filter or "",
            view=self.run_view_type,
            roots_only=self.roots_only,
            by=self.by,
            metrics=self.metrics,
            max_results=self.max_results,
        )


class MetricStatistics(Answer, kw_only=True):
    """`n` values of a metric and what they say together; `std` is that of a sample, with n - 1."""

    metric: str
    n: int
    mean: Double | None = None
    std: Double | None = None
    min: Double | None = None
    max: Double | None = None
    best: Double | None = None
    best_run_id: str | None = None

    @classmethod
    def from_model(cls, statistics: model.MetricStatistics) -> "MetricStatistics":
        mean, std, least, greatest, best = (
            None if value is None else to_wire(value)
            for value in (statistics.mean, statistics.std, statistics.min, statistics.max, statistics.best)
        )
        return cls(
            metric=statistics.metric,
            n=statistics.n,
            mean=mean,
            std=std,
            min=least,
            max=greatest,
            best=best,
            best_run_id=statistics.best_run_id,
        )

    def to_model(self) -> model.MetricStatistics:
        mean, std, least, greatest, best = (
            None if value is None else float(value) for value in (self.mean, self.std, self.min, self.max, self.best)
        )
        return model.MetricStatistics(
            metric=self.metric, n=self.n, mean=mean, std=std, min=least, max=greatest, best=best, best_run_id=self.best_run_id
        )


class RunGroup(Answer, kw_only=True):
    """`n` runs with these values, in the order of `by`; null where they lack one."""

    values: tuple[str | None, ...]
    n: int
    metrics: tuple[MetricStatistics, ...] = ()

    @classmethod
    def from_model(cls, group: model.RunGroup) -> "RunGroup":
        return cls(values=group.values, n=group.n, metrics=tuple([MetricStatistics.from_model(metric) for metric in group.metrics]))

    def to_model(self) -> model.RunGroup:
        return model.RunGroup(values=self.values, n=self.n, metrics=tuple([metric.to_model() for metric in self.metrics]))


class RunGroups(Answer, kw_only=True):
    """The largest groups, and how many groups there are."""

    groups: tuple[RunGroup, ...]
    group_count: int

    @classmethod
    def from_model(cls, groups: model.RunGroups) -> "RunGroups":
        return cls(groups=tuple([RunGroup.from_model(group) for group in groups.groups]), group_count=groups.group_count)

    def to_model(self) -> model.RunGroups:
        return model.RunGroups(tuple([group.to_model() for group in self.groups]), self.group_count)


def _little_endian(values: "array[float] | array[int]") -> "array[float] | array[int]":
    """The numbers with their bytes as they are sent, or back again."""
    if sys.byteorder == "big":
        values = values[:]
        values.byteswap()
    return values
