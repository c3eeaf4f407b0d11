import ntpath
import os
import posixpath
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from hostile_paths import OUTRIGHT, PARENTS, SLASHES, TRAVERSALS
from hypothesis import given
from hypothesis import strategies as st

from barograph.artifacts.resolve import (
    check_location,
    contains,
    join,
    parse_location,
    proxied_uri,
    proxied_url,
    redacted,
    safe_path,
)
from barograph.errors import InvalidPath, InvalidValue

FINE = [
    "a",
    "a/b.txt",
    "a b",
    "a+b",
    "run:1",
    "what?",
    "100%",
    "100%25.txt",
    "50%_off",
    "日本/é.png",
    ".hidden",
    "a..b",
    "..a",
    "a…",
    "データ１/x",
    "-",
    "~/x",
]


def stays_inside(path: str) -> bool:
    """Whether `path` stays below a root by POSIX and Windows rules, however often it is decoded."""
    forms = [path]
    for _ in range(6):
        forms.append(unquote(forms[-1]))
    return all(
        (module.normpath(module.join(root, form)) + module.sep).startswith(root + module.sep)
        for form in forms
        for module, root in ((posixpath, "/srv/root"), (ntpath, "C:\\srv\\root"))
    )


@pytest.mark.parametrize("path", OUTRIGHT)
def test_a_path_that_could_leave_its_root_is_refused(path: str) -> None:
    with pytest.raises(InvalidPath):
        safe_path(path)


def test_no_traversal_of_the_corpus_resolves_outside() -> None:
    accepted = []
    for payload in TRAVERSALS:
        try:
            accepted.append(safe_path(payload))
        except InvalidPath:
            continue
    assert len(TRAVERSALS) > 500
    assert all(stays_inside(path) for path in accepted)
    assert not any(path.endswith("etc/passwd") and "..;" not in path for path in accepted)


@pytest.mark.parametrize("path", FINE)
def test_a_harmless_name_is_kept_exactly(path: str) -> None:
    assert safe_path(path) == path


@pytest.mark.parametrize(("path", "normal"), [("", ""), (".", ""), ("a/", "a"), ("./a//b/./c/", "a/b/c")])
def test_paths_are_brought_to_normal_form(path: str, normal: str) -> None:
    assert safe_path(path) == normal


HOSTILE_TEXT = st.lists(st.sampled_from([*PARENTS, *SLASHES, *OUTRIGHT[:20], "a", "é", "?", ":", "%"]), max_size=8).map("".join) | st.text()


@given(HOSTILE_TEXT)
def test_whatever_is_accepted_stays_inside_its_root(path: str) -> None:
    try:
        accepted = safe_path(path)
    except InvalidPath:
        return
    assert stays_inside(accepted)
    assert safe_path(accepted) == accepted


@given(HOSTILE_TEXT)
def test_joined_uris_are_inside_their_root(path: str) -> None:
    for root in ("/srv/root", "file:///srv/root", "mlflow-artifacts:/0/r/artifacts", "s3://bucket/root"):
        try:
            joined = join(root, path)
        except InvalidPath:
            continue
        if root.startswith("s3") and "?" in joined:
            assert joined.startswith("s3://bucket/root")
            continue
        assert contains(root, joined)


@given(st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=4).map("/".join))
def test_a_joined_uri_parses_to_the_same_names(path: str) -> None:
    try:
        normal = safe_path(path)
    except InvalidPath:
        return
    for root in ("/srv/root", "file:///srv/root", "mlflow-artifacts:/root", "s3://bucket/root"):
        below = f"{parse_location(root).path}/{normal}".rstrip("/")
        assert parse_location(join(root, path)).path.rstrip(" ") == below.rstrip(" ")


@pytest.mark.parametrize(
    ("uri", "scheme", "authority", "path"),
    [
        ("/srv/a b", "file", "", "/srv/a b"),
        ("file:///srv/a%20b", "file", "", "/srv/a b"),
        ("file:/srv/a", "file", "", "/srv/a"),
        ("file://localhost/srv", "file", "", "/srv"),
        ("s3://bucket/a/b/", "s3", "bucket", "a/b"),
        ("s3a://bucket", "s3", "bucket", ""),
        ("gs://bucket/x", "gs", "bucket", "x"),
        ("az://container/x", "az", "container", "x"),
        ("wasbs://container@account.blob.core.windows.net/x", "az", "container", "x"),
        ("mlflow-artifacts:/0/r/artifacts", "mlflow-artifacts", "", "0/r/artifacts"),
        ("mlflow-artifacts://host:5000/0", "mlflow-artifacts", "host:5000", "0"),
    ],
)
def test_known_locations_parse(uri: str, scheme: str, authority: str, path: str) -> None:
    location = parse_location(uri)
    assert (location.scheme, location.authority, location.path) == (scheme, authority, path)


