import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from barograph.artifacts.local import LocalArtifacts
from barograph.errors import ArtifactNotFound, InvalidPath, InvalidValue

NAMES = [
    "a b",
    "a?b",
    "a%20b",
    "100%",
    "a+b",
    "run:1",
    "é",
    "e\u0301",
    "日本",
    'a"b',
    "a*b",
    ".hidden",
    " lead",
    "trail ",
    "d/e/f",
    "a&b;c",
    "-rf",
]


@pytest.fixture
def store(tmp_path: Path) -> LocalArtifacts:
    return LocalArtifacts((tmp_path / "root").as_uri())


def content(store: LocalArtifacts, path: str, start: int = 0, end: int | None = None) -> bytes:
    return b"".join(store.get(path, start=start, end=end))


@pytest.mark.parametrize("name", NAMES)
def test_a_file_has_exactly_the_name_given(store: LocalArtifacts, name: str) -> None:
    store.put(name, [b"one", b"", b"two"])
    assert (store.root / name).read_bytes() == b"onetwo"
    assert content(store, name) == b"onetwo"
    found = store.stat(name)
    assert found
    assert (found.path, found.is_dir, found.size_bytes) == (name, False, 6)
    assert name in [info.path for info in store.list(name.rpartition("/")[0])]


def test_ranges_are_half_open(store: LocalArtifacts) -> None:
    store.put("f", [b"0123456789"])
    assert content(store, "f", 2, 5) == b"234"
    assert content(store, "f", 8) == b"89"
    assert content(store, "f", 8, 99) == b"89"
    assert content(store, "f", 20) == content(store, "f", 5, 5) == content(store, "f", 5, 2) == b""


def test_a_large_file_comes_in_pieces(store: LocalArtifacts) -> None:
    store.put("f", (bytes(1 << 20) for _ in range(3)))
    assert [len(piece) for piece in store.get("f")] == [1 << 20] * 3


def test_direct_children_are_listed_by_path(store: LocalArtifacts) -> None:
    for path in ("b", "a/x", "a/y/z", "c"):
        store.put(path, [b"1"])
    (store.root / "empty").mkdir()
    assert [(info.path, info.is_dir, info.size_bytes) for info in store.list()] == [
        ("a", True, None),
        ("b", False, 1),
        ("c", False, 1),
        ("empty", True, None),
    ]
    assert [info.path for info in store.list("a/")] == ["a/x", "a/y"]
    assert store.list("b") == store.list("missing") == store.list("empty") == ()


def test_a_root_that_is_not_there_is_empty_and_stays_unmade(store: LocalArtifacts) -> None:
    assert store.list() == ()
    assert store.stat("x") is None
    assert not store.root.exists()


@pytest.mark.parametrize("path", ["missing", "missing/x", "f/x", "d", ""])
def test_reading_what_is_no_file_says_so_at_once(store: LocalArtifacts, path: str) -> None:
    store.put("f", [b"1"])
    store.put("d/x", [b"1"])
    with pytest.raises(ArtifactNotFound):
        store.get(path)


def test_a_write_that_fails_leaves_what_was_there(store: LocalArtifacts) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise ConnectionError("gone")

    store.put("f", [b"old"])
    for path in ("f", "new"):
        with pytest.raises(ConnectionError):
            store.put(path, broken())
    assert content(store, "f") == b"old"
    assert [file.name for file in store.root.iterdir()] == ["f"]


def test_an_unfinished_upload_is_not_shown(store: LocalArtifacts) -> None:
    def watching() -> Iterator[bytes]:
        yield b"half"
        assert store.list() == ()
        (part,) = store.root.iterdir()
        with pytest.raises(InvalidPath):
            store.get(part.name)

    store.put("f", watching())
    assert [info.path for info in store.list()] == ["f"]


@pytest.mark.parametrize("path", ["f/x", "f/x/y", "d", "", "."])
def test_a_write_where_no_file_can_be_is_refused(store: LocalArtifacts, path: str) -> None:
    store.put("f", [b"1"])
    store.put("d/x", [b"1"])
    with pytest.raises(InvalidPath):
        store.put(path, [b"2"])
    assert content(store, "f") == content(store, "d/x") == b"1"


def test_files_and_trees_are_deleted(store: LocalArtifacts) -> None:
    for path in ("a/x", "a/y/z", "b"):
        store.put(path, [b"1"])
    store.delete("a")
    store.delete("a")
    store.delete("b/x")
    assert [info.path for info in store.list()] == ["b"]
    with pytest.raises(InvalidPath):
        store.delete("")


def test_others_may_not_write_files(store: LocalArtifacts) -> None:
    before = os.umask(0)
    try:
        store.put("d/f", [b"1"])
    finally:
        os.umask(before)
    for place in (store.root / "d", store.root / "d" / "f"):
        assert stat.S_IMODE(place.stat().st_mode) & 0o022 == 0


@pytest.fixture
def outside(store: LocalArtifacts, tmp_path: Path) -> Path:
    """A directory beside the root, with links to it and its file in the root."""
    place = tmp_path / "outside"
    place.mkdir()
    (place / "secret").write_text("secret")
    store.root.mkdir()
    (store.root / "dir").symlink_to(place)
    (store.root / "file").symlink_to(place / "secret")
    (store.root / "dangling").symlink_to(place / "new")
    (store.root / "inside").symlink_to(store.root / "real")
    return place


@pytest.mark.parametrize("path", ["dir", "file", "dir/secret", "dangling", "dir/new/x"])
def test_a_link_out_of_the_root_is_not_followed(store: LocalArtifacts, outside: Path, path: str) -> None:
    for refused in (store.stat, store.get, store.list):
        with pytest.raises(InvalidPath):
            refused(path)
    if path.startswith("dir/"):
        with pytest.raises(InvalidPath):
            store.put(path, [b"x"])
        with pytest.raises(InvalidPath):
            store.delete(path)
    assert store.list() == ()
    assert [file.name for file in outside.iterdir()] == ["secret"]


def test_a_link_is_replaced_or_removed_and_not_its_target(store: LocalArtifacts, outside: Path) -> None:
    store.put("file", [b"mine"])
    store.put("dangling", [b"mine"])
    store.delete("dir")
    assert (outside / "secret").read_text() == "secret"
    assert [file.name for file in outside.iterdir()] == ["secret"]
    assert [info.path for info in store.list()] == ["dangling", "file"]


def test_a_link_within_the_root_is_followed(store: LocalArtifacts, outside: Path) -> None:
    store.put("real/x", [b"1"])
    assert content(store, "inside/x") == b"1"
    assert [info.path for info in store.list("inside")] == ["inside/x"]


def test_names_that_cannot_be_asked_for_are_not_listed(store: LocalArtifacts) -> None:
    store.put("ok", [b"1"])
    for name in ("a#b", "a\\b", "a\nb"):
        (store.root / name).touch()
    assert [info.path for info in store.list()] == ["ok"]


@pytest.mark.parametrize("path", ["../x", "%2e%2e/x", "/etc/passwd", "a\\..\\..\\x", "C:x", "a\x00b"])
def test_every_door_checks_paths(store: LocalArtifacts, path: str) -> None:
    for door in (store.get, store.stat, store.list, store.delete, store.local_path):
        with pytest.raises(InvalidPath):
            door(path)
    with pytest.raises(InvalidPath):
        store.put(path, [b"x"])


def test_another_kind_of_location_is_refused() -> None:
    with pytest.raises(InvalidValue):
        LocalArtifacts("s3://bucket/x")
