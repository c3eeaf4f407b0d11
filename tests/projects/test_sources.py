"""Where projects come from."""

from __future__ import annotations

import os
import stat
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from barograph.errors import BarographError, ExecutionFailed, InvalidValue
from barograph.projects.sources.fetching import fetch_project
from barograph.projects.sources.git_command import git as git_command
from barograph.projects.sources.git_command import remote_of, without_secrets
from project_tree import git, make_tree


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("made") / "tree"
    make_tree(root)
    git(root, "clone", "--quiet", "--bare", str(root / "repo"), str(root / "bare.git"))
    git(root / "bare.git", "remote", "remove", "origin")
    return root


@pytest.fixture(autouse=True)
def git_of_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)


def first_line(directory: Path) -> str:
    return (directory / "MLproject").read_text()


def test_a_folder_is_used_where_it_is(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made)
    for uri in ("plain", "./plain/", str(made / "plain"), f"file://{made}/plain", "'plain'", '"plain"', "scripts/../plain"):
        found = fetch_project(uri)
        assert (found.directory, found.source, found.temporary, found.commit) == (made / "plain", str(made / "plain"), None, None), uri
    deep = fetch_project("scripts#deep")
    assert (deep.directory, deep.source) == (made / "scripts" / "deep", f"{made}/scripts#deep")
    (made / "odd#name").mkdir(exist_ok=True)
    assert fetch_project("odd#name").directory == made / "odd#name"


def test_a_work_tree_tells_its_commit(made: Path) -> None:
    found = fetch_project(str(made / "repo"))
    commit = git(made / "repo", "rev-parse", "HEAD")
    assert (found.commit, found.source, found.repository) == (commit, f"file://{made}/repo", "https://example.com/ann/repo.git")
    assert (found.branch, found.version, found.temporary) == (None, None, None)
    assert fetch_project(f"{made}/repo#sub").source == fetch_project(str(made / "repo" / "sub")).source == f"file://{made}/repo#sub"


@pytest.mark.parametrize("place", ["file://{made}/bare.git", "{made}/bare.git", "{made}/repo", "file://{made}/repo"])
def test_versions_of_a_repository(made: Path, place: str) -> None:
    uri = place.format(made=made)
    main, other = (git(made / "repo", "rev-parse", name) for name in ("main", "other"))
    before = git(made / "repo", "rev-parse", "--abbrev-ref", "HEAD")
    for version, commit, branch in (
        ("main", main, "main"), ("other", other, "other"), ("v1", main, None), (other, other, None), (other[:7], other, None),
        (main[:10].upper(), main, None),
    ):  # fmt: skip
        found = fetch_project(uri, version)
        assert (found.commit, found.branch, found.version) == (commit, branch, version)
        assert ("other" in first_line(found.directory)) == (commit == other)
        assert found.temporary is not None
        found.discard()
        assert not found.directory.exists()
    assert git(made / "repo", "rev-parse", "--abbrev-ref", "HEAD") == before


def test_versions_that_there_are_not(made: Path) -> None:
    with pytest.raises(ExecutionFailed, match="no branch or tag 'nothing'"):
        fetch_project(f"file://{made}/bare.git", "nothing")
    with pytest.raises(ExecutionFailed, match="no commit 'abcdef0'"):
        fetch_project(f"file://{made}/bare.git", "abcdef0")


def test_a_repository_without_a_version(made: Path) -> None:
    found = fetch_project(f"file://{made}/bare.git#sub")
    assert found.directory == (found.temporary or Path()) / "sub"
    assert (found.source, found.repository) == (f"file://{made}/bare.git#sub", f"file://{made}/bare.git")
    assert (found.branch, found.commit) == (None, git(made / "bare.git", "rev-parse", "HEAD"))
    found.discard()
    with pytest.raises(InvalidValue, match="has no folder 'nothing'"):
        fetch_project(f"file://{made}/bare.git#nothing")


