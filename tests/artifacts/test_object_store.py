from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from barograph.artifacts.base import ArtifactInfo
from barograph.artifacts.object_store import ObjectStoreArtifacts
from barograph.artifacts.resolve import safe_path
from barograph.errors import ArtifactNotFound, BarographError, InvalidPath, InvalidValue
from scripted_http import scripted_http

NAMES = ["a b", "a?b", "a%20b", "100%", "a+b", "run:1", "é", "e\u0301", "日本", 'a"b', "a*b", ".hidden", " lead", "d/e/f", "a&b;c"]


@pytest.fixture
def store(s3_url: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> ObjectStoreArtifacts:
    monkeypatch.setenv("MLFLOW_S3_ENDPOINT_URL", s3_url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    return ObjectStoreArtifacts(f"s3://bucket/root {abs(hash(request.node.nodeid))}")


def content(store: ObjectStoreArtifacts, path: str, start: int = 0, end: int | None = None) -> bytes:
    return b"".join(store.get(path, start=start, end=end))


def test_files_have_the_names_given(store: ObjectStoreArtifacts) -> None:
    for name in NAMES:
        store.put(name, [b"one", b"two"])
    for name in NAMES:
        assert content(store, name) == b"onetwo"
        found = store.stat(name)
        assert found
        assert (found.path, found.is_dir, found.size_bytes) == (name, False, 6)
    assert [info.path for info in store.list()] == sorted(name.partition("/")[0] for name in NAMES)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(min_size=1, max_size=12))
def test_any_safe_name_comes_back(store: ObjectStoreArtifacts, name: str) -> None:
    try:
        path = safe_path(f"names/x{name}")
    except InvalidPath:
        return
    store.put(path, [name.encode()])
    assert content(store, path) == name.encode()
    found = store.stat(path)
    assert found
    assert (found.path, found.is_dir, found.size_bytes) == (path, False, len(name.encode()))


def test_ranges_are_half_open(store: ObjectStoreArtifacts) -> None:
    store.put("f", [b"0123456789"])
    assert content(store, "f", 2, 5) == b"234"
    assert content(store, "f", 8) == content(store, "f", 8, 99) == b"89"
    assert content(store, "f", 20) == content(store, "f", 5, 5) == content(store, "f", 5, 2) == b""


def test_empty_and_large_files(store: ObjectStoreArtifacts) -> None:
    store.put("empty", [])
    store.put("large", (bytes([n]) * 700_000 for n in range(30)))
    found = store.stat("empty")
    assert found
    assert (found.path, found.is_dir, found.size_bytes) == ("empty", False, 0)
    assert content(store, "empty") == b""
    assert content(store, "large") == b"".join(bytes([n]) * 700_000 for n in range(30))


def test_an_upload_that_fails_shows_nothing(store: ObjectStoreArtifacts) -> None:
    def broken(pieces: int) -> Iterator[bytes]:
        for _ in range(pieces):
            yield bytes(1 << 20)
        raise ConnectionError("gone")

    for pieces in (1, 20):
        with pytest.raises(ConnectionError):
            store.put("f", broken(pieces))
        assert store.stat("f") is None


def test_direct_children_are_listed(store: ObjectStoreArtifacts) -> None:
    for path in ("b", "a/x", "a/y/z", "a-b"):
        store.put(path, [b"1"])
    assert [(info.path, info.is_dir, info.size_bytes) for info in store.list()] == [
        ("a", True, None),
        ("a-b", False, 1),
        ("b", False, 1),
    ]
    assert [info.path for info in store.list("a")] == ["a/x", "a/y"]
    assert store.list("b") == store.list("missing") == ()
    assert store.stat("a") == ArtifactInfo(path="a", is_dir=True)
    assert store.stat("missing") is None
    assert store.stat("") == ArtifactInfo(path="", is_dir=True)


@pytest.mark.parametrize("path", ["missing", "d", ""])
def test_reading_what_is_no_file_says_so_at_once(store: ObjectStoreArtifacts, path: str) -> None:
    store.put("d/x", [b"1"])
    for bounds in ({}, {"start": 3}):
        with pytest.raises(ArtifactNotFound):
            store.get(path, **bounds)


def test_files_and_trees_are_deleted(store: ObjectStoreArtifacts) -> None:
    for path in ("a/x", "a/y/z", "ab", "b"):
        store.put(path, [b"1"])
    store.delete("a")
    store.delete("a")
    store.delete("b")
    assert [info.path for info in store.list()] == ["ab"]
    with pytest.raises(InvalidPath):
        store.delete("")


def test_a_bucket_that_is_not_there(store: ObjectStoreArtifacts) -> None:
    missing = ObjectStoreArtifacts("s3://nobucket/x")
    with pytest.raises(BarographError, match="nobucket"):
        missing.put("f", [b"1"])


def test_unsafe_keys_of_other_tools_are_not_listed(store: ObjectStoreArtifacts, s3_url: str) -> None:
    store.put("ok", [b"1"])
    root = store.root_uri.removeprefix("s3://bucket/").replace(" ", "%20")
    urllib3.request("PUT", f"{s3_url}/bucket/{root}/a%23b", body=b"1")
    assert [info.path for info in store.list()] == ["ok"]


def test_stores_are_opened_without_asking_them() -> None:
    ObjectStoreArtifacts("gs://bucket/x")
    ObjectStoreArtifacts("abfss://fs@account.dfs.core.windows.net/x")
    with pytest.raises(InvalidValue):
        ObjectStoreArtifacts("/local")


def test_the_users_profile_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "credentials").write_text("[team]\naws_access_key_id = filed\naws_secret_access_key = x\n")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_PROFILE", "team")
    with scripted_http(lambda handler, asked: handler.answer(200, b"", ETag='"1"')) as (url, asked):
        monkeypatch.setenv("MLFLOW_S3_ENDPOINT_URL", url)
        ObjectStoreArtifacts("s3://bucket/x").put("f", [b"1"])
    assert "Credential=filed/" in asked[0].headers["authorization"]
    assert asked[0].path == "/bucket/x/f"


def test_a_store_that_cannot_be_reached_is_named_without_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s3cret")
    monkeypatch.setenv("MLFLOW_S3_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(BarographError) as failed:
        ObjectStoreArtifacts("s3://bucket/x").list()
    assert "s3://bucket/x" in str(failed.value)
    assert "s3cret" not in str(failed.value)
