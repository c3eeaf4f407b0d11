"""The aggregates put together."""

from barograph.model import DEFAULT_EXPERIMENT_ID, DEFAULT_EXPERIMENT_NAME, Experiment
from barograph.store.memory.experiments import MemoryExperiments
from barograph.store.memory.ingest import MemoryIngest
from barograph.store.memory.jobs import MemoryJobs
from barograph.store.memory.logged_models import MemoryLoggedModels
from barograph.store.memory.metrics import MemoryMetrics
from barograph.store.memory.model_changes import MemoryModelChanges
from barograph.store.memory.model_versions import MemoryModelVersions
from barograph.store.memory.notes import MemoryNotes
from barograph.store.memory.registered_models import MemoryRegisteredModels
from barograph.store.memory.reports import MemoryReports
from barograph.store.memory.run_activity import MemoryRunActivity
from barograph.store.memory.run_keys import MemoryRunKeys
from barograph.store.memory.run_life import MemoryRunLife
from barograph.store.memory.run_table import MemoryRunTable
from barograph.store.memory.state import ExperimentRecord, State, now_ms
from barograph.store.memory.views import MemoryViews
from barograph.store.memory.watch import MemoryWatch


class MemoryStore(
    MemoryExperiments,
    MemoryIngest,
    MemoryJobs,
    MemoryRunLife,
    MemoryRunTable,
    MemoryRunKeys,
    MemoryRunActivity,
    MemoryMetrics,
    MemoryLoggedModels,
    MemoryRegisteredModels,
    MemoryModelVersions,
    MemoryModelChanges,
    MemoryNotes,
    MemoryViews,
    MemoryReports,
    MemoryWatch,
):
    """Keeps all contracts of `barograph.store.base` in plain Python, until the process ends or `close` is called.

    For tests and as a reference, not for speed: every search walks over everything.
    """

    def __init__(self, artifact_root: str = "memory:") -> None:
        now = now_ms()
        default = Experiment(
            experiment_id=DEFAULT_EXPERIMENT_ID,
            name=DEFAULT_EXPERIMENT_NAME,
            artifact_location=f"{artifact_root}/{DEFAULT_EXPERIMENT_ID}",
            created_ms=now,
            updated_ms=now,
        )
        super().__init__(State(artifact_root=artifact_root, experiments={DEFAULT_EXPERIMENT_ID: ExperimentRecord(default)}))

    def close(self) -> None:
        """Forget everything; further calls fail."""
        with self._state.lock:
            self._state.closed = True
