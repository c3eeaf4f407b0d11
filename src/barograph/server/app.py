"""The server as a function of its settings and its store."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, request_response
from starlette.routing import Route as PathRoute
from starlette.types import ASGIApp

from barograph.errors import BarographError
from barograph.server import failure, routes
from barograph.server.context import Context
from barograph.server.dispatch import ExactRoutes
from barograph.server.endpoint import StreamEndpoint, TypedEndpoint
from barograph.server.feed import Feed
from barograph.server.headers import AnswerHeaders
from barograph.server.hosts import HostCheck
from barograph.server.lost_answers import LostAnswers
from barograph.server.memory import give_back_from_time_to_time
from barograph.server.origins import OriginCheck
from barograph.server.pages import Pages
from barograph.server.route import Policy, Route
from barograph.server.settings import ServerSettings
from barograph.server.warm_up import warm_up_soon
from barograph.store.base import Store

FEED = "feed"
"""Where the state of the lifespan has the feed, which is to end before the server waits for open answers."""


def create_app(
    settings: ServerSettings, store: Store, *, table: Sequence[Route] = routes.TABLE, at_end: Callable[[], None] = lambda: None
) -> Starlette:
    """The server's ASGI application. `at_end` is called when it shuts down, after the last answer."""
    context = Context(settings, store)
    exact: dict[str, dict[str, ASGIApp]] = {}
    with_parameters: list[BaseRoute] = []
    for row in table:
        if not isinstance(row.policy, Policy):
            raise TypeError(f"Route {row.verb} {row.path} has no policy.")
        endpoint: ASGIApp = TypedEndpoint(context, row.handler, row.packed) if row.handler else StreamEndpoint(context, row.streamed)
        if row.creates:
            endpoint = LostAnswers(endpoint)
        for path in row.paths:
            full = settings.static_prefix + path
            if "{" in full:
                with_parameters.append(PathRoute(full, endpoint, methods=[row.verb]))
            else:
                exact.setdefault(full, {})[row.verb] = endpoint
    pages = Pages(x_frame_options=settings.x_frame_options, static_prefix=settings.static_prefix)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[dict[str, Feed]]:
        warm_up_soon()
        give_back_from_time_to_time()
        yield {FEED: context.feed}
        context.feed.end()
        context.close()
        at_end()

    app = Starlette(
        routes=[ExactRoutes(exact), *with_parameters],
        middleware=_middleware(settings),
        exception_handlers=dict.fromkeys((BarographError, HTTPException, Exception), answer_failure),
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    app.router.default = request_response(pages.answer)
    return app


def _middleware(settings: ServerSettings) -> list[Middleware]:
    stack = [Middleware(AnswerHeaders, x_frame_options=settings.x_frame_options)]
    if settings.security_middleware:
        stack.append(Middleware(HostCheck, allowed=settings.allowed_hosts, static_prefix=settings.static_prefix))
        stack.append(Middleware(OriginCheck, allowed=settings.cors_allowed_origins))
    return stack


async def answer_failure(request: Request, error: Exception) -> Response:
    """The answer for what no route caught: unknown paths, wrong verbs, defects."""
    status, body = failure.answer(error, request.scope.get("request_id", ""))
    headers = error.headers if isinstance(error, HTTPException) else None
    return Response(body, status, headers=headers, media_type="application/json")
