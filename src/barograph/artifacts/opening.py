"""From an artifact URI to the store that keeps its files."""

from __future__ import annotations

from barograph.artifacts.base import ArtifactStore
from barograph.artifacts.resolve import parse_location, proxied_uri, redacted
from barograph.errors import InvalidValue, shown


def open_artifacts(uri: str, *, tracking_uri: str | None = None, authenticated: bool = True) -> ArtifactStore:
    """Open the store whose root is `uri`: a local path, `file:`, `s3:`, `gs:`, `az:`, `abfss:`, `wasbs:` or `mlflow-artifacts:`.

    `mlflow-artifacts:` needs the `tracking_uri` of the server that keeps the files; an `http(s):` URI is taken if it is such a server's
    artifact route; the user's credentials go there unless `authenticated` is false. Anything else raises `InvalidValue`.
    """
    location = parse_location(uri, allow_http=True)
    if location.scheme == "file":
        from barograph.artifacts.local import LocalArtifacts

        return LocalArtifacts(uri)
    if location.scheme in ("mlflow-artifacts", "http", "https"):
        from barograph.artifacts.proxy import ProxiedArtifacts

        if location.scheme == "mlflow-artifacts":
            return ProxiedArtifacts(uri, tracking_uri or "", authenticated=authenticated)
        proxied = proxied_uri(uri)
        if proxied is None:
            raise InvalidValue(f"Artifact location {shown(redacted(uri))} is not the artifact route of a tracking server.")
        server = uri.partition("/api/2.0/")[0].partition("/ajax-api/2.0/")[0]
        return ProxiedArtifacts(proxied, server, authenticated=authenticated)
    from barograph.artifacts.object_store import ObjectStoreArtifacts

    return ObjectStoreArtifacts(uri)
