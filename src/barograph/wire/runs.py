"""Runs."""

from collections.abc import Sequence
from typing import Any, cast

from msgspec import Raw
from msgspec.structs import replace

from barograph import model
from barograph.model import Lifecycle, RunStatus, View
from barograph.wire import params as wire_params
from barograph.wire import tags as wire_tags
from barograph.wire.inputs import DatasetInput, ModelInput, ModelOutput, RunInputs, RunOutputs
from barograph.wire.message import Answer, Request
from barograph.wire.metrics import Metric
from barograph.wire.params import Param
from barograph.wire.scalars import Int64, Required
from barograph.wire.tags import Tag


class RunInfo(Answer, kw_only=True):
    """Identity and state. `run_uuid` repeats `run_id` for old clients."""

    run_uuid: str | None = None
    experiment_id: str
    run_name: str | None = None
    user_id: str | None = None
    status: RunStatus
    start_time: int | None = None
    end_time: int | None = None
    artifact_uri: str | None = None
    lifecycle_stage: Lifecycle
    run_id: str

    @classmethod
    def from_model(cls, info: model.RunInfo) -> "RunInfo":
        return cls(
            run_uuid=info.run_id,
            experiment_id=info.experiment_id,
            run_name=info.name,
            user_id=info.user_id,
            status=info.status,
            start_time=info.start_time_ms,
            end_time=info.end_time_ms,
            artifact_uri=info.artifact_uri,
            lifecycle_stage=info.lifecycle,
            run_id=info.run_id,
        )

    def to_model(self) -> model.RunInfo:
        return model.RunInfo(
            run_id=self.run_id,
            experiment_id=self.experiment_id,
            name=self.run_name or "",
            user_id=self.user_id or "",
            status=self.status,
            start_time_ms=self.start_time or 0,
            end_time_ms=self.end_time,
            artifact_uri=self.artifact_uri or "",
            lifecycle=self.lifecycle_stage,
        )


class RunData(Answer, kw_only=True):
    """What was logged: the latest point per metric, params and tags."""

    metrics: tuple[Metric, ...] = ()
    params: tuple[Param, ...] = ()
    tags: tuple[Tag, ...] = ()


class Run(Answer, kw_only=True):
    """A run. `outputs` is absent in the answer to create."""

    info: RunInfo
    data: RunData = RunData()
    inputs: RunInputs | None = None
    outputs: RunOutputs | None = None

    @classmethod
    def from_model(cls, run: model.Run) -> "Run":
        return cls(
            info=RunInfo.from_model(run.info),
            data=RunData(
                metrics=Metric.from_models(run.metrics),
                params=wire_params.from_mapping(run.params),
                tags=wire_tags.from_mapping(run.tags),
            ),
            inputs=RunInputs(
                dataset_inputs=tuple([DatasetInput.from_model(given) for given in run.dataset_inputs]),
                model_inputs=tuple([ModelInput(model_id=model_id) for model_id in run.model_inputs]),
            ),
            outputs=RunOutputs(model_outputs=tuple([ModelOutput.from_model(made) for made in run.model_outputs])),
        )

    def to_model(self) -> model.Run:
        inputs, outputs = self.inputs or RunInputs(), self.outputs or RunOutputs()
        return model.Run(
            info=self.info.to_model(),
            metrics=tuple([metric.to_model() for metric in self.data.metrics]),
            params=wire_params.to_mapping(self.data.params),
            tags=wire_tags.to_mapping(self.data.tags),
            dataset_inputs=tuple([given.to_model() for given in inputs.dataset_inputs]),
            model_inputs=tuple([given.model_id for given in inputs.model_inputs]),
            model_outputs=tuple([made.to_model() for made in outputs.model_outputs]),
        )


