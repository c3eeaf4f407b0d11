import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from barograph import outbound
from barograph.artifacts.base import ArtifactInfo
from barograph.artifacts.chunks import FileChunks
from barograph.artifacts.opening import open_artifacts
from barograph.artifacts.proxy import ProxiedArtifacts
from barograph.errors import ArtifactNotFound, BarographError, InvalidPath, Unavailable
from barograph.testing.server import running_server
from scripted_http import Asked, Handler, scripted_http

NAMES = ["a b", "a?b", "a%20b", "100%", "a+b", "run:1", "é", "日本", 'a"b', ".hidden", "d/e/f", "a&b;c=d"]
WHOLE = bytes(range(256)) * 40_000


@pytest.fixture(autouse=True)
def quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAROGRAPH_HTTP_REQUEST_BACKOFF_FACTOR", "0")
    outbound._forget_connections()


@pytest.fixture(scope="module")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_server(tmp_path_factory.mktemp("server")) as server:
        yield server.url


@pytest.fixture
def store(server_url: str, request: pytest.FixtureRequest) -> ProxiedArtifacts:
    return ProxiedArtifacts(f"mlflow-artifacts:/{request.node.name.replace('/', '-')}/artifacts", server_url)


def content(store: ProxiedArtifacts, path: str, start: int = 0, end: int | None = None) -> bytes:
    return b"".join(store.get(path, start=start, end=end))


def test_files_have_the_names_given(store: ProxiedArtifacts) -> None:
    for name in NAMES:
        store.put(name, [name.encode(), b"!"])
    for name in NAMES:
        assert content(store, name) == name.encode() + b"!"
        assert store.stat(name) == ArtifactInfo(path=name, is_dir=False, size_bytes=len(name.encode()) + 1)
    assert [info.path for info in store.list()] == sorted(name.partition("/")[0] for name in NAMES)


def test_ranges_are_half_open(store: ProxiedArtifacts) -> None:
    store.put("f", [b"0123456789"])
    assert content(store, "f", 2, 5) == b"234"
    assert content(store, "f", 8) == content(store, "f", 8, 99) == b"89"
    assert content(store, "f", 20) == content(store, "f", 5, 5) == content(store, "f", 5, 2) == b""


