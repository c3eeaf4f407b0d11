"""The Job of a cluster that runs a command, from a template or from nothing."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from barograph.errors import InvalidValue, shown

_LABEL_VALUE = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?")
_KEPT_S = 24 * 3600


def template(path: str | None) -> dict[str, Any]:
    """A Job without name, image and command: the file's, or one that is tried once, and kept for a day after its end."""
    if path is None:
        container: dict[str, Any] = {"name": "project"}
        pod = {"spec": {"restartPolicy": "Never", "containers": [container]}}
        return {"metadata": {}, "spec": {"backoffLimit": 0, "ttlSecondsAfterFinished": _KEPT_S, "template": pod}}
    try:
        found = yaml.safe_load(Path(path).expanduser().read_text(encoding="utf-8"))
    except OSError as error:
        raise InvalidValue(f"Configuration key kube-job-template-path is {shown(path)}, which cannot be read: {error.strerror}.") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InvalidValue(f"Configuration key kube-job-template-path is {shown(path)}, which is not YAML: {error}.") from None
    try:
        usable = found.get("kind", "Job") == "Job" and isinstance(found["spec"]["template"]["spec"]["containers"][0], dict)
    except (AttributeError, KeyError, IndexError, TypeError):
        usable = False
    if not usable:
        raise InvalidValue(f"The template {shown(path)} describes no Job with a container. Put one into spec.template.spec.containers.")
    return dict(found)


def manifest(
    made_from: dict[str, Any],
    *,
    project: str | None,
    run_id: str,
    namespace: str,
    image: str,
    command: str,
    variables: Mapping[str, str],
    resources: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """`made_from` as the Job of one run: its first container runs the command.

    A cluster replaces `$(NAME)` in commands and values of variables; every dollar is doubled, so that all arrive as they are.
    """
    metadata = {**(made_from.get("metadata") or {}), "name": _name(project), "namespace": namespace}
    labels = {"app.kubernetes.io/managed-by": "barograph"}
    if _LABEL_VALUE.fullmatch(run_id):
        labels["barograph-run"] = run_id
    metadata["labels"] = {**(metadata.get("labels") or {}), **labels}
    pod = made_from["spec"]["template"]
    first, *others = pod["spec"]["containers"]
    container = {
        "name": "project",
        **first,
        "image": image,
        "command": ["bash", "-c", "--", _escaped(command)],
        "env": [
            *(kept for kept in first.get("env") or [] if kept.get("name") not in variables),
            *({"name": name, "value": _escaped(value)} for name, value in variables.items()),
        ],
    }
    container.pop("args", None)
    if resources is not None:
        container["resources"] = dict(resources)
    inner = {"restartPolicy": "Never", **pod["spec"], "containers": [container, *others]}
    spec = {**made_from["spec"], "template": {**pod, "spec": inner}}
    return {"apiVersion": "batch/v1", "kind": "Job", **made_from, "metadata": metadata, "spec": spec}


def _escaped(text: str) -> str:
    return text.replace("$", "$$")


def _name(project: str | None) -> str:
    """A name that no other job has, in the alphabet of clusters: letters, digits and dashes, 63 at most."""
    readable = re.sub(r"[^a-z0-9]+", "-", (project or "").lower()).strip("-")[:40].strip("-") or "project"
    return f"{readable if readable[0].isalpha() else 'p-' + readable}-{secrets.token_hex(5)}"
