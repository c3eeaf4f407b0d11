"""Some runs side by side."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from barograph.client.frames import IDENTITY, runs_frame
from barograph.client.links import comparison_link, page_root
from barograph.client.origin import StoreOrigin
from barograph.client.session import tracking_uri
from barograph.entities import card
from barograph.entities.run import Run
from barograph.entities.run_card import asked
from barograph.errors import InvalidValue, shown

if TYPE_CHECKING:
    import pandas as pd

_OWN_TAGS = ("mlflow.", "barograph.")


def compare(runs: Iterable[Run | str]) -> "Comparison":
    """Compare runs, given as runs or ids, or as the DataFrame of a search, in this order.

    In a notebook the result shows what differs: a column a run, the best value of each metric marked whose name says which way is better.
    It is kept up to date while any of them is running. Unknown ids raise RESOURCE_DOES_NOT_EXIST.
    """
    return Comparison(_listed(runs), StoreOrigin(tracking_uri()))


class Comparison:
    """Runs as they stood when they were compared, or were shown last."""

    def __init__(self, runs: Iterable[Run | str], origin: StoreOrigin) -> None:
        self._origin = origin
        self._runs = [self._now(run) if isinstance(run, Run) else origin.current(run) for run in runs]

    @property
    def runs(self) -> list[Run]:
        """The runs, in the order in which they were given."""
        return list(self._runs)

    def to_pandas(self, *, only_differences: bool = True) -> "pd.DataFrame":
        """A row a run and columns as `search_runs` has them; of metrics, params and tags only those in which the runs differ."""
        frame = runs_frame(self._runs)
        if not only_differences:
            return frame
        kept = [name for name in frame.columns if not name.startswith(_tag_columns()) and frame[name].nunique(dropna=False) > 1]
        return frame[[*IDENTITY, *(name for name in kept if name not in IDENTITY)]]

    def differences(self) -> dict[str, dict[str, list[Any]]]:
        """By kind (metrics, params, tags) and key what the runs do not have alike: a value for each run, None where it has none.

        Tags that clients set by themselves are left out.
        """
        found: dict[str, dict[str, list[Any]]] = {}
        for kind in ("metrics", "params", "tags"):
            given: list[Mapping[str, Any]] = [getattr(run.data, kind) for run in self._runs]
            keys = sorted({key for each in given for key in each if kind != "tags" or not key.startswith(_OWN_TAGS)})
            rows = {key: [each.get(key) for each in given] for key in keys}
            found[kind] = {key: values for key, values in rows.items() if any(not _alike(value, values[0]) for value in values)}
        return found

    @property
    def goes_on(self) -> bool:
        """Whether any of the runs is running."""
        return any(_goes_on(run) for run in self._runs)

    @property
    def link(self) -> str | None:
        """Address of the page that compares these runs, None if no server shows it."""
        root = page_root(self._origin.tracking_uri)
        return comparison_link(root, [run.info.run_id for run in self._runs]) if root else None

    def __repr__(self) -> str:
        names = ", ".join(run.info.run_name or run.info.run_id for run in self._runs[:10])
        return f"Comparison of {len(self._runs)} runs: {names}{', …' if len(self._runs) > 10 else ''}"

    def _repr_html_(self) -> str:
        return self._draw().html

    def _ipython_display_(self) -> None:
        if not self.goes_on or not self._origin.show(self._draw, repr(self)):
            raise NotImplementedError  # which tells IPython to ask for HTML

    def _draw(self) -> card.Drawing:
        from barograph.client.comparison_card import comparison_card

        self._runs = [self._now(run) for run in self._runs]
        return comparison_card(self, self._origin)

    def _now(self, run: Run) -> Run:
        """A run as it stands now; one that has ended is not read again."""
        return asked(lambda: self._origin.current(run.info.run_id), run) if _goes_on(run) else run


def _listed(runs: Any) -> list[Run | str]:
    given = runs["run_id"] if hasattr(runs, "columns") and "run_id" in runs.columns else runs
    listed = [given] if isinstance(given, Run | str) else list(given)
    for run in listed:
        if not isinstance(run, Run | str):
            raise InvalidValue(f"{shown(run)} is no run. Give runs, ids of runs, or the DataFrame of a search.")
    by_id: dict[str, Run | str] = {}
    for run in listed:
        by_id.setdefault(run if isinstance(run, str) else run.info.run_id, run)
    if not by_id:
        raise InvalidValue("No runs are given. Give runs, ids of runs, or the DataFrame of a search.")
    return list(by_id.values())


def _tag_columns() -> tuple[str, ...]:
    return tuple(f"tags.{prefix}" for prefix in _OWN_TAGS)


def _goes_on(run: Run) -> bool:
    return card.is_open(run.info.status)


def _alike(one: Any, other: Any) -> bool:
    return bool(one == other) or (one != one and other != other)  # noqa: PLR0124  # NaN is like NaN