def test_a_version_that_only_the_origin_has(made: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--single-branch", "--branch", "main", f"file://{made}/bare.git", "work")
    found = fetch_project(str(tmp_path / "work"), "other")
    assert "other" in first_line(found.directory)
    assert found.branch == "other"
    found.discard()


def test_submodules_come_along(made: Path, tmp_path: Path) -> None:
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "--quiet")
    git(outer, "submodule", "--quiet", "add", f"file://{made}/bare.git", "inner")
    git(outer, "commit", "--quiet", "-m", "with a part")
    git(tmp_path, "clone", "--quiet", "--bare", str(outer), "outer.git")
    found = fetch_project(f"file://{tmp_path}/outer.git#inner")
    assert (found.directory / "MLproject").is_file()
    found.discard()


@pytest.mark.parametrize(
    "uri",
    [
        "ext::sh -c touch% canary", "--upload-pack=touch canary", "-u", "ssh://-oProxyCommand=touch canary/x", "ssh://user@-oProxyCommand=x/y",
        "-oProxyCommand=x:repo", "git@-host:repo", "fd::7", "transport::address", "ftp://host/x", "https://", "https://host:port/x",
        "absent",
        "http://host\n/x", "", "'", "a\0b",
        "file://elsewhere/x", "file:///not/there", "git@host:-x", "../absent",
    ],
)  # fmt: skip
def test_what_is_no_project_is_refused(uri: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InvalidValue):
        fetch_project(uri)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("version", ["-x", "--upload-pack=touch canary", "a b", "a..b", "$(touch canary)\n", "", "a:b", "x^{/y}", "@{1}"])
def test_what_is_no_version_is_refused(made: Path, version: str) -> None:
    for uri in (f"file://{made}/bare.git", str(made / "repo"), str(made / "plain")):
        with pytest.raises(InvalidValue, match="Version"):
            fetch_project(uri, version)


def test_a_version_needs_a_repository(made: Path) -> None:
    for uri in (made / "plain", made / "plain.zip"):
        with pytest.raises(InvalidValue, match="no git repository"):
            fetch_project(str(uri), "main")


@pytest.mark.parametrize("place", ["#..", "#a/../..", "#/etc", "#a\\b"])
def test_folders_outside_are_refused(made: Path, place: str) -> None:
    with pytest.raises(InvalidValue, match="leads out"):
        fetch_project(f"{made}/plain{place}")


def test_a_link_out_of_the_project_is_refused(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "link").symlink_to("/")
    with pytest.raises(InvalidValue, match="symbolic link"):
        fetch_project(f"{tmp_path}/project#link")


def test_credentials_are_neither_shown_nor_kept() -> None:
    remote = remote_of("https://ann:se%24cret@127.0.0.1:1/x.git")
    assert remote.url == "https://127.0.0.1:1/x.git"
    with pytest.raises(ExecutionFailed) as failed:
        git_command(remote, "ls-remote", "--", remote.url)
    assert "127.0.0.1:1/x.git" in failed.value.message
    for secret in ("se$cret", "se%24cret", "ann:"):
        assert secret not in failed.value.message
    assert without_secrets("x se$cret y se%24cret", remote) == "x *** y ***"
    token = remote_of("https://ghp_token@127.0.0.1:1/x.git")
    assert "ghp_token" not in token.url
    assert without_secrets("fatal: ghp_token@", token) == "fatal: ***@"
    with pytest.raises(BarographError) as refused:
        fetch_project("ftp://ann:secret@host/x")
    assert "secret" not in refused.value.message


def test_other_repositories_of_this_machine_are_no_submodules_of_one_from_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for uri, allowed in (("https://127.0.0.1:1/x.git", False), ("file:///x.git", True)):
        script = git_command(remote_of(uri), "-c", "alias.told=!printenv GIT_ALLOW_PROTOCOL", "told")
        assert ("file" in script.split(":")[-1]) == allowed


# Zip files


