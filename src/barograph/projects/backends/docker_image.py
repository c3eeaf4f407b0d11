"""Images of containers: pulled, built with a project inside, pushed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from barograph.errors import InvalidValue, MissingValue, shown
from barograph.projects.backends.programs import answer, ask, perform
from barograph.projects.sources.local import work_tree

CODE_DIRECTORY = "/mlflow/projects/code/"
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@-]*")
_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]*")
_ASK_S = 60.0


class Image(msgspec.Struct, frozen=True, kw_only=True):
    """An image that is here: `reference` is what `docker run` takes, `id` what docker calls it."""

    reference: str
    id: str


def checked_reference(text: str) -> str:
    """The name of an image, if it can be one: never an option of docker, never a second line of a Dockerfile."""
    if not _REFERENCE.fullmatch(text):
        raise InvalidValue(
            f"{shown(text)} is not the name of an image. Give one such as python:3.12-slim or registry.example.org/team/name."
        )
    return text


def pulled(reference: str) -> Image:
    """The image, fetched if it is not here."""
    checked_reference(reference)
    found = ask(["docker", "image", "inspect", "--format", "{{.Id}}", reference], timeout_s=_ASK_S)
    if found.returncode:
        perform(["docker", "pull", reference])
    return Image(reference=reference, id=found.stdout.strip() if not found.returncode else _id_of(reference))


def built(base: str, project: Path, repository: str | None) -> Image:
    """An image of the project's folder on top of `base`, named `repository:<first 7 digits of the commit>`, without a tag outside of git.

    The folder's `.dockerignore` is honoured.
    """
    checked_reference(base)
    if not repository:
        raise MissingValue("name in the MLproject file, after which a built image is called")
    if not _REPOSITORY.fullmatch(repository):
        raise InvalidValue(f"{shown(repository)} cannot name an image. Use small letters, digits, and single . _ - between them.")
    tree = work_tree(project)
    reference = f"{repository}:{tree.commit[:7]}" if tree else repository
    recipe = f"FROM {base}\nCOPY . {CODE_DIRECTORY}\nWORKDIR {CODE_DIRECTORY}\n"
    perform(["docker", "build", "--force-rm", "--tag", reference, "--file", "-", str(project.absolute())], given=recipe)
    return Image(reference=reference, id=_id_of(reference))


def pushed(image: Image) -> str:
    """Push the image, and return its reference with the digest that the registry gave it."""
    perform(["docker", "push", image.reference])
    said = answer(["docker", "image", "inspect", "--format", "{{index .RepoDigests 0}}", image.reference], timeout_s=_ASK_S)
    digest = said.strip().partition("@")[2]
    return f"{image.reference}@{digest}" if digest else image.reference


def log_in(auth: Mapping[str, str]) -> None:
    """Log docker in at a registry. `auth` has `username` and `password`, and `registry` unless it is docker's own.

    Docker keeps the login as it keeps any.
    """
    registry = auth.get("registry")
    argv = ["docker", "login", f"--username={auth.get('username', '')}", "--password-stdin"]
    answer([*argv, checked_reference(registry)] if registry else argv, given=auth.get("password", ""), timeout_s=_ASK_S)


def _id_of(reference: str) -> str:
    return answer(["docker", "image", "inspect", "--format", "{{.Id}}", reference], timeout_s=_ASK_S).strip()
