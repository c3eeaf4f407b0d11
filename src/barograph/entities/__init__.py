"""What reads return: frozen values with the names that MLflow's users know."""

from barograph.entities.dataset import Dataset, DatasetInput
from barograph.entities.experiment import Experiment
from barograph.entities.file_info import FileInfo
from barograph.entities.lifecycle_stage import LifecycleStage
from barograph.entities.logged_model import LoggedModel, LoggedModelInput, LoggedModelOutput, LoggedModelStatus
from barograph.entities.metric import Metric
from barograph.entities.run import Run
from barograph.entities.run_data import RunData, RunInputs, RunOutputs
from barograph.entities.run_info import RunInfo
from barograph.entities.run_status import RunStatus
from barograph.entities.source_type import SourceType
from barograph.entities.tag import ExperimentTag, InputTag, Param, RunTag
from barograph.entities.view_type import ViewType

__all__ = [
    "Dataset",
    "DatasetInput",
    "Experiment",
    "ExperimentTag",
    "FileInfo",
    "InputTag",
    "LifecycleStage",
    "LoggedModel",
    "LoggedModelInput",
    "LoggedModelOutput",
    "LoggedModelStatus",
    "Metric",
    "Param",
    "Run",
    "RunData",
    "RunInfo",
    "RunInputs",
    "RunOutputs",
    "RunStatus",
    "RunTag",
    "SourceType",
    "ViewType",
]
