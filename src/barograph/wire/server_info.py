"""GET /api/3.0/mlflow/server-info: what a server can do."""

from barograph.wire.message import Answer, Request


class GetServerInfo(Request, kw_only=True):
    """GET server-info."""


class ServerInfo(Answer, kw_only=True):
    """Features that clients ask for before they use them; absent means no. `barograph_version` tells Barograph from other servers."""

    store_type: str | None = None
    workspaces_enabled: bool | None = None
    trace_archival_enabled: bool | None = None
    multipart_uploads_enabled: bool | None = None
    multipart_downloads_enabled: bool | None = None
    presigned_upload_run_id_supported: bool | None = None
    presigned_upload_model_id_supported: bool | None = None
    barograph_version: str | None = None