def test_a_zip_file(made: Path) -> None:
    found = fetch_project(str(made / "plain.zip"))
    assert found.source == str(made / "plain.zip")
    assert first_line(found.directory) == first_line(made / "plain")
    found.discard()
    assert not found.directory.exists()
    inner = fetch_project(f"file://{made}/plain.zip#inner/deep")
    assert (inner.directory / "dump.py").is_file()
    inner.discard()


def test_one_folder_with_all_is_the_project(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("repo-main/MLproject", "name: x\n")
    found = fetch_project(str(tmp_path / "x.zip"))
    assert found.directory.name == "repo-main"
    found.discard()


def member(name: str, mode: int = 0) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("placeholder")
    info.filename = name
    info.create_system = 3
    info.external_attr = (mode or stat.S_IFREG | 0o644) << 16
    return info


HOSTILE = {
    "up": member("../out"),
    "up within": member("a/../../out"),
    "absolute": member("/tmp/out"),
    "backslashes": member("..\\out"),
    "drive": member("C:/out"),
    "link": member("link", stat.S_IFLNK | 0o777),
    "character device": member("dev", stat.S_IFCHR | 0o666),
    "block device": member("dev", stat.S_IFBLK | 0o666),
    "pipe": member("pipe", stat.S_IFIFO | 0o666),
    "socket": member("socket", stat.S_IFSOCK | 0o666),
    "line break": member("a\nb"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_archives_are_refused_before_anything_is_written(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("MLproject", "name: x\n")
        archive.writestr(HOSTILE[kind], "/etc/passwd")
    with pytest.raises(InvalidValue, match="was not unpacked"):
        fetch_project(str(tmp_path / "x.zip"))
    assert list(temporary.iterdir()) == []
    assert not (tmp_path / "out").exists()


def test_bombs_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", b"\0" * 10_000_000)
    with pytest.raises(InvalidValue, match="100-fold"):
        fetch_project(str(tmp_path / "x.zip"))


def test_a_name_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(member("a"), "1")
        archive.writestr(member("./a"), "2")
    with pytest.raises(InvalidValue, match="twice"):
        fetch_project(str(tmp_path / "x.zip"))


def test_damaged_archives_fail(tmp_path: Path, made: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK no archive")
    with pytest.raises(ExecutionFailed, match="cannot be unpacked"):
        fetch_project(str(tmp_path / "x.zip"))


class Files(SimpleHTTPRequestHandler):
    """Serves a folder, and sends away what asks for `/moved/…`."""

    asked: ClassVar[list[tuple[str, str | None]]] = []

    def do_GET(self) -> None:
        Files.asked.append((self.path, self.headers.get("Authorization")))
        if self.path.startswith("/moved/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/moved"))
            self.end_headers()
        elif self.path.startswith("/round"):
            self.send_response(302)
            self.send_header("Location", "/round.zip")
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(scope="module")
def web(made: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=str(made))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_a_zip_file_behind_a_web_address(web: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAROGRAPH_TRACKING_TOKEN", "for-the-tracking-server")
    Files.asked.clear()
    found = fetch_project(f"http://ann:pass@{web}/moved/plain.zip#inner")
    assert (found.directory / "dump.py").is_file()
    assert found.source == f"http://{web}/moved/plain.zip#inner"
    found.discard()
    (first, first_header), (second, second_header) = Files.asked
    assert (first, second) == ("/moved/plain.zip", "/plain.zip")
    assert first_header is not None
    assert first_header.startswith("Basic ")
    assert second_header is None
    with pytest.raises(BarographError):
        fetch_project(f"http://{web}/absent.zip")
    with pytest.raises(ExecutionFailed, match="redirected more than"):
        fetch_project(f"http://{web}/round.zip")


def test_git_over_http(web: str, made: Path) -> None:
    git(made / "bare.git", "update-server-info")
    found = fetch_project(f"http://ann:pass@{web}/bare.git", "other")
    assert "other" in first_line(found.directory)
    assert found.source == found.repository == f"http://{web}/bare.git"
    kept = subprocess.run(["grep", "-r", "pass@", str(found.temporary)], capture_output=True, check=False).stdout
    assert kept == b""
    found.discard()
