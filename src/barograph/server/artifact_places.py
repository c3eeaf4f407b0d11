"""Whose files a request means: those of a run, a logged model or a model version."""

from barograph.artifacts.resolve import safe_path
from barograph.errors import InvalidValue
from barograph.server.context import Context
from barograph.wire.model_versions import to_number
from barograph.wire.previews import ArtifactPlace


def root_uri(context: Context, place: ArtifactPlace) -> str:
    """The artifact URI of the one thing that the request names; none or several raise `InvalidValue`."""
    named = [place.run_id, place.model_id, place.name]
    if sum(bool(each) for each in named) != 1:
        raise InvalidValue("Say whose files: give one of run_id, model_id, or name with version.")
    if place.run_id:
        return context.store.get_run(place.run_id).info.artifact_uri
    if place.model_id:
        return context.store.get_logged_model(place.model_id).artifact_location
    return context.store.get_model_version(place.name or "", to_number(place.version or "")).storage_location


def path_below(place: ArtifactPlace) -> str:
    """The path in normal form, "" for the root."""
    return safe_path(place.path or "")
