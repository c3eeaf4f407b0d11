"""What a server is told when it is made."""

import msgspec

from barograph.artifacts.resolve import check_location


class ServerSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of one server.

    `artifacts_destination` is where the server keeps the artifacts that it proxies; `default_artifact_root` is the root that new
    experiments get, by default the proxy. `allowed_hosts` are patterns (`*.example.org`, with or without a port) beside loopback and
    private addresses; `cors_allowed_origins` are patterns of whole origins. `x_frame_options` is SAMEORIGIN, DENY or NONE. `processes` is
    how many there are of the server, each with `worker_threads`.
    """

    backend_store_uri: str = "sqlite:///barograph.db"
    artifacts_destination: str = "./artifacts"
    default_artifact_root: str | None = None
    serve_artifacts: bool = True
    static_prefix: str = ""
    allowed_hosts: tuple[str, ...] = ()
    cors_allowed_origins: tuple[str, ...] = ()
    security_middleware: bool = True
    x_frame_options: str = "SAMEORIGIN"
    worker_threads: int = 32
    processes: int = 1

    @property
    def artifact_root(self) -> str:
        """Root of the artifact locations of new experiments; local ones are absolute. A place for no artifacts raises `InvalidValue`."""
        if self.default_artifact_root is None and self.serve_artifacts:
            return "mlflow-artifacts:"
        return check_location(self.default_artifact_root or self.artifacts_destination).rstrip("/")
