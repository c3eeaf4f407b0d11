"""What the server says of itself to the people who use it."""

import platform
from typing import cast

from barograph.artifacts.resolve import parse_location
from barograph.maintenance.database import is_postgresql
from barograph.maintenance.sizes import size_of
from barograph.model import limits, model_change, view
from barograph.server.context import Context
from barograph.server.mlflow_wire import PROTOCOL_VERSION
from barograph.server.route import Family, Policy, Route
from barograph.server.settings import ServerSettings
from barograph.store.base import Store
from barograph.store.sql.migrate import CURRENT_VERSION
from barograph.store.sql.store import SqlStore
from barograph.version import __version__
from barograph.wire import server_facts as wire

__all__ = ["ROUTES"]

_PROXY = "mlflow-artifacts"
_LIMITS = {
    "Characters of a key": limits.MAX_KEY,
    "Characters of a parameter": limits.MAX_PARAM_VALUE,
    "Characters of a run's tag or note": limits.MAX_RUN_TAG_VALUE,
    "Characters of an experiment's tag or note": limits.MAX_EXPERIMENT_TAG_VALUE,
    "Characters of a tag of a model or version": limits.MAX_MODEL_TAG_VALUE,
    "Characters of a comment on a change": model_change.MAX_COMMENT,
    "Metric points in one request": limits.MAX_BATCH_METRICS,
    "Runs in one page of a search": limits.MAX_SEARCH_RESULTS,
    "Groups of runs": limits.MAX_GROUPS,
    "Clauses of a filter": limits.MAX_FILTER_CLAUSES,
    "Keys to order by": limits.MAX_ORDER_KEYS,
    "Saved views of an experiment": view.MAX_VIEWS,
}


def facts(context: Context, _request: wire.GetServerFacts) -> wire.ServerFacts:
    settings = context.settings
    return wire.ServerFacts(
        version=__version__,
        protocol_version=PROTOCOL_VERSION,
        python_version=platform.python_version(),
        started_ms=context.started_ms,
        processes=settings.processes,
        threads=settings.worker_threads,
        database=_database(context.store),
        served_artifacts=_artifacts(settings.artifacts_destination) if settings.serve_artifacts else None,
        new_artifacts=_artifacts(settings.artifact_root),
        access=_access(settings),
        limits=tuple([wire.Limit(what=what, most=most) for what, most in _LIMITS.items()]),
    )


def _database(store: Store) -> wire.DatabaseFacts:
    if not isinstance(store, SqlStore):
        return wire.DatabaseFacts(kind="Memory")
    engine = store.database.engine
    kind = "PostgreSQL" if is_postgresql(engine) else "SQLite"
    size = size_of(engine)
    known = cast("tuple[int, ...] | None", getattr(engine.dialect, "server_version_info", None))  # SQLAlchemy leaves it untyped
    version = ".".join(map(str, known)) if known else None
    return wire.DatabaseFacts(kind=kind, version=version, schema_version=CURRENT_VERSION, size_bytes=size)


def _artifacts(uri: str) -> wire.ArtifactFacts:
    location = parse_location(uri)
    is_bucket = location.scheme not in ("file", _PROXY)
    return wire.ArtifactFacts(kind=location.scheme, bucket=location.authority if is_bucket else None, proxied=location.scheme == _PROXY)


def _access(settings: ServerSettings) -> wire.AccessFacts:
    checked = settings.security_middleware
    return wire.AccessFacts(
        checks_hosts=checked,
        checks_origins=checked,
        further_hosts=len(settings.allowed_hosts),
        further_origins=len(settings.cors_allowed_origins),
        framing=settings.x_frame_options,
    )


ROUTES = [
    Route("GET", "server", Policy.READ, facts, family=Family.NATIVE),
]
