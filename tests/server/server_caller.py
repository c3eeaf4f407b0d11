"""Raw HTTP calls to a server under test."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec
import urllib3

from barograph.store.base import Store

API = "/api/2.0/mlflow/"


class Answer(msgspec.Struct):
    """Status, headers and body of an answer."""

    status: int
    headers: dict[str, str]
    data: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.data)

    @property
    def code(self) -> str:
        return str(self.json["error_code"])

    @property
    def message(self) -> str:
        return str(self.json["message"])


class Caller:
    """Calls one server over HTTP. Paths that do not start with / are below /api/2.0/mlflow/."""

    def __init__(self, base: str, store: Store, artifacts: Path) -> None:
        self.base = base
        self.store = store
        self.artifacts = artifacts
        self._pool = urllib3.PoolManager(retries=False)

    def raw(self, verb: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        url = self.base + (path if path.startswith("/") else API + path)
        answer = self._pool.request(verb, url, body=body, headers=headers or {}, redirect=False)
        return Answer(answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.data)

    def send(self, verb: str, path: str, body: object) -> Answer:
        return self.raw(verb, path, json.dumps(body).encode(), {"Content-Type": "application/json"})

    def post(self, path: str, body: object) -> Answer:
        return self.send("POST", path, body)

    def ok(self, path: str, body: object) -> Any:
        answer = self.post(path, body)
        assert answer.status == 200, answer.data
        return answer.json

    def get(self, path: str, /, **query: object) -> Answer:
        pairs = [(key, str(item)) for key, value in query.items() for item in (value if isinstance(value, list) else [value])]
        return self.raw("GET", f"{path}?{urlencode(pairs)}" if pairs else path)

    def new_run(self, **fields: object) -> str:
        return str(self.ok("runs/create", {"experiment_id": "0", **fields})["run"]["info"]["run_id"])

    def close(self) -> None:
        self._pool.clear()
