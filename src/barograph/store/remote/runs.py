"""Runs of a tracking server and what is logged to them."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from barograph.errors import EndpointNotFound
from barograph.model import DatasetInput, Metric, ModelOutput, NewRun, Page, Query, Run, RunInfo, RunStatus
from barograph.store.remote.aggregate import RemoteAggregate
from barograph.store.remote.batches import batches, check_items, check_params, check_types
from barograph.store.remote.connection import NATIVE_API, Connection
from barograph.wire import runs as wire
from barograph.wire.batch import LogBatch
from barograph.wire.inputs import LogInputs, LogOutputs
from barograph.wire.tags import DeleteTag

RUN_ID_TAG = "barograph.run_id"
"""On servers that choose run ids themselves: the id that the run had where it was logged."""


class RemoteRuns(RemoteAggregate):
    """`store.base.RunStore` over HTTP."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._takes_ids = True
        self._unanswered: set[str] = set()

    def create_run(self, new: NewRun) -> Run:
        """Create a run. With an id of the caller's it may be asked for again, and there is still one run.

        Servers that choose ids themselves keep the caller's in the tag `barograph.run_id`. Without an id, `Unavailable` is raised if the
        answer is lost.
        """
        if new.run_id is not None and self._takes_ids:
            try:
                asked = wire.CreateRunAs.from_model(new)
                return self._connection.post("runs/create", asked, wire.RunFound, api=NATIVE_API).run.to_model()
            except EndpointNotFound:
                self._takes_ids = False
        return self._create(new) if new.run_id is None else self._create_tagged(new, new.run_id)

    def _create(self, new: NewRun) -> Run:
        request = wire.CreateRun.from_model(new)
        return self._connection.post("runs/create", request, wire.RunFound, repeatable=False).run.to_model()

    def _create_tagged(self, new: NewRun, run_id: str) -> Run:
        if run_id in self._unanswered:
            found = self.search_runs([new.experiment_id], Query(filter=f"tags.`{RUN_ID_TAG}` = '{run_id}'", max_results=1)).items
            if found:
                return found[0]
        self._unanswered.add(run_id)
        created = self._create(replace(new, tags=new.tags | {RUN_ID_TAG: run_id}))
        self._unanswered.discard(run_id)
        return created

    def get_run(self, run_id: str) -> Run:
        request = wire.GetRun(run_id=run_id, run_uuid=run_id)
        return self._connection.get("runs/get", request, wire.RunFound).run.to_model()

    def update_run(
        self, run_id: str, *, status: RunStatus | None = None, end_time_ms: int | None = None, name: str | None = None
    ) -> RunInfo:
        request = wire.UpdateRun(run_id=run_id, run_uuid=run_id, status=status, end_time=end_time_ms, run_name=name)
        return self._connection.post("runs/update", request, wire.RunUpdated).run_info.to_model()

    def delete_run(self, run_id: str) -> None:
        self._connection.tell("runs/delete", wire.DeleteRun(run_id=run_id))

    def restore_run(self, run_id: str) -> None:
        self._connection.tell("runs/restore", wire.RestoreRun(run_id=run_id))

    def log_batch(
        self, run_id: str, *, metrics: Sequence[Metric] = (), params: Mapping[str, str] = {}, tags: Mapping[str, str] = {}
    ) -> None:
        """Log in as many requests as the protocol's limits ask for.

        More than one is sent only after every item has been checked, so that one that would be refused keeps all from being logged; a
        server that fails half-way leaves the first requests logged, and the same call completes them.
        """
        check_types(metrics, params, tags)
        parts = list(batches(metrics, params, tags))
        if len(parts) > 1:
            check_items(metrics, params, tags)
            if params:
                check_params(self.get_run(run_id), params)
        for part in parts:
            request = LogBatch.from_model(run_id, metrics=part.metrics, params=part.params, tags=part.tags)
            self._connection.tell("runs/log-batch", request)

    def delete_tag(self, run_id: str, key: str) -> None:
        self._connection.tell("runs/delete-tag", DeleteTag(run_id=run_id, key=key))

    def log_inputs(self, run_id: str, *, datasets: Sequence[DatasetInput] = (), model_ids: Sequence[str] = ()) -> None:
        self._connection.tell("runs/log-inputs", LogInputs.from_model(run_id, datasets=datasets, model_ids=model_ids))

    def log_outputs(self, run_id: str, models: Sequence[ModelOutput]) -> None:
        self._connection.tell("runs/outputs", LogOutputs.from_model(run_id, models))

    def search_runs(self, experiment_ids: Sequence[str], query: Query) -> Page[Run]:
        request = wire.SearchRuns.from_model(experiment_ids, query)
        return self._connection.post("runs/search", request, wire.RunsFound).to_model()
