"""The vocabulary: frozen values that know nothing of SQL, JSON or HTTP.

Conventions, true for every value here: times are integer milliseconds UTC and the field name ends in `_ms`; absent is `None`, never
0 or ""; run ids are 32 hexadecimal characters, experiment ids decimal strings ("0" is the default experiment), logged-model ids "m-" and
32 hexadecimal characters; model versions are integers from 1.
"""

from barograph.model.activity import ActivityQuery, ExperimentActivity
from barograph.model.contact import Contact, ContactState
from barograph.model.dataset import Dataset, DatasetInput, DatasetSummary
from barograph.model.experiment import DEFAULT_EXPERIMENT_ID, DEFAULT_EXPERIMENT_NAME, Experiment
from barograph.model.lifecycle import Lifecycle, View
from barograph.model.logged_model import LoggedModel, LoggedModelStatus, NewLoggedModel
from barograph.model.metric import Axis, Metric, MetricName, MetricSeries, ModelMetric, RunMetric
from barograph.model.model_version import ModelVersion, NewModelVersion, Stage, VersionStatus
from barograph.model.page import MetricOrder, Page, Query
from barograph.model.parcel import REFUSED_TAG, Logged, Parcel, Receipt, Refusal, Series
from barograph.model.registered_model import RegisteredModel
from barograph.model.run import ModelOutput, NewRun, Run, RunInfo, RunStatus
from barograph.model.run_keys import RunKey, RunKeys, RunKeySearch, RunValueSearch
from barograph.model.run_table import (
    PARENT_TAG,
    Column,
    MetricStatistics,
    NumberColumn,
    RunFilter,
    RunGroup,
    RunGrouping,
    RunGroups,
    RunQuery,
    RunTable,
    TextColumn,
)
from barograph.model.series_query import SeriesQuery

__all__ = [
    "DEFAULT_EXPERIMENT_ID",
    "DEFAULT_EXPERIMENT_NAME",
    "PARENT_TAG",
    "REFUSED_TAG",
    "ActivityQuery",
    "Axis",
    "Column",
    "Contact",
    "ContactState",
    "Dataset",
    "DatasetInput",
    "DatasetSummary",
    "Experiment",
    "ExperimentActivity",
    "Lifecycle",
    "Logged",
    "LoggedModel",
    "LoggedModelStatus",
    "Metric",
    "MetricName",
    "MetricOrder",
    "MetricSeries",
    "MetricStatistics",
    "ModelMetric",
    "ModelOutput",
    "ModelVersion",
    "NewLoggedModel",
    "NewModelVersion",
    "NewRun",
    "NumberColumn",
    "Page",
    "Parcel",
    "Query",
    "Receipt",
    "Refusal",
    "RegisteredModel",
    "Run",
    "RunFilter",
    "RunGroup",
    "RunGrouping",
    "RunGroups",
    "RunInfo",
    "RunKey",
    "RunKeySearch",
    "RunKeys",
    "RunMetric",
    "RunQuery",
    "RunStatus",
    "RunTable",
    "RunValueSearch",
    "Series",
    "SeriesQuery",
    "Stage",
    "TextColumn",
    "VersionStatus",
    "View",
]
