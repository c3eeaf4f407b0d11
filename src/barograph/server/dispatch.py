"""Routes without parameters, found by one look-up, however many there are."""

from collections.abc import Mapping

from starlette.datastructures import URLPath
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import ASGIApp, Receive, Scope, Send


class ExactRoutes(BaseRoute):
    """Answers by exact path, then by verb."""

    def __init__(self, table: Mapping[str, Mapping[str, ASGIApp]]) -> None:
        self.table = table

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        return (Match.FULL if scope["type"] == "http" and scope["path"] in self.table else Match.NONE), {}

    def url_path_for(self, name: str, /, **path_params: object) -> URLPath:
        raise NoMatchFound(name, path_params)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        verbs = self.table[scope["path"]]
        endpoint = verbs.get("GET" if scope["method"] == "HEAD" else scope["method"])
        if endpoint is None:
            raise HTTPException(405, headers={"Allow": ", ".join(verbs)})
        await endpoint(scope, receive, send)
