"""What is installed is read from an environment's folders."""

from __future__ import annotations

import json
from importlib import metadata
from pathlib import Path

from barograph.projects.environments.freeze import conda_packages, frozen, frozen_here


def installed(folder: Path, name: str, origin: object = None) -> None:
    (folder / name).mkdir(parents=True)
    if origin is not None:
        (folder / name / "direct_url.json").write_text(json.dumps(origin))


def test_packages_are_listed_with_where_they_came_from(tmp_path: Path) -> None:
    site = tmp_path / "lib" / "python3.11" / "site-packages"
    installed(site, "Flask_SQLAlchemy-3.1.1.dist-info")
    installed(site, "torch-2.1.0+cu118.dist-info")
    installed(site, "legacy-1.0-py3.11.egg-info")
    installed(site, "develop.egg-info")
    (site / "develop.egg-info" / "PKG-INFO").write_text("Metadata-Version: 2.1\nName: develop\nVersion: 0.5\n\nVersion: 9\n")
    commit = {"url": "https://ada:secret@example.org/x.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}, "subdirectory": "y"}
    installed(site, "from_git-1.0.dist-info", commit)
    installed(site, "edited-1.0.dist-info", {"url": "file:///edited", "dir_info": {"editable": True}})
    installed(site, "wheel_file-1.0.dist-info", {"url": "https://example.org/w.whl", "archive_info": {"hashes": {"sha256": "00"}}})
    installed(site, "broken-1.0.dist-info", "not a mapping")
    installed(site, "~alf-1.0.dist-info")
    installed(site, "unfinished.dist-info")
    assert frozen(tmp_path).splitlines() == [
        "broken==1.0",
        "develop==0.5",
        "-e file:///edited  # edited==1.0",
        "flask-sqlalchemy==3.1.1",
        "from-git @ git+https://example.org/x.git@abc#subdirectory=y",
        "legacy==1.0",
        "torch==2.1.0+cu118",
        "wheel-file @ https://example.org/w.whl#sha256=00",
    ]


def test_packages_of_the_python_below_count_where_they_are_used(tmp_path: Path) -> None:
    installed(tmp_path / "usr" / "lib" / "python3.11" / "site-packages", "below-1.0.dist-info")
    environment = tmp_path / "environment"
    installed(environment / "lib" / "python3.11" / "site-packages", "above-1.0.dist-info")
    settings = f"home = {tmp_path}/usr/bin\nversion = 3.11.7\ninclude-system-site-packages = "
    for uses, packages in (("false", "above==1.0\n"), ("true", "above==1.0\nbelow==1.0\n")):
        (environment / "pyvenv.cfg").write_text(settings + uses)
        assert frozen(environment) == f"# Python 3.11.7\n{packages}"


def test_this_process_has_what_python_says() -> None:
    found = dict(line.split("==") for line in frozen_here().splitlines() if "@" not in line and not line.startswith(("-e", "#")))
    expected = {one.name.lower().replace("_", "-").replace(".", "-"): one.version for one in metadata.distributions()}
    assert found.items() <= expected.items()
    assert {"msgspec", "pytest", "sqlalchemy"} <= found.keys()


def test_packages_of_conda_are_listed_with_their_build(tmp_path: Path) -> None:
    (tmp_path / "conda-meta").mkdir()
    package = {
        "name": "zlib",
        "version": "1.3",
        "build": "h1_0",
        "channel": "https://conda.example.org/conda-forge/linux-64",
        "subdir": "linux-64",
    }
    (tmp_path / "conda-meta" / "zlib.json").write_text(json.dumps(package))
    (tmp_path / "conda-meta" / "other.json").write_text('{"name": "other", "version": "1", "build_string": "0"}')
    (tmp_path / "conda-meta" / "history").write_text("")
    assert conda_packages(tmp_path) == ["conda-forge::zlib=1.3=h1_0", "other=1=0"]
    assert conda_packages(tmp_path / "elsewhere") == []
