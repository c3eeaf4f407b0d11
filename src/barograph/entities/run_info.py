"""Identity and state of a run."""

from dataclasses import dataclass

from barograph import model
from barograph.entities.entity import Entity


@dataclass(frozen=True)
class RunInfo(Entity):
    """Who, when and in what state; times are milliseconds UTC, `end_time` None while it runs."""

    run_id: str
    experiment_id: str
    user_id: str
    status: str
    start_time: int
    end_time: int | None
    lifecycle_stage: str
    artifact_uri: str | None = None
    run_name: str | None = None

    @classmethod
    def of(cls, info: model.RunInfo) -> "RunInfo":
        """The info as a store gives it."""
        return cls(
            run_id=info.run_id,
            experiment_id=info.experiment_id,
            user_id=info.user_id,
            status=info.status.value,
            start_time=info.start_time_ms,
            end_time=info.end_time_ms,
            lifecycle_stage=info.lifecycle.value,
            artifact_uri=info.artifact_uri,
            run_name=info.name,
        )
