"""A Job of a Kubernetes cluster, looked at from here."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from barograph.errors import InvalidValue, NotFound
from barograph.model import RunStatus
from barograph.projects.backends.docker_image import Image
from barograph.projects.backends.kubernetes_cluster import KubernetesCluster
from barograph.projects.backends.polled import PolledJob

_COMING = {"ContainerCreating", "PodInitializing"}


class KubernetesJob(PolledJob):
    """A Job of a cluster."""

    def __init__(self, cluster: KubernetesCluster, namespace: str, name: str, container: str, image: Image | None) -> None:
        super().__init__(f"{namespace}/{name}")
        self._cluster = cluster
        self._namespace = namespace
        self._name = name
        self._container = container
        self._image = image
        self._last = ""
        self._last_at: float | None = None
        self._told = ""

    @property
    def tags(self) -> Mapping[str, str]:
        """The image that was built, by name and by id."""
        return {"mlflow.docker.image.uri": self._image.reference, "mlflow.docker.image.id": self._image.id} if self._image else {}

    def look(self) -> RunStatus:
        """What the cluster says; a job that was deleted there is KILLED."""
        try:
            job = self._cluster.job(self._namespace, self._name)
        except NotFound:
            return RunStatus.KILLED
        if job.metadata.deletion_timestamp is None:
            for condition in job.status.conditions or ():
                if condition.status == "True" and condition.type in ("Complete", "Failed"):
                    return RunStatus.FINISHED if condition.type == "Complete" else RunStatus.FAILED
        pods = self._cluster.pods(self._namespace, self._name)
        return RunStatus.RUNNING if any(pod.status.phase != "Pending" for pod in pods) else RunStatus.SCHEDULED

    def stop(self) -> None:
        """Have the cluster delete it, and its pods first."""
        try:
            self._cluster.delete(self._namespace, self._name)
        except NotFound:
            return

    def new_output(self) -> str:
        """What its newest pod wrote since, or why that does not start."""
        pods = self._cluster.pods(self._namespace, self._name)
        if not pods:
            return ""
        pod = pods[-1]
        if pod.status.phase == "Pending":
            reason = _obstacle(pod)
            self._told, told = reason, self._told
            return f"{self.id} waits: {reason}\n" if reason and reason != told else ""
        since = None if self._last_at is None else int(time.monotonic() - self._last_at) + 2
        before = time.monotonic()
        try:
            text = self._cluster.log(self._namespace, pod.metadata.name, self._container, since)
        except (NotFound, InvalidValue):  # gone, or its container is about to start
            return ""
        self._last_at = before
        return self._unseen(text)

    def _unseen(self, text: str) -> str:
        """The lines that are newer than those before, without their times."""
        new = []
        for line in text.splitlines(keepends=True):
            written, _, said = line.partition(" ")
            if (moment := _sortable(written)) > self._last:
                new.append(said)
                latest = moment
        if new:
            self._last = latest
        return "".join(new)


def _obstacle(pod: Any) -> str:
    for container in pod.status.container_statuses or ():
        waiting = container.state.waiting if container.state else None
        if waiting and waiting.reason not in _COMING:
            return f"{waiting.reason}: {waiting.message or ''}".rstrip(": ")
    return ""


def _sortable(moment: str) -> str:
    """A time such as 2026-01-02T03:04:05.12Z with all nine digits of its nanoseconds."""
    seconds, _, fraction = moment.removesuffix("Z").partition(".")
    return f"{seconds}.{fraction:0<9}"
