"""The route table: one module per resource, one row per verb and path."""

from barograph.server.route import Route
from barograph.server.routes import (
    artifacts,
    events,
    experiments,
    ingest,
    logged_models,
    meta,
    metrics,
    model_versions,
    previews,
    proxy,
    registered_models,
    run_life,
    run_logging,
    run_table,
    runs,
    series,
    trash,
    views,
)

TABLE: tuple[Route, ...] = (
    *meta.ROUTES,
    *experiments.ROUTES,
    *runs.ROUTES,
    *run_logging.ROUTES,
    *run_life.ROUTES,
    *run_table.ROUTES,
    *events.ROUTES,
    *ingest.ROUTES,
    *metrics.ROUTES,
    *series.ROUTES,
    *views.ROUTES,
    *trash.ROUTES,
    *logged_models.ROUTES,
    *registered_models.ROUTES,
    *model_versions.ROUTES,
    *artifacts.ROUTES,
    *previews.ROUTES,
    *proxy.ROUTES,
)
