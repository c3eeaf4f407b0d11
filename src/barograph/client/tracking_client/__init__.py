"""The client that names every run, experiment and model it works on, for one tracking and one registry URI."""

from barograph.client.tracking_client.artifacts import ArtifactMethods
from barograph.client.tracking_client.content import ContentMethods
from barograph.client.tracking_client.experiments import ExperimentMethods
from barograph.client.tracking_client.logged_models import LoggedModelMethods
from barograph.client.tracking_client.logged_values import LoggedValueMethods
from barograph.client.tracking_client.model_versions import ModelVersionMethods
from barograph.client.tracking_client.registered_models import RegisteredModelMethods
from barograph.client.tracking_client.runs import RunMethods


class MlflowClient(
    ExperimentMethods,
    RunMethods,
    LoggedValueMethods,
    ArtifactMethods,
    ContentMethods,
    LoggedModelMethods,
    RegisteredModelMethods,
    ModelVersionMethods,
):
    """Experiments, runs, artifacts, logged models and the model registry, independent of any active run."""


__all__ = ["MlflowClient"]
