"""What every group of client methods needs: the stores behind two URIs."""

from pathlib import Path
from typing import TYPE_CHECKING

from barograph.client import session
from barograph.client.origin import StoreOrigin
from barograph.errors import NotSupported, shown

if TYPE_CHECKING:
    from barograph.artifacts.base import ArtifactStore
    from barograph.store.base import Store


class Connection:
    """URIs are settled when it is made; stores are opened at first use and shared in the process."""

    def __init__(
        self, tracking_uri: str | Path | None = None, registry_uri: str | None = None, workspace_store_uri: str | None = None
    ) -> None:
        if workspace_store_uri is not None:
            raise NotSupported(f"workspace_store_uri is {shown(workspace_store_uri)}, but workspaces are not offered. Leave it out.")
        if isinstance(tracking_uri, Path):
            tracking_uri = tracking_uri.absolute().as_uri()
        self._tracking_uri = tracking_uri or session.tracking_uri()
        self._registry_uri = registry_uri or session.registry_uri(self._tracking_uri)

    @property
    def tracking_uri(self) -> str:
        """Where runs are."""
        return self._tracking_uri

    @property
    def registry_uri(self) -> str:
        """Where registered models are."""
        return self._registry_uri

    @property
    def _store(self) -> "Store":
        return session.tracking_store(self._tracking_uri)

    @property
    def _registry(self) -> "Store":
        return session.registry_store(self._registry_uri)

    @property
    def _origin(self) -> StoreOrigin:
        return StoreOrigin(self._tracking_uri)

    def _artifacts(self, run_id: str) -> "ArtifactStore":
        return session.session.run_artifacts(run_id, self._tracking_uri)

    def _open(self, artifact_uri: str) -> "ArtifactStore":
        return session.artifacts(artifact_uri, self._tracking_uri)