class RunDescription(Request, kw_only=True):
    """What every request that creates a run says of it. Without an experiment it is the default one."""

    experiment_id: str = ""
    user_id: str = ""
    run_name: str | None = None
    start_time: Int64 = 0
    tags: tuple[Tag, ...] = ()

    def to_model(self) -> model.NewRun:
        return model.NewRun(
            experiment_id=self.experiment_id or model.DEFAULT_EXPERIMENT_ID,
            name=self.run_name or None,
            user_id=self.user_id,
            start_time_ms=self.start_time,
            tags=wire_tags.to_unique_mapping(self.tags),
        )


def described(new: model.NewRun) -> dict[str, Any]:
    """The fields of a `RunDescription`. The experiment's id is sent even if it is the default one: MLflow's server knows no default."""
    return {
        "experiment_id": new.experiment_id,
        "user_id": new.user_id,
        "run_name": new.name,
        "start_time": new.start_time_ms,
        "tags": wire_tags.from_mapping(new.tags),
    }


class CreateRun(RunDescription, kw_only=True):
    """POST runs/create."""

    @classmethod
    def from_model(cls, new: model.NewRun) -> "CreateRun":
        return cls(**described(new))


class CreateRunAs(RunDescription, kw_only=True):
    """POST runs/create, Barograph's own: the caller chooses the id, so that it may ask again."""

    run_id: Required

    @classmethod
    def from_model(cls, new: model.NewRun) -> "CreateRunAs":
        return cls(run_id=new.run_id or "", **described(new))

    def to_model(self) -> model.NewRun:
        return replace(super().to_model(), run_id=self.run_id)


class RunFound(Answer, kw_only=True):
    """One run."""

    run: Run


class GetRun(Request, kw_only=True):
    """GET runs/get."""

    run_id: Required
    run_uuid: str | None = None


class UpdateRun(Request, kw_only=True):
    """POST runs/update: change what is given."""

    run_id: Required
    run_uuid: str | None = None
    status: RunStatus | None = None
    end_time: Int64 | None = None
    run_name: str | None = None


class RunUpdated(Answer, kw_only=True):
    """Identity and state after an update."""

    run_info: RunInfo


class DeleteRun(Request, kw_only=True):
    """POST runs/delete."""

    run_id: Required


class RestoreRun(Request, kw_only=True):
    """POST runs/restore."""

    run_id: Required


class SearchRuns(Request, kw_only=True):
    """POST runs/search. No experiment ids give no runs."""

    experiment_ids: tuple[str, ...] = ()
    filter: str | None = None
    run_view_type: View = View.ACTIVE_ONLY
    max_results: Int64 = 1_000
    order_by: tuple[str, ...] = ()
    page_token: str | None = None

    @classmethod
    def from_model(cls, experiment_ids: Sequence[str], query: model.Query) -> "SearchRuns":
        return cls(
            experiment_ids=tuple(experiment_ids),
            filter=query.filter or None,
            run_view_type=query.view,
            max_results=1_000 if query.max_results is None else query.max_results,
            order_by=query.order_by,
            page_token=query.page_token,
        )

    def to_model(self) -> model.Query:
        return model.Query(
            filter=self.filter or "",
            order_by=self.order_by,
            view=self.run_view_type,
            max_results=self.max_results,
            page_token=self.page_token or None,
        )


class RunsFound(Answer, kw_only=True):
    """One page of runs."""

    runs: tuple[Run, ...] = ()
    next_page_token: str | None = None

    @classmethod
    def from_model(cls, page: model.Page[model.Run]) -> "RunsFound":
        return cls(runs=tuple([Run.from_model(run) for run in page.items]), next_page_token=page.next_token)

    @classmethod
    def from_encoded(cls, page: model.Page[bytes]) -> "RunsFound":
        """From runs that are JSON already; the encoder copies them as they are."""
        return cls(runs=cast("tuple[Run, ...]", tuple([Raw(text) for text in page.items])), next_page_token=page.next_token)

    def to_model(self) -> model.Page[model.Run]:
        return model.Page(tuple([run.to_model() for run in self.runs]), self.next_page_token or None)


class LogModel(Request, kw_only=True):
    """POST runs/log-model: note an MLmodel text, as 2.x clients do."""

    run_id: Required
    model_json: Required
