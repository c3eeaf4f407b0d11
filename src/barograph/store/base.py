"""Store contracts: one per aggregate, those of the registry in `store.registry_base`.

Memory, SQL and remote stores keep them alike, and one suite in `barograph.testing` proves it. True for all of them:

- Writes are atomic: a call that raises has changed nothing; a call that returns is durable.
- Values are checked here against `barograph.model.limits` (`InvalidValue` names the value and the rule), so every door into a store has
  the same rules.
- Ids that do not exist raise `NotFound` errors; ids that are malformed raise `InvalidValue`.
- Searches are ordered totally, so pages neither repeat nor skip; the default order is given with each search.
- Calls are safe from several threads.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from barograph.model import (
    ActivityQuery,
    Contact,
    DatasetInput,
    DatasetSummary,
    Experiment,
    ExperimentActivity,
    LoggedModel,
    LoggedModelStatus,
    Metric,
    MetricName,
    MetricOrder,
    MetricSeries,
    ModelOutput,
    NewLoggedModel,
    NewRun,
    Page,
    Parcel,
    Query,
    Receipt,
    Run,
    RunFilter,
    RunGrouping,
    RunGroups,
    RunInfo,
    RunKeys,
    RunKeySearch,
    RunMetric,
    RunQuery,
    RunStatus,
    RunTable,
    RunValueSearch,
    SeriesQuery,
)
from barograph.store.job_base import JobStore
from barograph.store.note_base import NoteStore
from barograph.store.registry_base import ModelChangeStore, ModelVersionStore, RegisteredModelStore
from barograph.store.report_base import ReportStore
from barograph.store.view_base import ViewStore


class ExperimentStore(Protocol):
    """Experiments. The default experiment "0" exists in every new store."""

    def create_experiment(self, name: str, *, artifact_location: str | None = None, tags: Mapping[str, str] = {}) -> str:
        """Create and return the id. A name in use, even by a deleted experiment, raises `ExperimentExists`."""
        ...

    def get_experiment(self, experiment_id: str) -> Experiment:
        """Return it, deleted or not."""
        ...

    def get_experiment_by_name(self, name: str) -> Experiment:
        """Return it, deleted or not."""
        ...

    def rename_experiment(self, experiment_id: str, new_name: str) -> None:
        """Rename an active experiment. A name in use raises `BadRequest`, a deleted experiment `InvalidValue`."""
        ...

    def delete_experiment(self, experiment_id: str) -> None:
        """Mark it and all its runs deleted. Already deleted raises `NotFound`."""
        ...

    def restore_experiment(self, experiment_id: str) -> None:
        """Make it and all its runs active. Not deleted raises `NotFound`."""
        ...

    def set_experiment_tag(self, experiment_id: str, key: str, value: str) -> None:
        """Set or replace a tag of an active experiment."""
        ...

    def delete_experiment_tag(self, experiment_id: str, key: str) -> None:
        """Remove a tag; absent raises `NotFound`."""
        ...

    def search_experiments(self, query: Query) -> Page[Experiment]:
        """Default order: creation time descending, then id ascending. At most 50,000 a page."""
        ...

    def search_datasets(self, experiment_ids: Sequence[str]) -> tuple[DatasetSummary, ...]:
        """Distinct datasets that runs of 1 to 20 experiments read; at most 1,000."""
        ...


class RunStore(Protocol):
    """Runs and what is logged to them. Nothing may be written to a deleted run (`InvalidValue`); finished runs take writes."""

    def create_run(self, new: NewRun) -> Run:
        """Create in status RUNNING. Sets the tag `mlflow.runName`; a name that differs from that tag raises `InvalidValue`.

        If a run has the id that is given, that one is returned if experiment, user and start are the same, else `Conflict` is raised.
        """
        ...

    def get_run(self, run_id: str) -> Run:
        """Return it with latest metrics, params, tags, inputs and outputs, deleted or not."""
        ...

    def update_run(
        self, run_id: str, *, status: RunStatus | None = None, end_time_ms: int | None = None, name: str | None = None
    ) -> RunInfo:
        """Change what is given. A new name also sets the tag `mlflow.runName`; an empty one is ignored."""
        ...

    def delete_run(self, run_id: str) -> None:
        """Mark deleted; again is allowed."""
        ...

    def restore_run(self, run_id: str) -> None:
        """Make active; again is allowed."""
        ...

    def log_batch(
        self, run_id: str, *, metrics: Sequence[Metric] = (), params: Mapping[str, str] = {}, tags: Mapping[str, str] = {}
    ) -> None:
        """Log all or nothing. Exact duplicates of points and equal params are no-ops; a changed param raises `ParamChanged`.

        Values of params longer than 6,000 and of tags longer than 8,000 characters are cut. A metric that names a `model_id` is also kept
        on that logged model, which must exist. The tag `mlflow.runName` renames the run.
        """
        ...

    def delete_tag(self, run_id: str, key: str) -> None:
        """Remove a tag; absent raises `NotFound`. The run keeps its name without the tag `mlflow.runName`."""
        ...

    def log_inputs(self, run_id: str, *, datasets: Sequence[DatasetInput] = (), model_ids: Sequence[str] = ()) -> None:
        """Add inputs. A dataset already an input of the run keeps its first tags."""
        ...

    def log_outputs(self, run_id: str, models: Sequence[ModelOutput]) -> None:
        """Add produced models; one already there keeps its first step."""
        ...

    def search_runs(self, experiment_ids: Sequence[str], query: Query) -> Page[Run]:
        """Default order: start time descending, then run id ascending, which also ends any other order. At most 50,000 a page.

        No experiment ids, or only unknown ones, give no runs.
        """
        ...


class QueryStore(Protocol):
    """Questions about many runs at once, answered without making a value of each.

    Keys and filters are written as in searches; what cannot be read raises `InvalidFilter` with the column. Experiments that do not exist
    have no runs; no experiment ids mean all active experiments.
    """

    def query_runs(self, query: RunQuery) -> RunTable:
        """A page of runs in columns, 1 to 1,000 fields. Order and page sizes are those of `search_runs`.

        An offset beyond the last run gives an empty page; one below 0, or beside a token, raises `InvalidValue`.
        """
        ...

    def count_runs(self, wanted: RunFilter) -> int:
        """How many runs there are. Metrics, params and tags are read only if the filter names them."""
        ...

    def group_runs(self, grouping: RunGrouping) -> RunGroups:
        """Runs in groups of equal values, with statistics of metrics. At most 10,000 groups."""
        ...

    def experiment_activity(self, query: ActivityQuery) -> tuple[ExperimentActivity, ...]:
        """How many runs began when in 1 to 1,000 experiments, in the order given and each once; unknown ones have none."""
        ...

    def run_keys(self, search: RunKeySearch) -> RunKeys:
        """Keys of metrics, params or tags that runs have, for people who choose among them: first those that begin with the text.

        Quick however many runs there are, and so not exhaustive: where there are more than some hundred runs, a key that few of them have
        may be left out, and `varies` may be false of a key that takes another value in few.
        """
        ...

    def run_values(self, search: RunValueSearch) -> tuple[str, ...]:
        """Values of a param or a tag that runs have and that begin with a text, each once, by code point.

        As quick and as little exhaustive as `run_keys`. Texts of 200 characters and more are left out. Other keys raise `InvalidFilter`.
        """
        ...


class RunLifeStore(Protocol):
    """What the processes that write runs say of themselves."""

    def beat(self, run_ids: Sequence[str], *, period_ms: int) -> None:
        """Note that the writers of at most 1,000 runs are alive and will say so again within `period_ms`. Unknown runs are passed over.

        It does not wait for long and is not tried again.
        """
        ...

    def contacts(self, run_ids: Sequence[str]) -> tuple[Contact, ...]:
        """The contact with each of at most 1,000 runs, in the order given; unknown runs are left out."""
        ...

    def join_run(self, new: NewRun, shared_id: str) -> tuple[Run, bool]:
        """The run of an experiment that everyone who names `shared_id` gets, and whether this call created it from `new`.

        However many ask at the same moment, one creates. A joined run that has been deleted raises `InvalidValue`.
        """
        ...


@runtime_checkable
class EncodedRunStore(Protocol):
    """Searches of `RunStore` for callers that pass runs on as they stand on the wire. A store may offer them."""

    def search_runs_encoded(self, experiment_ids: Sequence[str], query: Query) -> Page[bytes]:
        """As `search_runs`, each run as the JSON text of a `barograph.wire.runs.Run`."""
        ...


@runtime_checkable
class LoopRunStore(Protocol):
    """The writes of `RunStore` that runs consist of, for callers on an event loop: they await what the others wait for.

    A store may offer them; what is said of the writes of the same name holds.
    """

    async def create_run_soon(self, new: NewRun) -> Run: ...

    async def update_run_soon(
        self, run_id: str, *, status: RunStatus | None = None, end_time_ms: int | None = None, name: str | None = None
    ) -> RunInfo: ...

    async def log_batch_soon(
        self, run_id: str, *, metrics: Sequence[Metric] = (), params: Mapping[str, str] = {}, tags: Mapping[str, str] = {}
    ) -> None: ...


class MetricStore(Protocol):
    """Reads of whole series. Unknown runs and keys give nothing."""

    def metric_history(self, run_id: str, key: str, *, max_results: int | None = None, page_token: str | None = None) -> Page[Metric]:
        """All distinct points by (timestamp, step, value), NaN ordered as 0."""
        ...

    def metric_histories(self, run_ids: Sequence[str], key: str, *, max_results: int = 25_000) -> tuple[RunMetric, ...]:
        """Points of 1 to 100 runs by (run id, timestamp, step, value), cut at `max_results` overall."""
        ...

    def metric_interval(
        self, run_ids: Sequence[str], key: str, *, start_step: int | None = None, end_step: int | None = None, max_results: int = 2_500
    ) -> tuple[RunMetric, ...]:
        """Points of 1 to 100 runs, in the order given, each by (step, timestamp, value) within the inclusive step range.

        A run with more than `max_results` points is thinned evenly, first and last point kept.
        """
        ...

    def metric_series(self, query: SeriesQuery) -> tuple[MetricSeries, ...]:
        """Series in the order of the runs given, each run once, then of names by code point; each along the axis.

        In the columns stand distinct points by (step, timestamp, value), or (timestamp, step, value) along time, NaN ordered as 0. A series
        without points in the range has empty columns. A sample keeps spikes and gaps, and what it shows stays in place while the series
        grows; `barograph.store.series.sample` has the rule. Points that named a logged model or a data set belong to the series of their
        key. An answer that might have more than 10,000,000 points raises `InvalidValue`.
        """
        ...

    def metric_names(self, run_ids: Sequence[str]) -> tuple[MetricName, ...]:
        """Names of the series of 1 to 1,000 runs, each once, by code point."""
        ...


class LoggedModelStore(Protocol):
    """Logged models. Deletion is soft; deleted ones are hidden from search and from `get` unless asked for."""

    def create_logged_model(self, new: NewLoggedModel) -> LoggedModel:
        """Create in status PENDING in an active experiment."""
        ...

    def get_logged_model(self, model_id: str, *, allow_deleted: bool = False) -> LoggedModel: ...

    def finalize_logged_model(self, model_id: str, status: LoggedModelStatus) -> LoggedModel: ...

    def delete_logged_model(self, model_id: str) -> None:
        """Mark deleted; again is allowed."""
        ...

    def set_logged_model_tags(self, model_id: str, tags: Mapping[str, str]) -> None: ...

    def delete_logged_model_tag(self, model_id: str, key: str) -> None:
        """Remove a tag; absent raises `NotFound`."""
        ...

    def log_logged_model_params(self, model_id: str, params: Mapping[str, str]) -> None:
        """Add params; a key already there, with any value, raises `BadRequest` and adds none."""
        ...

    def search_logged_models(
        self,
        experiment_ids: Sequence[str],
        query: Query,
        *,
        datasets: Sequence[tuple[str, str | None]] = (),
        order_by: Sequence[MetricOrder] = (),
    ) -> Page[LoggedModel]:
        """Default order: creation time descending, then model id. `datasets` are (name, digest or None for any)."""
        ...


class IngestStore(Protocol):
    """Logging by parcels, each applied once however often it is sent."""

    def ingest(self, parcel: Parcel) -> Receipt:
        """Apply a parcel whose first record is the one after the last that is known of its writer, or any of a writer not known yet.

        Any other parcel changes nothing: the receipt says which record is the last one known, so that the sender can go on from there.
        Each thing in it (a param, a series, a tag...) that cannot be stored is refused alone, and a run that cannot be created with all
        that was logged to it; the last refusal stands in the run's tag `barograph.refused`, if the run takes writes. A run that is there
        already, created alike, is not created again.
        """
        ...


class Store(
    ExperimentStore,
    RunStore,
    QueryStore,
    RunLifeStore,
    MetricStore,
    LoggedModelStore,
    RegisteredModelStore,
    ModelVersionStore,
    ModelChangeStore,
    IngestStore,
    NoteStore,
    ViewStore,
    ReportStore,
    JobStore,
    Protocol,
):
    """Everything a tracking server or a client keeps."""

    def close(self) -> None:
        """Finish writes and release files and connections; further calls fail."""
        ...