def test_an_azure_location_names_its_account() -> None:
    assert parse_location("abfss://fs@account.dfs.core.windows.net/x").account == "account"


def test_a_relative_path_is_made_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert parse_location("sub").path == check_location("sub") == os.fspath(tmp_path / "sub")


BAD_LOCATIONS = [
    "runs:/abc/model",
    "models:/m/1",
    "http://host/x",
    "https://host/x",
    "ftp2://host",
    "javascript:alert(1)",
    "//host/share",
    "\\\\host\\share",
    "file://host/share",
    "file:////etc",
    "file:///a/../b",
    "file:///a/%2e%2e/b",
    "file:///a?b",
    "s3://bucket/a?b=c",
    "s3://bucket/a#b",
    "s3://bucket/a;b",
    "s3://bucket/a@b",
    "s3://user:secret@bucket/a",
    "s3://bucket/a\\b",
    "s3://bucket/a//b",
    "s3://bucket/../b",
    "s3://bucket/%2e%2e/b",
    "s3:///x",
    "mlflow-artifacts:/0/../1",
    "mlflow-artifacts://user:secret@host/0",
    "mlflow-artifacts:/0#x",
    "/srv/a/../b",
    "/srv/a?b",
    "/srv/a\x00b",
    "dbfs:/a/../b",
    "/srv/" + "x" * 2_048,
]


@pytest.mark.parametrize("location", BAD_LOCATIONS)
def test_a_location_with_a_trick_is_refused_at_write(location: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        check_location(location)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "location",
    [
        "/srv/artifacts",
        "file:///srv/artifacts",
        "s3://bucket/a b",
        "wasbs://c@a.blob.core.windows.net/x",
        "mlflow-artifacts:/0",
        "hdfs://nn/x",
    ],
)
def test_a_good_location_is_stored_as_written(location: str) -> None:
    assert check_location(location) == location


@pytest.mark.parametrize(
    "uri", ["runs:/a", "ftp://h/x", "file://host/x", "//host/x", "s3://b/../x", "mlflow-artifacts:/a/%252e%252e/b", "", "a\x00"]
)
def test_stored_locations_are_checked_again_when_opened(uri: str) -> None:
    with pytest.raises(InvalidValue):
        parse_location(uri)


def test_a_link_out_of_the_root_is_not_contained(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "link").symlink_to("/")
    assert contains(os.fspath(tmp_path / "root"), (tmp_path / "root" / "x").as_uri())
    assert not contains(os.fspath(tmp_path / "root"), os.fspath(tmp_path / "root" / "link" / "etc"))
    assert not contains(os.fspath(tmp_path / "root"), os.fspath(tmp_path / "rootling"))
    assert not contains("s3://bucket/a", "s3://bucket/ab")
    assert contains("s3://bucket", "s3://bucket/ab")


@pytest.mark.parametrize("name", FINE)
def test_proxied_uris_and_urls_map_both_ways(name: str) -> None:
    uri = join("mlflow-artifacts:/0/r/artifacts", name)
    url = proxied_url(uri, "http://localhost:5000/prefix/")
    assert url == f"http://localhost:5000/prefix/api/2.0/mlflow-artifacts/artifacts/0/r/artifacts/{quote(name)}"
    assert proxied_uri(url) == uri


def test_a_host_in_a_proxied_uri_replaces_the_servers() -> None:
    assert proxied_url("mlflow-artifacts://other:1/x", "https://h") == "https://other:1/api/2.0/mlflow-artifacts/artifacts/x"
    assert proxied_uri("http://host/elsewhere") is None


def test_proxied_artifacts_need_a_server() -> None:
    with pytest.raises(InvalidValue, match="tracking URI"):
        proxied_url("mlflow-artifacts:/0", "sqlite:///x.db")


def test_credentials_are_not_shown() -> None:
    assert redacted("https://user:secret@host/x") == "https://***@host/x"