def test_empty_and_large_files(store: ProxiedArtifacts, tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(WHOLE)
    store.put("large", FileChunks(tmp_path / "large"))
    store.put("empty", [])
    assert content(store, "large") == WHOLE
    assert store.stat("empty") == ArtifactInfo(path="empty", is_dir=False, size_bytes=0)


def test_directories(store: ProxiedArtifacts) -> None:
    for path in ("b", "a/x", "a/y/z"):
        store.put(path, [b"1"])
    assert [(info.path, info.is_dir) for info in store.list()] == [("a", True), ("b", False)]
    assert [info.path for info in store.list("a")] == ["a/x", "a/y"]
    assert store.list("missing") == store.list("b") == ()
    assert store.stat("a/y") == ArtifactInfo(path="a/y", is_dir=True)
    assert store.stat("missing/x") is None
    for path in ("missing", "a", ""):
        with pytest.raises((ArtifactNotFound, InvalidPath)):
            store.get(path)
    store.delete("a")
    store.delete("a")
    assert [info.path for info in store.list()] == ["b"]


def test_the_route_of_a_server_opens_the_same_store(store: ProxiedArtifacts, server_url: str) -> None:
    store.put("f", [b"1"])
    root = store.root_uri.removeprefix("mlflow-artifacts:/")
    by_url = open_artifacts(f"{server_url}/api/2.0/mlflow-artifacts/artifacts/{root}")
    assert b"".join(by_url.get("f")) == b"1"


def serve_in_pieces(piece: int, *, ranges: bool = True, etag: str | None = '"v1"') -> Callable[[Handler, Asked], None]:
    """Break each answer off after `piece` bytes."""

    def script(handler: Handler, asked: Asked) -> None:
        wanted = asked.headers.get("range", "bytes=0-").removeprefix("bytes=")
        start = int(wanted.split("-")[0]) if ranges else 0
        headers = {"ETag": etag} if etag else {}
        rest = WHOLE[start:]
        handler.answer(206 if ranges and "range" in asked.headers else 200, rest[:piece], length=len(rest), **headers)

    return script


def test_a_download_that_breaks_off_goes_on_from_there() -> None:
    with scripted_http(serve_in_pieces(len(WHOLE) // 12 + 1)) as (url, asked):
        assert content(ProxiedArtifacts("mlflow-artifacts:/r", url), "f") == WHOLE
    assert len(asked) == 12
    assert all(one.headers["if-range"] == '"v1"' for one in asked[1:])


def test_a_server_without_ranges_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = [len(WHOLE) // 2, len(WHOLE)]

    def script(handler: Handler, asked: Asked) -> None:
        handler.answer(200, WHOLE[: pieces.pop(0)], length=len(WHOLE))

    with scripted_http(script) as (url, _):
        assert content(ProxiedArtifacts("mlflow-artifacts:/r", url), "f") == WHOLE
    with scripted_http(lambda handler, asked: handler.answer(200, WHOLE)) as (url, _):
        assert content(ProxiedArtifacts("mlflow-artifacts:/r", url), "f", 1_000, 2_000_000) == WHOLE[1_000:2_000_000]


def test_a_file_that_changes_during_a_download_is_not_mixed() -> None:
    tags = iter(['"v1"', '"v2"'])

    def script(handler: Handler, asked: Asked) -> None:
        handler.answer(200, WHOLE[:1_000_000], length=len(WHOLE), ETag=next(tags))

    with scripted_http(script) as (url, _), pytest.raises(Unavailable, match="changed"):
        content(ProxiedArtifacts("mlflow-artifacts:/r", url), "f")


def test_a_download_that_makes_no_progress_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "2")
    with scripted_http(serve_in_pieces(0)) as (url, asked), pytest.raises(Unavailable, match="broke off after 0 bytes"):
        content(ProxiedArtifacts("mlflow-artifacts:/r", url), "f")
    assert len(asked) == 3


def test_an_upload_of_a_file_is_repeated(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"abc")
    statuses = [503, 200]
    with scripted_http(lambda handler, asked: handler.answer(statuses.pop(0))) as (url, asked):
        ProxiedArtifacts("mlflow-artifacts:/r", url).put("x.json", FileChunks(tmp_path / "f"))
    assert [one.body for one in asked] == [b"abc", b"abc"]
    assert asked[0].headers["content-length"] == "3"
    assert asked[0].headers["content-type"] == "application/json"


@pytest.mark.parametrize("name", ["../x", "a/b", "/x", "", "..", "a\\b", "%2e%2e", "./x", "a/"])
def test_a_hostile_listing_is_refused(name: str) -> None:
    body = json.dumps({"files": [{"path": name, "is_dir": False, "file_size": 3}]}).encode()
    with scripted_http(lambda handler, asked: handler.answer(200, body)) as (url, _), pytest.raises(InvalidPath):
        ProxiedArtifacts("mlflow-artifacts:/r", url).list()


def test_a_listing_that_is_none_is_refused() -> None:
    with (
        scripted_http(lambda handler, asked: handler.answer(200, b"<html>")) as (url, _),
        pytest.raises(BarographError, match="not understood"),
    ):
        ProxiedArtifacts("mlflow-artifacts:/r", url).list()


def test_credentials_go_to_the_tracking_host_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", "t0ken")
    with scripted_http(lambda handler, asked: handler.answer()) as (url, asked):
        host = url.removeprefix("http://")
        ProxiedArtifacts("mlflow-artifacts:/r", url).list()
        ProxiedArtifacts(f"mlflow-artifacts://{host}/r", url).list()
        ProxiedArtifacts(f"mlflow-artifacts://{host}/r", "http://localhost:1").list()
    assert [one.headers.get("authorization") for one in asked] == ["Bearer t0ken", "Bearer t0ken", None]
