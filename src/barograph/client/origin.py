"""Where runs and experiments were read, so that their cards can show how they stand now."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from barograph.client.links import experiment_link, page_root, run_link
from barograph.client.session import tracking_store
from barograph.entities.run import Run
from barograph.entities.run_info import RunInfo
from barograph.model import ContactState, Query, RunFilter, SeriesQuery

if TYPE_CHECKING:
    from barograph.entities.card import Drawing
    from barograph.store.base import Store

_POINTS = 60


class StoreOrigin:
    """The store of a tracking URI."""

    def __init__(self, tracking_uri: str) -> None:
        self.tracking_uri = tracking_uri

    def current(self, run_id: str) -> Run:
        """The run, read again."""
        return Run.of(self._store.get_run(run_id), self)

    def series(self, run_id: str, keys: Sequence[str]) -> dict[str, list[float]]:
        """At most some sixty values of each metric, by step."""
        found = self._store.metric_series(SeriesQuery(run_ids=(run_id,), keys=tuple(keys), max_points=_POINTS))
        return {each.name: each.values.tolist() for each in found}

    def lost(self, run_ids: Sequence[str]) -> dict[str, bool]:
        """Which of some runs have lost contact, as far as that is known."""
        return {contact.run_id: contact.state is ContactState.LOST for contact in self._store.contacts(run_ids)}

    def newest_runs(self, experiment_id: str, count: int) -> list[Run]:
        """Runs of an experiment that were started last, the newest first."""
        return [Run.of(run, self) for run in self._store.search_runs([experiment_id], Query(max_results=count)).items]

    def run_counts(self, experiment_id: str) -> tuple[int, int]:
        """How many runs an experiment has, and how many of them are running."""
        every, running = (
            self._store.count_runs(RunFilter(experiment_ids=(experiment_id,), filter=text)) for text in ("", "status = 'RUNNING'")
        )
        return every, running

    def link(self, info: RunInfo) -> str | None:
        """Address of the run's page, None if no server shows it."""
        root = page_root(self.tracking_uri)
        return run_link(root, info.experiment_id, info.run_id) if root else None

    def experiment_link(self, experiment_id: str) -> str | None:
        """Address of the experiment's page, None if no server shows it."""
        root = page_root(self.tracking_uri)
        return experiment_link(root, experiment_id) if root else None

    def show(self, draw: Callable[[], "Drawing"], plain: str) -> bool:
        """Show what is drawn below the cell of a notebook, and anew while it goes on; False where there is no notebook."""
        from barograph.client.live_display import displays

        return displays.show(draw, plain)

    @property
    def _store(self) -> "Store":
        return tracking_store(self.tracking_uri)
