"""The API of a Kubernetes cluster, by its official client, as far as jobs need it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from barograph.errors import BarographError, InvalidValue, NotFound, NotSupported, PermissionDenied, Unavailable, shown

_TIMEOUT_S = (10, 60)
_OWN_NAMESPACE = Path("/var/run/secrets/kubernetes.io/serviceaccount/namespace")


class _Failure(msgspec.Struct):
    message: str | None = None


class KubernetesCluster:
    """Requests to one cluster. Errors: `NotFound`, `PermissionDenied`, `InvalidValue` for what it refuses, `Unavailable` else."""

    def __init__(self, context: str | None) -> None:
        """Connect by a context of the user's configuration (`KUBECONFIG`, `~/.kube/config`), or by the pod's account inside a cluster."""
        kubernetes = _library()
        from kubernetes.config.config_exception import ConfigException

        file = os.environ.get("KUBECONFIG") or None
        self.namespace = "default"
        try:
            client = kubernetes.config.new_client_from_config(config_file=file, context=context)
            self.namespace = _namespace_of(file, context)
        except (ConfigException, OSError) as outside:
            try:
                if context is not None:
                    raise ConfigException(str(outside))
                kubernetes.config.load_incluster_config()
            except ConfigException:
                wanted = f"context {shown(context)}" if context else "current context"
                raise InvalidValue(
                    f"No cluster is configured as {wanted}: {outside}. Look at `kubectl config get-contexts`, and name one as kube-context."
                ) from None
            client = kubernetes.client.ApiClient()
            if _OWN_NAMESPACE.is_file():
                self.namespace = _OWN_NAMESPACE.read_text(encoding="utf-8").strip()
        self._jobs = kubernetes.client.BatchV1Api(client)
        self._pods = kubernetes.client.CoreV1Api(client)

    def create(self, job: Mapping[str, Any]) -> None:
        """Have a job run."""
        _asked(lambda: self._jobs.create_namespaced_job(job["metadata"]["namespace"], dict(job), _request_timeout=_TIMEOUT_S))

    def job(self, namespace: str, name: str) -> Any:
        """The job as the official client's V1Job."""
        return _asked(lambda: self._jobs.read_namespaced_job(name, namespace, _request_timeout=_TIMEOUT_S))

    def delete(self, namespace: str, name: str) -> None:
        """Have a job and its pods end and be deleted: the job is gone when they are."""
        _asked(
            lambda: self._jobs.delete_namespaced_job(name, namespace, propagation_policy="Foreground", _request_timeout=_TIMEOUT_S),
        )

    def pods(self, namespace: str, job: str) -> list[Any]:
        """The pods of a job as V1Pod, the newest last."""
        found = _asked(lambda: self._pods.list_namespaced_pod(namespace, label_selector=f"job-name={job}", _request_timeout=_TIMEOUT_S))
        return sorted(found.items, key=lambda pod: pod.metadata.creation_timestamp)

    def log(self, namespace: str, pod: str, container: str, since_s: int | None) -> str:
        """Lines of a container's output of the last `since_s` seconds, or all, each behind its time and a space."""
        asked = {} if since_s is None else {"since_seconds": since_s}
        answer = _asked(
            lambda: self._pods.read_namespaced_pod_log(
                pod, namespace, container=container, timestamps=True, _preload_content=False, _request_timeout=_TIMEOUT_S, **asked
            )
        )
        return bytes(answer.data).decode("utf-8", "replace")


def _library() -> Any:
    try:
        return import_module("kubernetes")
    except ImportError:
        raise NotSupported("The backend kubernetes needs the package kubernetes. Install barograph[kubernetes].") from None


def _namespace_of(file: str | None, context: str | None) -> str:
    contexts, current = _library().config.list_kube_config_contexts(config_file=file)
    chosen = next((one for one in contexts if one["name"] == context), current)
    return str(chosen["context"].get("namespace") or "default")


def _asked(request: Callable[[], Any]) -> Any:
    """What a request answers, errors translated."""
    import urllib3
    from kubernetes.client import ApiException

    try:
        return request()
    except ApiException as error:
        raise _translated(error.status, error.reason, error.body) from None
    except ValueError as error:  # the client checks what it is given, and what it gets
        raise InvalidValue(f"The client of Kubernetes refuses it: {error}") from None
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise Unavailable(f"The Kubernetes cluster cannot be reached: {error}. Look at `kubectl cluster-info`.") from None


def _translated(status: int | None, reason: str | None, body: str | bytes | None) -> BarographError:
    try:
        said = msgspec.json.decode(body or b"{}", type=_Failure).message
    except (msgspec.DecodeError, TypeError):
        said = None
    message = f"The Kubernetes cluster says: {said or reason} (status {status})."
    if status == 404:
        return NotFound(message)
    if status in (401, 403):
        return PermissionDenied(f"{message} Ask for the right to create, read and delete jobs and to read pods and their logs.")
    return Unavailable(message) if status is None or status >= 500 or status == 429 else InvalidValue(message)
