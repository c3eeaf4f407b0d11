"""Where runs were read, so that their cards can show how they stand now."""

from barograph.client.links import page_root, run_link
from barograph.client.session import tracking_store
from barograph.entities.run import Run
from barograph.entities.run_info import RunInfo

_POINTS = 60


class StoreOrigin:
    """The store of a tracking URI."""

    def __init__(self, tracking_uri: str) -> None:
        self.tracking_uri = tracking_uri

    def current(self, run_id: str) -> Run:
        """The run, read again."""
        return Run.of(tracking_store(self.tracking_uri).get_run(run_id))

    def series(self, run_id: str, key: str) -> list[float]:
        """At most some sixty values of a metric, by step."""
        points = tracking_store(self.tracking_uri).metric_interval([run_id], key, max_results=_POINTS)
        return [point.value for point in points]

    def link(self, info: RunInfo) -> str | None:
        """Address of the run's page, None if no server shows it."""
        root = page_root(self.tracking_uri)
        return run_link(root, info.experiment_id, info.run_id) if root else None
