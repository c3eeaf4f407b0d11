"""Folders as zip files over HTTP."""

from __future__ import annotations

import io
import os
import tracemalloc
import zipfile
from pathlib import Path
from urllib.parse import quote

import pytest
from server_caller import Caller

from barograph.artifacts.local import LocalArtifacts
from barograph.server.artifact_roots import Folder
from barograph.server.folder_zip import zipped

ROUTE = "/api/barograph/1/artifacts/zip"
FILES = {"a.txt": b"text " * 1_000, "d/b c+ü.json": b"{}", "d/e/deep.bin": os.urandom(300_000), "d/empty": b"", "d/%2e%2e.txt.": b"odd"}


@pytest.fixture(scope="module")
def run_id(server: Caller) -> str:
    run = server.new_run()
    root = server.artifacts / "0" / run / "artifacts"
    for path, data in FILES.items():
        place = root / path.replace("%2e%2e.txt.", "odd name;.txt")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    (server.artifacts.parent / "secret.txt").write_bytes(b"secret")
    (root / "d" / "out").symlink_to(server.artifacts.parent)
    (root / "d" / "self").symlink_to(root / "d" / "e")
    return run


def _opened(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_folder_comes_as_one_file(server: Caller, run_id: str) -> None:
    answer = server.get(ROUTE, run_id=run_id, path="d")
    assert answer.status == 200
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''d.zip"
    assert answer.headers["content-type"] == "application/zip"
    found = _opened(answer.data)
    assert set(found) == {"d/b c+ü.json", "d/e/deep.bin", "d/empty", "d/odd name;.txt", "d/self/deep.bin"}
    assert found["d/e/deep.bin"] == FILES["d/e/deep.bin"]
    assert b"secret" not in b"".join(found.values())


def test_all_artifacts_of_a_run(server: Caller, run_id: str) -> None:
    found = _opened(server.get(ROUTE, run_id=run_id).data)
    assert found["artifacts/a.txt"] == FILES["a.txt"]
    assert _opened(server.get(ROUTE, run_id=server.new_run()).data) == {}


def test_what_cannot_be_zipped(server: Caller, run_id: str) -> None:
    assert server.get(ROUTE, run_id=run_id, path="nope").status == 404
    assert server.get(ROUTE, run_id=run_id, path="a.txt").status == 400
    assert server.get(ROUTE).status == 400
    for path in ("../..", "..\\..", "%2e%2e/", "/etc", "d/../../..", "d/out"):
        assert server.raw("GET", f"{ROUTE}?run_id={run_id}&path={quote(path)}").status in (400, 404)
    head = server.raw("HEAD", f"{ROUTE}?run_id={run_id}&path=d")
    assert (head.status, head.data) == (200, b"")


def test_memory_does_not_grow_with_files(tmp_path: Path) -> None:
    for number in range(4):
        with (tmp_path / f"{number}.bin").open("wb") as file:
            file.truncate(64 << 20)
    tracemalloc.start()
    size = sum(len(chunk) for chunk in zipped(Folder(LocalArtifacts(str(tmp_path))), "", "all"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size > 256 << 20
    assert peak < 16 << 20


def test_files_that_vanish_are_named(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name)
    chunks = zipped(_Vanishing(LocalArtifacts(str(tmp_path)), tmp_path / "b.txt"), "", "all")
    found = _opened(b"".join(chunks))
    assert found["all/a.txt"] == b"a.txt"
    assert b"all/b.txt" in found["all/LEFT-OUT.txt"]
    assert "all/b.txt" not in found


class _Vanishing(Folder):
    """A folder of which somebody deletes a file after it was listed."""

    def __init__(self, store: LocalArtifacts, victim: Path) -> None:
        super().__init__(store)
        self._victim = victim

    def list(self, path: str = "") -> tuple[object, ...]:  # type: ignore[override]  # what it lists is not looked at
        found = super().list(path)
        self._victim.unlink()
        return found
