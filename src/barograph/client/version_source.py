"""Sources of model versions that no server checks."""

from msgspec.structs import replace

from barograph.model import NewModelVersion
from barograph.registry.sources import SourceLookups, resolve_source
from barograph.store.opening import is_server


def checked_source(new: NewModelVersion, registry_uri: str, lookups: SourceLookups) -> NewModelVersion:
    """The new version with its source checked and followed to the files. A server does so itself and gets the version as it is."""
    if is_server(registry_uri):
        return new
    found = resolve_source(lookups, new.source, run_id=new.run_id, model_id=new.model_id, allow_local=True)
    return replace(new, source=found.source, storage_location=found.storage_location, run_id=found.run_id, model_id=found.model_id)
