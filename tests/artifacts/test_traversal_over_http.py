"""Every hostile path against every artifact route of the real server, sent raw: no client tidies it on the way."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

import pytest
from hostile_paths import OUTRIGHT, TRAVERSALS

from barograph.model import NewRun
from barograph.store.remote import RemoteStore
from barograph.testing.server import running_server

CANARY = b"canary-9f2c"
PROXY = "/api/2.0/mlflow-artifacts/artifacts"


class Target(NamedTuple):
    url: str
    directory: Path
    run_id: str


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    directory = tmp_path_factory.mktemp("server")
    for place in (
        directory / "etc" / "passwd",
        directory / "artifacts" / "etc" / "passwd",
        directory / "artifacts" / "0" / "etc" / "passwd",
    ):
        place.parent.mkdir(parents=True)
        place.write_bytes(CANARY)
    with running_server(directory) as server:
        run_id = RemoteStore(server.url).create_run(NewRun(experiment_id="0")).info.run_id
        yield Target(server.url, directory, run_id)


def payloads(target: Target) -> list[str]:
    """The corpus, and as many steps up as lead from a run to the canaries. Percent signs stay, the rest is made fit for a URL."""
    steps = [f"{'../' * up}etc/passwd" for up in range(1, 9)]
    steps += [step.replace("..", "%2e%2e") for step in steps] + [step.replace("/", "%2f") for step in steps]
    steps += [str(target.directory / "etc" / "passwd"), (target.directory / "etc" / "passwd").as_uri()]
    return [quote(path, safe="%/\\:;") for path in [*TRAVERSALS, *OUTRIGHT, *steps] if path != "\ud800"]


def ask(connection: socket.socket, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
    headers = f"Host: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    connection.sendall(f"{method} {path} HTTP/1.1\r\n{headers}\r\n\r\n".encode() + body)
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65_536)
    head, _, content = received.partition(b"\r\n\r\n")
    length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
    while len(content) < length:
        content += connection.recv(65_536)
    return int(head.split()[1]), content


@pytest.fixture
def connection(target: Target) -> Iterator[socket.socket]:
    address = urlsplit(target.url)
    with socket.create_connection((address.hostname, address.port), timeout=30) as opened:
        yield opened


@pytest.mark.parametrize(
    "route",
    [
        f"{PROXY}/0/{{run_id}}/artifacts/{{path}}",
        f"{PROXY}?path=0/{{run_id}}/artifacts/{{path}}",
        "/api/2.0/mlflow/artifacts/list?run_id={run_id}&path={path}",
        "/get-artifact?run_id={run_id}&path={path}",
    ],
)
def test_no_read_leaves_the_run(target: Target, connection: socket.socket, route: str) -> None:
    for path in payloads(target):
        status, content = ask(connection, "GET", route.format(run_id=target.run_id, path=path))
        assert status < 500, path
        assert CANARY not in content, path
        assert b'"passwd"' not in content, path


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_no_write_leaves_the_run(target: Target, connection: socket.socket, method: str) -> None:
    inside = target.directory / "artifacts" / "0" / target.run_id
    before = outside_of(inside, target.directory)
    for path in payloads(target):
        status, _ = ask(connection, method, f"{PROXY}/0/{target.run_id}/artifacts/{path}", b"evil")
        assert status < 500, path
    assert outside_of(inside, target.directory) == before


def outside_of(inside: Path, directory: Path) -> dict[str, bytes]:
    kept = {path for path in directory.rglob("*") if path.is_file() and not path.is_relative_to(inside)}
    return {str(path): path.read_bytes() for path in kept if not path.name.startswith(("barograph.db", "server.log"))}


def test_a_trick_in_a_location_is_refused(target: Target, connection: socket.socket) -> None:
    for number, location in enumerate(
        ["/srv/a/../b", "s3://bucket/a?b", "s3://bucket/a#b", "s3://b/a;b", "//host/x", "runs:/x", "http://h/x", "file://h/x"]
    ):
        body = json.dumps({"name": f"trick {number}", "artifact_location": location}).encode()
        assert ask(connection, "POST", "/api/2.0/mlflow/experiments/create", body)[0] == 400, location
