import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barograph.artifacts.base import ArtifactInfo
from barograph.artifacts.local import LocalArtifacts
from barograph.artifacts.transfer import download, upload_dir, upload_file
from barograph.errors import ArtifactNotFound, InvalidPath, InvalidValue


class HostileStore:
    """Lists whatever it is told to, and has bytes for every path."""

    root_uri = "mlflow-artifacts:/hostile"

    def __init__(self, listing: Callable[[str], tuple[ArtifactInfo, ...]]) -> None:
        self._listing = listing

    def put(self, path: str, chunks: Iterable[bytes]) -> None:
        raise NotImplementedError

    def get(self, path: str, *, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        return iter([b"evil"])

    def stat(self, path: str) -> ArtifactInfo | None:
        return ArtifactInfo(path=path, is_dir=True)

    def list(self, path: str = "") -> tuple[ArtifactInfo, ...]:
        return self._listing(path)

    def delete(self, path: str) -> None:
        raise NotImplementedError


def file(path: str) -> ArtifactInfo:
    return ArtifactInfo(path=path, is_dir=False, size_bytes=4)


def tree(root: Path) -> dict[str, bytes]:
    return {place.relative_to(root).as_posix(): place.read_bytes() for place in sorted(root.rglob("*")) if place.is_file()}


@pytest.fixture
def store(tmp_path: Path) -> LocalArtifacts:
    return LocalArtifacts(os.fspath(tmp_path / "store"))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    place = tmp_path / "source"
    for name, content in {"a.txt": b"a", "d/b?.txt": b"b", "d/e/c 1": b"", "empty/x/y": b"y"}.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    return place


def test_a_directory_comes_back_as_it_went(store: LocalArtifacts, source: Path, tmp_path: Path) -> None:
    upload_dir(store, source, "model")
    assert tree(store.root / "model") == tree(source)
    assert download(store, "model/", tmp_path / "there") == (tmp_path / "there" / "model").resolve()
    assert tree(tmp_path / "there" / "model") == tree(source)


def test_many_files_travel(store: LocalArtifacts, tmp_path: Path) -> None:
    source = tmp_path / "many"
    source.mkdir()
    for number in range(200):
        (source / f"{number}.bin").write_bytes(os.urandom(number))
    upload_dir(store, source)
    assert download(store, "", tmp_path / "there") == (tmp_path / "there").resolve()
    assert tree(tmp_path / "there") == tree(source)


def test_one_file_keeps_its_path(store: LocalArtifacts, source: Path, tmp_path: Path) -> None:
    upload_file(store, source / "a.txt", "x/y.txt")
    assert download(store, "x/y.txt", tmp_path / "there") == (tmp_path / "there" / "x" / "y.txt").resolve()
    assert tree(tmp_path / "there") == {"x/y.txt": b"a"}


def test_an_empty_directory_is_made(store: LocalArtifacts, tmp_path: Path) -> None:
    (store.root / "empty").mkdir(parents=True)
    assert download(store, "empty", tmp_path / "there").is_dir()


def test_what_is_missing_is_said(store: LocalArtifacts, source: Path, tmp_path: Path) -> None:
    with pytest.raises(ArtifactNotFound):
        download(store, "nothing", tmp_path / "there")
    assert not (tmp_path / "there").exists()
    with pytest.raises(FileNotFoundError):
        upload_file(store, source / "nothing", "x")
    with pytest.raises(FileNotFoundError):
        upload_dir(store, source / "a.txt")
    with pytest.raises(InvalidValue, match="directory"):
        upload_file(store, source, "x")


def test_a_name_that_cannot_be_stored_stops_the_upload_before_it_begins(store: LocalArtifacts, source: Path) -> None:
    (source / "z#1").touch()
    with pytest.raises(InvalidPath):
        upload_dir(store, source)
    assert store.list() == ()


def test_a_file_downloaded_again_is_replaced(store: LocalArtifacts, tmp_path: Path) -> None:
    store.put("f", [b"old and long"])
    download(store, "f", tmp_path / "there")
    store.put("f", [b"new"])
    download(store, "f", tmp_path / "there")
    assert tree(tmp_path / "there") == {"f": b"new"}


def test_a_failed_download_leaves_no_part_of_a_file(store: LocalArtifacts, tmp_path: Path) -> None:
    class Breaking(LocalArtifacts):
        def get(self, path: str, *, start: int = 0, end: int | None = None) -> Iterator[bytes]:
            yield b"half"
            raise ConnectionError("gone")

    store.put("f", [b"whole"])
    with pytest.raises(ConnectionError):
        download(Breaking(store.root_uri), "f", tmp_path / "there")
    assert list((tmp_path / "there").iterdir()) == []


HOSTILE_NAMES = [
    "../evil",
    "d/../../evil",
    "/evil",
    "..",
    "",
    ".",
    "d/",
    "%2e%2e/evil",
    "..\\evil",
    "C:evil",
    "a\x00b",
    "elsewhere/evil",
    "http://host/evil",
    "file:evil",
]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
@pytest.mark.parametrize("is_dir", [False, True])
def test_a_hostile_listing_writes_nothing_outside(tmp_path: Path, name: str, is_dir: bool) -> None:
    store = HostileStore(lambda path: (ArtifactInfo(path=name, is_dir=is_dir),))
    target = tmp_path / "a" / "target"
    with pytest.raises(InvalidPath):
        download(store, "", target)
    assert tree(tmp_path) == {}


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=6) | st.sampled_from(HOSTILE_NAMES), max_size=3))
def test_no_listing_writes_outside(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    root = tmp_path_factory.mktemp("hostile")
    (root / "target").mkdir()
    with suppress(InvalidPath, OSError):
        download(HostileStore(lambda path: tuple(file(name) for name in names)), "", root / "target")
    assert [place.name for place in root.iterdir()] == ["target"]


def test_a_tree_without_end_is_given_up(tmp_path: Path) -> None:
    store = HostileStore(lambda path: (ArtifactInfo(path=f"{path}/d".lstrip("/"), is_dir=True),))
    with pytest.raises(InvalidPath):
        download(store, "", tmp_path / "target")


def test_no_link_in_the_target_is_followed(store: LocalArtifacts, tmp_path: Path) -> None:
    outside, target = tmp_path / "outside", tmp_path / "target"
    outside.mkdir()
    target.mkdir()
    (outside / "kept").write_text("kept")
    (target / "d").symlink_to(outside)
    (target / "f").symlink_to(outside / "kept")
    store.put("d/x", [b"evil"])
    store.put("f", [b"mine"])
    with pytest.raises(InvalidPath, match="symbolic link"):
        download(store, "d", target)
    download(store, "f", target)
    assert tree(outside) == {"kept": b"kept"}
    assert (target / "f").read_bytes() == b"mine"
    assert not (target / "f").is_symlink()
