"""Who may reach the server: hosts, origins, framing."""

import re
from base64 import b64encode
from collections.abc import Callable
from contextlib import AbstractContextManager
from hashlib import sha256

import pytest
from server_caller import Caller

from barograph.server.route import Policy
from barograph.server.routes import TABLE

JSON = {"Content-Type": "application/json"}
LOCAL = ["localhost", "127.0.0.1:1234", "LOCALHOST:80", "[::1]:5000", "0.0.0.0", "10.1.2.3:5000", "192.168.0.7", "172.16.5.5"]
FOREIGN = [
    "evil.example",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "8.8.8.8",
    "evil.example:5000",
    "[2001:4860::8888]",
    "1",
    "localhost@evil.example",
]


@pytest.mark.parametrize("host", LOCAL)
def test_local_and_private_hosts_pass(server: Caller, host: str) -> None:
    assert server.raw("GET", "experiments/get?experiment_id=0", headers={"Host": host}).status == 200


@pytest.mark.parametrize("host", FOREIGN)
def test_foreign_hosts_are_refused(server: Caller, host: str) -> None:
    for path in ("experiments/get?experiment_id=0", "/", "/get-artifact?run_id=x&path=y", "/nope"):
        answer = server.raw("GET", path, headers={"Host": host})
        assert answer.status == 403
        assert b"--allowed-hosts" in answer.data


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.verb} {row.path}")
def test_every_route_checks_the_host_unless_public(server: Caller, row) -> None:  # type: ignore[no-untyped-def]  # a row
    for path in row.paths:
        full = path.replace("{path:path}", "x").replace("{model_id}", "m-1").replace("{tag_key}", "t")
        answer = server.raw(row.verb, full, b"{}" if row.verb not in ("GET", "HEAD") else None, {**JSON, "Host": "evil.example"})
        assert (answer.status == 403) is (row.policy is not Policy.PUBLIC)


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://localhost.evil.example", "file://", "http://127.0.0.1@evil.example", "chrome-extension://x"],
)
@pytest.mark.parametrize("verb", ["POST", "PUT", "PATCH", "DELETE"])
def test_foreign_origins_change_nothing(server: Caller, origin: str, verb: str) -> None:
    answer = server.raw(verb, "runs/create", b'{"experiment_id":"0"}', {**JSON, "Origin": origin})
    assert answer.status == 403
    assert "access-control-allow-origin" not in answer.headers


def test_foreign_origins_cannot_read_answers(server: Caller) -> None:
    answer = server.raw("GET", "experiments/get?experiment_id=0", headers={"Origin": "https://evil.example"})
    assert answer.status == 200
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["vary"] == "Origin"


@pytest.mark.parametrize("origin", ["http://localhost:3000", "http://127.0.0.1:5173", "http://[::1]:8080"])
def test_pages_of_this_machine_may_do_all(server: Caller, origin: str) -> None:
    answer = server.raw("POST", "runs/search", b'{"experiment_ids":[]}', {**JSON, "Origin": origin})
    assert answer.status == 200
    assert answer.headers["access-control-allow-origin"] == origin
    assert answer.headers["access-control-allow-credentials"] == "true"
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    preflight = server.raw("OPTIONS", "runs/search", headers=asked)
    assert preflight.status == 200
    assert preflight.headers["access-control-allow-methods"] == "GET, POST, PUT, DELETE, OPTIONS, PATCH"
    assert preflight.headers["access-control-max-age"] == "600"


def test_preflights(server: Caller) -> None:
    foreign = server.raw("OPTIONS", "runs/search", headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"})
    assert foreign.status == 403
    assert "access-control-allow-origin" not in foreign.headers
    without = server.raw("OPTIONS", "runs/search")
    assert without.status == 204
    assert "POST" in without.headers["allow"]


def test_own_pages_under_a_private_address_may_change(server: Caller) -> None:
    headers = {**JSON, "Host": "192.168.0.7:5000", "Origin": "http://192.168.0.7:5000"}
    assert server.raw("POST", "runs/search", b'{"experiment_ids":[]}', headers).status == 200
    headers["Origin"] = "http://192.168.0.8:5000"
    assert server.raw("POST", "runs/search", b'{"experiment_ids":[]}', headers).status == 403


def test_settings_allow_more(serve: Callable[..., AbstractContextManager[Caller]]) -> None:
    with serve(allowed_hosts=("*.wind.example",), cors_allowed_origins=("https://*.wind.example",)) as server:
        assert server.raw("GET", "experiments/get?experiment_id=0", headers={"Host": "a.wind.example:5000"}).status == 200
        assert server.raw("GET", "experiments/get?experiment_id=0", headers={"Host": "wind.example"}).status == 403
        search = b'{"experiment_ids":[]}'
        assert server.raw("POST", "runs/search", search, {**JSON, "Origin": "https://a.wind.example"}).status == 200
        assert server.raw("POST", "runs/search", search, {**JSON, "Origin": "http://a.wind.example"}).status == 403
    with serve(security_middleware=False, x_frame_options="NONE") as server:
        answer = server.raw("POST", "runs/search", search, {**JSON, "Origin": "https://evil.example", "Host": "evil.example"})
        assert answer.status == 200
        assert "x-frame-options" not in answer.headers


@pytest.mark.parametrize(
    ("option", "ancestors"), [("SAMEORIGIN", "frame-ancestors 'self' http://localhost:*"), ("DENY", "frame-ancestors 'none'")]
)
def test_pages_run_own_scripts_only(serve: Callable[..., AbstractContextManager[Caller]], option: str, ancestors: str) -> None:
    with serve(x_frame_options=option) as server:
        answer = server.get("/")
        policy = answer.headers["content-security-policy"]
        # The one script that stands in the page is allowed by its hash, and any other that came into it is not.
        scripts = re.findall(r"<script>(.*?)</script>", answer.data.decode(), re.DOTALL)
        hashes = "".join(f" 'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts)
        assert f"script-src 'self'{hashes};" in policy
        assert "unsafe" not in policy
        assert ancestors in policy
        assert answer.headers["x-frame-options"] == option
