"""The whole store on one database."""

from barograph.store.sql.aggregate import now_ms
from barograph.store.sql.database import Database
from barograph.store.sql.encoded_runs import EncodedRuns
from barograph.store.sql.experiments import SqlExperiments
from barograph.store.sql.ingest import SqlIngest
from barograph.store.sql.jobs import SqlJobs
from barograph.store.sql.logged_model_search import SqlLoggedModelSearch
from barograph.store.sql.logged_models import SqlLoggedModels
from barograph.store.sql.merger import Merger
from barograph.store.sql.metric_series import SqlMetricSeries
from barograph.store.sql.metrics import SqlMetrics
from barograph.store.sql.migrate import ensure_schema
from barograph.store.sql.model_changes import SqlModelChanges
from barograph.store.sql.model_versions import SqlModelVersions
from barograph.store.sql.names import Names
from barograph.store.sql.notes import SqlNotes
from barograph.store.sql.registered_models import SqlRegisteredModels
from barograph.store.sql.reports import SqlReports
from barograph.store.sql.run_activity import SqlRunActivity
from barograph.store.sql.run_edges import SqlRunEdges
from barograph.store.sql.run_keys import SqlRunKeys
from barograph.store.sql.run_life import SqlRunLife
from barograph.store.sql.run_logging import SqlRunLogging
from barograph.store.sql.run_search import SqlRunSearch
from barograph.store.sql.run_table import SqlRunTable
from barograph.store.sql.runs import SqlRuns
from barograph.store.sql.views import SqlViews
from barograph.store.sql.watch import Pulse, SqlWatch


class SqlStore(
    SqlExperiments,
    SqlIngest,
    SqlRuns,
    SqlRunLife,
    SqlRunLogging,
    SqlRunEdges,
    SqlRunSearch,
    SqlRunTable,
    SqlRunKeys,
    SqlRunActivity,
    SqlMetrics,
    SqlMetricSeries,
    SqlLoggedModels,
    SqlLoggedModelSearch,
    SqlRegisteredModels,
    SqlModelVersions,
    SqlModelChanges,
    SqlNotes,
    SqlViews,
    SqlReports,
    SqlJobs,
    SqlWatch,
):
    """Keeps `barograph.store.base.Store`.

    `url` is SQLAlchemy's: `sqlite:///relative.db`, `sqlite:////absolute.db`, `postgresql://user:password@host/database`. Opening creates
    the file and the tables, or migrates them; a PostgreSQL database must be there.
    `artifact_root` is the URI below which new experiments keep their artifacts, the default experiment in `<artifact_root>/0`.
    """

    def __init__(self, url: str, *, artifact_root: str) -> None:
        database = Database(url)
        root = artifact_root.rstrip("/")
        try:
            ensure_schema(database.engine, artifact_root=root)
        except BaseException:
            database.close()
            raise
        super().__init__(database, Names(database), Merger(database), root)
        self._encoded = EncodedRuns()
        self._pulse = Pulse(database)
        self._opened_ms = now_ms()

    @property
    def database(self) -> Database:
        """The database itself, for what takes care of it beside the contracts."""
        return self._database

    def close(self) -> None:
        """Finish writes and release the file; further calls fail."""
        self._merger.close()
        self._pulse.close()
        self._database.close()
