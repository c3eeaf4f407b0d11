"""`barograph server`."""

from typing import Annotated

import typer

from barograph.settings import ARTIFACTS_DESTINATION, BACKEND_STORE_URI, DEFAULT_ARTIFACT_ROOT, HOST, PORT, WORKERS

_LOOPBACK = ("127.", "localhost", "::1")
_EXPOSED = "{} can be reached from other machines, and there is no authentication yet: whoever reaches it may read and change everything."
_X_FRAME_OPTIONS = ("SAMEORIGIN", "DENY", "NONE")


def _prefix(text: str) -> str:
    if text and (not text.startswith("/") or text.endswith("/")):
        raise typer.BadParameter(f"{text!r} must start with '/' and must not end with it, as /barograph.")
    return text


def _frame_options(text: str) -> str:
    if text.upper() not in _X_FRAME_OPTIONS:
        raise typer.BadParameter(f"{text!r} is not one of {', '.join(_X_FRAME_OPTIONS)}.")
    return text.upper()


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def server(
    backend_store_uri: Annotated[
        str | None, typer.Option(help="Where runs and models are kept: sqlite:///FILE or postgresql://…  [default: sqlite:///barograph.db]")
    ] = None,
    artifacts_destination: Annotated[
        str | None, typer.Option(help="Where files are kept that the server proxies: a folder or object store.  [default: ./artifacts]")
    ] = None,
    default_artifact_root: Annotated[
        str | None, typer.Option(help="Artifact root of new experiments.  [default: the proxy of this server]")
    ] = None,
    serve_artifacts: Annotated[bool, typer.Option("--serve-artifacts/--no-serve-artifacts", help="Proxy artifacts.")] = True,
    host: Annotated[str | None, typer.Option("--host", "-h", help="Address to listen on.  [default: 127.0.0.1]")] = None,
    port: Annotated[
        int | None, typer.Option("--port", "-p", min=0, max=65535, help="Port to listen on; 0 takes a free one.  [default: 5000]")
    ] = None,
    workers: Annotated[int | None, typer.Option("--workers", "-w", min=1, max=256, help="Number of processes.  [default: 1]")] = None,
    static_prefix: Annotated[str, typer.Option(callback=_prefix, help="Path before all addresses, as /barograph.")] = "",
    allowed_hosts: Annotated[
        str, typer.Option(help="Host names to answer to beside local and private ones, by comma; * stands for any text.")
    ] = "",
    cors_allowed_origins: Annotated[
        str, typer.Option(help="Origins of other pages that may read and change, by comma; * stands for any text.")
    ] = "",
    x_frame_options: Annotated[
        str,
        typer.Option(callback=_frame_options, help="Who may frame pages: SAMEORIGIN (and local notebooks), DENY, NONE (anyone)."),
    ] = "SAMEORIGIN",
    disable_security_middleware: Annotated[bool, typer.Option(help="Check neither hosts nor origins.")] = False,
) -> None:
    """Serve tracking, artifacts, the model registry and the web UI."""
    from barograph.server.serve import serve
    from barograph.server.settings import ServerSettings

    host = host or HOST.get()
    if not host.startswith(_LOOPBACK):
        typer.echo(f"Warning: {_EXPOSED.format(host)}", err=True)
    serve(
        ServerSettings(
            backend_store_uri=backend_store_uri or BACKEND_STORE_URI.get(),
            artifacts_destination=artifacts_destination or ARTIFACTS_DESTINATION.get(),
            default_artifact_root=default_artifact_root or DEFAULT_ARTIFACT_ROOT.get() or None,
            serve_artifacts=serve_artifacts,
            static_prefix=static_prefix,
            allowed_hosts=_listed(allowed_hosts),
            cors_allowed_origins=_listed(cors_allowed_origins),
            security_middleware=not disable_security_middleware,
            x_frame_options=x_frame_options,
        ),
        host=host,
        port=PORT.get() if port is None else port,
        workers=workers or WORKERS.get(),
        on_ready=lambda url: print(f"Barograph is serving at {url}", flush=True),
    )
