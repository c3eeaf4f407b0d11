"""Rows of the route table."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from barograph.server.context import Context


class Policy(Enum):
    """What a caller must be allowed to do before a route answers."""

    PUBLIC = "public"
    READ = "read"
    WRITE = "write"
    ADMIN = "admin"
    """Above all others: what cannot be undone."""


class Family(Enum):
    """Where the paths of a row begin; a row is reachable below every prefix of its family."""

    TRACKING = ("/api/2.0/mlflow", "/ajax-api/2.0/mlflow")
    BROWSER = ("/ajax-api/2.0/mlflow",)
    META = ("/api/3.0/mlflow", "/ajax-api/3.0/mlflow")
    PROXY = ("/api/2.0/mlflow-artifacts", "/ajax-api/2.0/mlflow-artifacts")
    NATIVE = ("/api/barograph/1",)
    ROOT = ("",)


TypedHandler = Callable[[Context, Any], Any]
"""A function of (context, request message) to an answer message.

A plain function runs in a worker thread. A coroutine function runs on the event loop: nothing in it may wait but what it awaits.
"""

StreamHandler = Callable[[Context, Request], Awaitable[Response]]
"""A coroutine function of (context, HTTP request) to a response, for bodies that are not JSON messages."""


@dataclass(frozen=True)
class Route:
    """One row: verb, path below the family's prefixes, what answers it, and who may call it.

    Exactly one of `handler` and `stream` is given. `packed` answers instead of `handler` callers that accept MessagePack; it takes the same
    request, and its answer is sent as that. `creates` says that each call gives something new under a new id.
    `messages` are the request and the JSON answer of a row whose stream handler has such, for the API's description.
    """

    verb: str
    path: str
    policy: Policy
    handler: TypedHandler | None = None
    stream: StreamHandler | None = None
    packed: TypedHandler | None = None
    family: Family = Family.TRACKING
    creates: bool = False
    messages: tuple[type[msgspec.Struct], type[msgspec.Struct]] | None = None

    @property
    def streamed(self) -> StreamHandler:
        """The coroutine that answers a row without a typed handler."""
        if self.stream is None:
            raise TypeError(f"Route {self.verb} {self.path} has no handler.")
        return self.stream

    @property
    def paths(self) -> list[str]:
        """Full paths without the static prefix."""
        return [f"{prefix}/{self.path}" for prefix in self.family.value]
