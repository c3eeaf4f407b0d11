"""Heartbeats and shared runs of a tracking server, where it is Barograph's."""

from collections.abc import Sequence

from barograph.errors import EndpointNotFound, NotSupported
from barograph.model import Contact, NewRun, Run
from barograph.model.limits import check_contact_runs, check_heartbeat, check_shared_id
from barograph.store.remote.aggregate import RemoteAggregate
from barograph.store.remote.connection import META_API, NATIVE_API, Connection
from barograph.wire import run_life as wire
from barograph.wire.message import Empty
from barograph.wire.server_info import GetServerInfo, ServerInfo

_IDS_PER_QUERY = 100


class RemoteRunLife(RemoteAggregate):
    """`store.base.RunLifeStore` over HTTP. Other servers keep no heartbeats: there nothing is sent and nothing known."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._native: bool | None = None

    def beat(self, run_ids: Sequence[str], *, period_ms: int) -> None:
        check_heartbeat(run_ids, period_ms)
        if self._is_native():
            request = wire.Heartbeat(run_ids=tuple(run_ids), period_ms=period_ms)
            self._connection.post("runs/heartbeat", request, Empty, api=NATIVE_API, patient=False)

    def contacts(self, run_ids: Sequence[str]) -> tuple[Contact, ...]:
        check_contact_runs(run_ids)
        if not self._is_native():
            return ()
        found: list[wire.Contact] = []
        for start in range(0, len(run_ids), _IDS_PER_QUERY):
            request = wire.GetContact(run_ids=tuple(run_ids[start : start + _IDS_PER_QUERY]))
            found += self._connection.get("runs/contact", request, wire.Contacts, api=NATIVE_API).contacts
        return tuple([each.to_model() for each in found])

    def join_run(self, new: NewRun, shared_id: str) -> tuple[Run, bool]:
        check_shared_id(shared_id)
        if not self._is_native():
            raise NotSupported(
                f"Several processes can share a run on a Barograph server or in a database, and {self._connection.base_url} is neither."
                " Start the run in one process and give the others its id: start_run(run_id=...)."
            )
        joined = self._connection.post("runs/join", wire.JoinRun.from_model(new, shared_id), wire.RunJoined, api=NATIVE_API)
        return joined.run.to_model(), joined.created

    def _is_native(self) -> bool:
        if self._native is None:
            try:
                info = self._connection.get("server-info", GetServerInfo(), ServerInfo, api=META_API)
                self._native = info.barograph_version is not None
            except EndpointNotFound:
                self._native = False
        return self._native
