"""A tracking server as a store."""

from barograph.store.remote.connection import Connection
from barograph.store.remote.experiments import RemoteExperiments
from barograph.store.remote.ingest import RemoteIngest
from barograph.store.remote.jobs import RemoteJobs
from barograph.store.remote.logged_models import RemoteLoggedModels
from barograph.store.remote.metrics import RemoteMetrics
from barograph.store.remote.model_changes import RemoteModelChanges
from barograph.store.remote.notes import RemoteNotes
from barograph.store.remote.registered_models import RemoteRegisteredModels
from barograph.store.remote.reports import RemoteReports
from barograph.store.remote.run_life import RemoteRunLife
from barograph.store.remote.run_table import RemoteRunTable
from barograph.store.remote.runs import RemoteRuns
from barograph.store.remote.views import RemoteViews


class RemoteStore(
    RemoteExperiments,
    RemoteRuns,
    RemoteRunTable,
    RemoteRunLife,
    RemoteIngest,
    RemoteMetrics,
    RemoteLoggedModels,
    RemoteRegisteredModels,
    RemoteModelChanges,
    RemoteNotes,
    RemoteViews,
    RemoteReports,
    RemoteJobs,
):
    """`store.base.Store` over HTTP, for the server at `uri`, which has no credentials; `tracking_uri` is as given.

    The user's credentials are sent unless `authenticated` is false.
    Nothing is sent until the first call. Values are checked by the server; how failures are met is told in `barograph.outbound`.
    """

    def __init__(self, uri: str, *, authenticated: bool = True) -> None:
        super().__init__(Connection(uri, authenticated=authenticated))
        self.uri = self._connection.base_url
        self.tracking_uri = uri
        self.authenticated = authenticated

    def close(self) -> None:
        """Refuse further calls."""
        self._connection.close()

    def __repr__(self) -> str:
        return f"RemoteStore({self.uri!r})"
