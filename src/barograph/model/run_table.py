"""Runs as a table: what a query over many runs asks for, and its answer in columns and in groups."""

from array import array
from collections.abc import Iterable, Sequence

import msgspec

from barograph.model.lifecycle import View

PARENT_TAG = "mlflow.parentRunId"
"""The tag by which a run names the run that it is nested in."""


class RunFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which runs: those of the experiments (of all active experiments if none are given) that the filter text and the view let through.

    `roots_only` leaves out runs that a tree shows below another: those whose tag `mlflow.parentRunId` names a different run of the same
    experiment that is as active, or as deleted, as they are.
    """

    experiment_ids: tuple[str, ...] = ()
    filter: str = ""
    view: View = View.ACTIVE_ONLY
    roots_only: bool = False


class RunQuery(RunFilter, frozen=True, kw_only=True):
    """Runs in an order, and what of them is wanted.

    `fields` are attributes (`run_id`, `name`, `status`, `start_time` and so on), keys (`metrics.loss`, ``metrics.`loss`.min``, `params.lr`,
    `tags.team`), and `metrics.*`, `params.*`, `tags.*` for all keys that the runs of the page have. A token continues the same query;
    `offset` begins anywhere in it, and stands alone.
    """

    fields: tuple[str, ...] = ("run_id",)
    order_by: tuple[str, ...] = ()
    max_results: int | None = None
    page_token: str | None = None
    offset: int | None = None


class RunGrouping(RunFilter, frozen=True, kw_only=True):
    """Runs in groups of equal values.

    `by` are 1 to 4 params, tags or attributes that are texts. `metrics` are written as in order_by: `metrics.loss` has its best run where
    it is least, `metrics.accuracy DESC` where it is greatest. At most `max_results` groups are given, 1,000 unless said otherwise.
    """

    by: tuple[str, ...]
    metrics: tuple[str, ...] = ()
    max_results: int | None = None


class TextColumn(msgspec.Struct, frozen=True):
    """A text of each run, None where it has none."""

    field: str
    values: tuple[str | None, ...]


class NumberColumn(msgspec.Struct, frozen=True):
    """A number of each run: `values` are float64 (`d`) or int64 (`q`), `present` has a byte of 1 where the run has the value, else 0.

    NaN in `values` is a value that was logged if `present` says so.
    """

    field: str
    values: "array[float] | array[int]"
    present: bytes

    @classmethod
    def of(cls, field: str, values: Sequence[float | None], *, whole: bool = False) -> "NumberColumn":
        """The column of these values, None where missing; int64 if they are whole."""
        given: Iterable[float] = (0 if value is None else value for value in values)
        packed: array[float] | array[int] = array("q", given) if whole else array("d", given)
        return cls(field, packed, bytes(value is not None for value in values))

    def items(self) -> list[float | int | None]:
        """The values, None where missing."""
        if 0 not in self.present:
            return [*self.values]
        return [value if there else None for value, there in zip(self.values, self.present, strict=True)]


Column = TextColumn | NumberColumn


class RunTable(msgspec.Struct, frozen=True):
    """One page of runs in columns of `row_count` values.

    Columns stand in the order of the fields. For `metrics.*` and its like there is a column for each key that is no field already, named
    with its prefix, in the order in which keys first appear from the first run to the last.
    """

    row_count: int
    columns: tuple[Column, ...]
    next_token: str | None = None


class MetricStatistics(msgspec.Struct, frozen=True, kw_only=True):
    """What a group's runs have of a metric: `n` values that are numbers, and of these the rest; NaN is left out.

    `std` is the standard deviation of a sample (divided by n - 1), None of fewer than two. `best` is the least or the greatest value, as
    asked, and `best_run_id` the first run, newest first, that has it. All but `n` are None if there is no number.
    """

    metric: str
    n: int = 0
    mean: float | None = None
    std: float | None = None
    min: float | None = None
    max: float | None = None
    best: float | None = None
    best_run_id: str | None = None


class RunGroup(msgspec.Struct, frozen=True, kw_only=True):
    """`n` runs with equal values of what they are grouped by (None where they lack it), and the statistics of each metric asked for."""

    values: tuple[str | None, ...]
    n: int
    metrics: tuple[MetricStatistics, ...] = ()


class RunGroups(msgspec.Struct, frozen=True):
    """The largest groups, largest first, equally large ones by their values, lacking values last; `group_count` is how many there are."""

    groups: tuple[RunGroup, ...]
    group_count: int
