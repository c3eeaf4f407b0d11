"""What goes on in experiments: POST experiments/activity, Barograph's own route."""

import msgspec

from barograph import model
from barograph.model import View
from barograph.wire.message import Answer, Request
from barograph.wire.scalars import Int64


class GetActivity(Request, kw_only=True):
    """POST experiments/activity: runs that began in each of `steps` stretches of `step_ms` from `since_ms` on."""

    experiment_ids: tuple[str, ...]
    since_ms: Int64
    step_ms: Int64
    steps: Int64
    run_view_type: View = View.ACTIVE_ONLY

    @classmethod
    def from_model(cls, query: model.ActivityQuery) -> "GetActivity":
        return cls(
            experiment_ids=query.experiment_ids,
            since_ms=query.since_ms,
            step_ms=query.step_ms,
            steps=query.steps,
            run_view_type=query.view,
        )

    def to_model(self) -> model.ActivityQuery:
        return model.ActivityQuery(
            experiment_ids=self.experiment_ids,
            since_ms=self.since_ms,
            step_ms=self.step_ms,
            steps=self.steps,
            view=self.run_view_type,
        )


class ExperimentActivity(Answer, kw_only=True):
    """How many runs an experiment has, when the newest began, and how many began in each stretch.

    `running` of them go on; the processes of `lost` more are not heard of any more, of the last of them since `lost_ms`.
    """

    experiment_id: str
    runs: int
    newest_ms: int | None = None
    began: tuple[int, ...]
    running: int
    lost: int
    lost_ms: int | None = None

    @classmethod
    def from_model(cls, activity: model.ExperimentActivity) -> "ExperimentActivity":
        return cls(**msgspec.structs.asdict(activity))

    def to_model(self) -> model.ExperimentActivity:
        return model.ExperimentActivity(**msgspec.structs.asdict(self))


class ActivityFound(Answer, kw_only=True):
    """The experiments in the order asked for, each once."""

    experiments: tuple[ExperimentActivity, ...]
