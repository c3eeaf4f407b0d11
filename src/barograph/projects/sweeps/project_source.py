"""The project of a sweep, looked at once for all trials: which commit it is, and what a trial's run records of it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from barograph.model.limits import MAX_PARAM_VALUE
from barograph.projects.command import command_for
from barograph.projects.manifest import read_project
from barograph.projects.parameters import chosen_parameters
from barograph.projects.sources.checkout import Checkout
from barograph.projects.sources.fetching import fetch_project
from barograph.projects.spec import EntryPoint
from barograph.projects.start import check_configuration, chosen_manager, place_of
from barograph.projects.sweeps.space import first_values
from barograph.projects.sweeps.spec import Scalar, Sweep, Target

COMMIT = "mlflow.source.git.commit"


class ProjectSource(msgspec.Struct, frozen=True, kw_only=True):
    """`target` names a commit wherever the project is fetched, so that all trials run the same code. `tags` are those of every run."""

    target: Target
    tags: dict[str, str]
    entry: EntryPoint | None

    def params(self, tried: Mapping[str, Scalar]) -> dict[str, str]:
        """What a trial's run records: what is tried, what is fixed, and the defaults of the entry point."""
        given = {name: str(value) for name, value in {**self.target.parameters, **tried}.items()}
        return {name: value[:MAX_PARAM_VALUE] for name, value in chosen_parameters(self.entry, given).all.items()}


def _checkout(target: Target, commit: str | None) -> Checkout:
    """The project's files. A folder that is used where it is stays as it is now; all else is at the commit of the beginning."""
    checkout = fetch_project(target.uri, target.version)
    if commit is None or checkout.temporary is None or checkout.commit in (None, commit):
        return checkout
    checkout.discard()
    return fetch_project(target.uri, commit)


def project_source(sweep: Sweep, target: Target, commit: str | None) -> ProjectSource:
    """Look at a sweep's project; `commit` is the one with which the sweep was begun.

    Raises `InvalidValue` for an entry point that there is not, and for parameters, a manager or a configuration that it cannot be given.
    """
    checkout = _checkout(target, commit)
    try:
        project = read_project(checkout.directory, target.entry_point)
        entry = project.entry_points.get(target.entry_point)
        tried = {**target.parameters, **first_values(sweep.parameters)}
        given = chosen_parameters(entry, {name: str(value) for name, value in tried.items()})
        command_for(project, checkout.directory, target.entry_point, given)
        place = place_of(project, target.backend)
        chosen_manager(project, target.env_manager, place)
        check_configuration(place, target.backend_config)
        tags = {
            "mlflow.source.name": checkout.source,
            "mlflow.source.type": "PROJECT",
            "mlflow.project.entryPoint": target.entry_point,
            "mlflow.source.git.repoURL": checkout.repository,
            "mlflow.source.git.branch": checkout.branch,
            COMMIT: checkout.commit,
        }
        is_fetched = checkout.temporary is not None and checkout.commit is not None
        return ProjectSource(
            target=msgspec.structs.replace(target, version=checkout.commit) if is_fetched else target,
            tags={key: value for key, value in tags.items() if value},
            entry=entry,
        )
    finally:
        checkout.discard()
