"""The backend `kubernetes`: a Job of a cluster."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from barograph import settings
from barograph.errors import InvalidValue, MissingValue, NotFound, shown
from barograph.projects.backends.base import Launch
from barograph.projects.backends.configuration import read_configuration
from barograph.projects.backends.docker_image import Image, built, checked_reference, pushed
from barograph.projects.backends.kubernetes_cluster import KubernetesCluster
from barograph.projects.backends.kubernetes_job import KubernetesJob
from barograph.projects.backends.kubernetes_manifest import manifest, template
from barograph.projects.backends.variables import checked
from barograph.projects.spec import DockerEnvironment


class KubernetesConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The first three keys are MLflow's.

    `image` is used as it is, with the project inside; else one is built on top of the project's docker image and pushed to
    `repository-uri`.
    `namespace` overrules the template's and the context's, `resources` the template's (`{"limits": {"cpu": "2"}}`).
    """

    kube_context: str | None = None
    kube_job_template_path: str | None = None
    repository_uri: str | None = None
    image: str | None = None
    namespace: str | None = None
    resources: dict[str, dict[str, str | int | float]] | None = None


class KubernetesBackend:
    """Creates Jobs."""

    name = "kubernetes"
    activates = False
    configuration = KubernetesConfig

    def submit(self, launch: Launch, config: Mapping[str, Any]) -> KubernetesJob:
        """Build and push the image, unless one is given, and create a Job."""
        options = read_configuration(KubernetesConfig, self.name, config)
        made_from = template(options.kube_job_template_path)
        cluster = KubernetesCluster(options.kube_context)
        namespace = options.namespace or (made_from.get("metadata") or {}).get("namespace") or cluster.namespace
        variables = checked(launch.variables)
        if elsewhere := settings.KUBE_TRACKING_URI.get():
            variables |= dict.fromkeys(settings.TRACKING_URI.names, elsewhere)
        image, reference = _image(launch, options)
        job = manifest(
            made_from,
            project=launch.project_name,
            run_id=launch.run_id,
            namespace=namespace,
            image=reference,
            command=launch.command,
            variables=variables,
            resources=options.resources,
        )
        try:
            cluster.create(job)
        except (InvalidValue, NotFound) as error:
            asked = {"namespace": namespace, "image": reference, "resources": options.resources}
            raise InvalidValue(f"The Job {shown(asked, 400)} was refused. {error.message}") from None
        container = job["spec"]["template"]["spec"]["containers"][0]["name"]
        return KubernetesJob(cluster, namespace, job["metadata"]["name"], container, image)


def _image(launch: Launch, options: KubernetesConfig) -> tuple[Image | None, str]:
    """The image that was built, if one was, and what the Job shall run."""
    if options.image:
        return None, checked_reference(options.image)
    if not options.repository_uri or not isinstance(launch.environment, DockerEnvironment):
        raise MissingValue("image of the backend kubernetes, or repository-uri for a project with docker_env")
    image = built(launch.environment.image, launch.directory, options.repository_uri)
    return image, pushed(image)
