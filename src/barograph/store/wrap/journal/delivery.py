"""Parcels to a server, whichever kind it is."""

from collections.abc import Iterator
from contextlib import suppress

from msgspec.structs import replace

from barograph.errors import (
    AlreadyExists,
    BarographError,
    EndpointNotFound,
    NotFound,
    PermissionDenied,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
    shown,
)
from barograph.model import REFUSED_TAG, Lifecycle, Logged, Metric, NewRun, Parcel, Query, Receipt, Refusal
from barograph.outbound import one_attempt
from barograph.store.base import Store
from barograph.store.remote.runs import RUN_ID_TAG
from barograph.store.wrap.journal.reading import Reading

_NAMED = "@"


def by_name(name: str) -> str:
    """An id for the experiment of that name as long as its own is not known."""
    return _NAMED + name


def named_by(experiment_id: str) -> str | None:
    """The name that such an id stands for, None for other ids."""
    return experiment_id[len(_NAMED) :] if experiment_id.startswith(_NAMED) else None


class Delivery:
    """Brings parcels to one server. What may pass is raised, and sending the same again does no harm; the rest is refused for good."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._replays = False
        self._experiments: dict[str, str] = {}
        self._run_ids: dict[str, str] = {}

    def send(self, parcel: Parcel) -> Receipt:
        """Make one attempt."""
        with one_attempt():
            if any(logged.new is not None and named_by(logged.new.experiment_id) is not None for logged in parcel.runs):
                parcel = replace(parcel, runs=tuple([self._placed(logged) for logged in parcel.runs]))
            if not self._replays:
                try:
                    return self.store.ingest(parcel)
                except EndpointNotFound:
                    pass
            refusals = [refusal for logged in parcel.runs for refusal in self._replayed(logged)]
            self._replays = True
            return Receipt(last=parcel.last, refusals=tuple(refusals))

    def send_next(self, reading: Reading, end: int) -> tuple[Parcel, Receipt] | None:
        """Send the parcel that comes next, None if there is none.

        If the server refuses it as a whole, which a parcel of this release gives no reason for, the record that it means is found and
        refused alone, so that it does not hold up the others.
        """
        while (parcel := reading.parcel(end)) is not None:
            try:
                return parcel, self.send(parcel)
            except BarographError as error:
                if _may_pass(error):
                    raise
                if not reading.narrow(parcel):
                    return parcel, self._refused(parcel, error)
        return None

    def _refused(self, parcel: Parcel, error: BarographError) -> Receipt:
        """Count a record without what is in it."""
        receipt = self.send(replace(parcel, runs=()))
        refusals = [
            Refusal(run_id=logged.run_id, what=what, error_code=error.error_code, message=error.message)
            for logged in parcel.runs
            for what, _ in logged.pieces()
        ]
        return replace(receipt, refusals=tuple(refusals))

    def experiment_id(self, name: str) -> str:
        """Id of the experiment of that name, which is created if there is none. If it is deleted, that is for its users to change."""
        if name not in self._experiments:
            try:
                found = self.store.get_experiment_by_name(name)
            except NotFound:
                with suppress(AlreadyExists):  # by another process, a moment ago
                    self.store.create_experiment(name)
                found = self.store.get_experiment_by_name(name)
            if found.lifecycle is Lifecycle.DELETED:
                raise Unavailable(f"Experiment {shown(name)} is deleted, and runs wait for it. Restore it, or give its name to another.")
            self._experiments[name] = found.experiment_id
        return self._experiments[name]

    def run_id(self, run_id: str) -> str:
        """The id under which the server keeps a run; unknown raises `NotFound`."""
        known = self._run_ids.get(run_id)
        if known is None:
            try:
                known = self.store.get_run(run_id).info.run_id
            except NotFound:
                known = self._tagged(run_id)
                if known is None:
                    raise
            self._run_ids[run_id] = known
        return known

    def _placed(self, logged: Logged) -> Logged:
        name = None if logged.new is None else named_by(logged.new.experiment_id)
        if logged.new is None or name is None:
            return logged
        return replace(logged, new=replace(logged.new, experiment_id=self.experiment_id(name)))

    def _replayed(self, logged: Logged) -> Iterator[Refusal]:
        """Store by MLflow's routes what can be, and return the rest. Equal points, params and tags change nothing the second time."""
        try:
            self._log(logged)
            return
        except BarographError as error:
            if _may_pass(error):
                raise
        refused = None
        for what, piece in logged.pieces():
            try:
                self._log(piece)
            except BarographError as error:
                if _may_pass(error):
                    raise
                refused = Refusal(run_id=logged.run_id, what=what, error_code=error.error_code, message=error.message)
                yield refused
                if piece.new is not None:
                    return
        if refused is not None:
            with suppress(BarographError):
                self.store.log_batch(self.run_id(logged.run_id), tags={REFUSED_TAG: refused.message})

    def _log(self, logged: Logged) -> None:
        if logged.new is not None:
            self._create(logged.new, logged.run_id)
        run_id = self.run_id(logged.run_id)
        metrics = [*logged.points]
        for series in logged.series:
            columns = zip(*series.columns(), strict=True)
            metrics += [Metric(key=series.key, value=value, timestamp_ms=at, step=step) for step, at, value in columns]
        if metrics or logged.params or logged.tags:
            self.store.log_batch(run_id, metrics=metrics, params=logged.params, tags=logged.tags)
        if logged.datasets or logged.model_ids:
            self.store.log_inputs(run_id, datasets=logged.datasets, model_ids=logged.model_ids)
        if logged.outputs:
            self.store.log_outputs(run_id, logged.outputs)
        if logged.status is not None or logged.end_time_ms is not None:
            self.store.update_run(run_id, status=logged.status, end_time_ms=logged.end_time_ms)

    def _create(self, new: NewRun, run_id: str) -> None:
        with suppress(NotFound):
            self.run_id(run_id)
            return
        created = self.store.create_run(replace(new, run_id=None, tags=new.tags | {RUN_ID_TAG: run_id}))
        self._run_ids[run_id] = created.info.run_id

    def _tagged(self, run_id: str) -> str | None:
        """The run that was created for this id before."""
        experiments = [found.experiment_id for found in self.store.search_experiments(Query(max_results=1_000)).items]
        query = Query(filter=f"tags.`{RUN_ID_TAG}` = '{run_id}'", max_results=1)
        found = self.store.search_runs(experiments, query).items
        return found[0].info.run_id if found else None


def is_out_of_reach(error: BarographError) -> bool:
    """Whether a server could not be asked, or cannot answer now."""
    return isinstance(error, TooManyRequests | Unavailable) or error.get_http_status_code() >= 500


def _may_pass(error: BarographError) -> bool:
    """Whether the same may be stored another time."""
    return isinstance(error, Unauthenticated | PermissionDenied | EndpointNotFound) or is_out_of_reach(error)
