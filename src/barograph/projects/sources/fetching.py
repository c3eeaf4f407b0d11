"""From a project's URI to its files: folders are used where they are, all else is fetched into a temporary folder."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

from barograph.errors import ExecutionFailed, InvalidValue, shown
from barograph.projects.manifest import manifest_file
from barograph.projects.sources.archive import unpack
from barograph.projects.sources.checkout import Checkout
from barograph.projects.sources.git import check_version, fetch
from barograph.projects.sources.git_command import Remote, remote_of, without_secrets
from barograph.projects.sources.local import is_bare, origin_of, work_tree

_WEB = re.compile(r"https?://", re.IGNORECASE)


def fetch_project(uri: str, version: str | None = None) -> Checkout:
    """The project that a URI names: a folder, a zip file (also behind a web address), or a git repository; `#folder` is one within it.

    Raises `InvalidValue` for what names no project, `ExecutionFailed` where fetching fails. A `version` of a folder that is a git work tree
    is fetched into a temporary folder; the folder stays as it is.
    """
    uri = str(uri).strip().strip("'\"")
    if not uri or "\0" in uri:
        raise InvalidValue(f"Project URI {shown(uri)} is empty or holds a NUL character. Give a folder or the address of a repository.")
    check_version(version)
    place, subdirectory = _split(uri)
    local = _local_path(place)
    if place.endswith(".zip") and (local is None or local.is_file()):
        if version is not None:
            raise _without_version(uri)
        return _of_zip(place, local, subdirectory)
    if local is not None and local.is_dir() and not is_bare(local):
        return _of_folder(local, subdirectory) if version is None else _of_version(local, subdirectory, version)
    if local is None and place.startswith(("/", "./", "../", "~")):
        raise InvalidValue(f"Project URI {shown(uri)} is a folder that is not there.")
    if local is not None and not local.is_dir():
        raise InvalidValue(f"Project URI {shown(uri)} is a file. Give its folder, and name it as the entry point.")
    remote = Remote(url=local.as_uri()) if local is not None else remote_of(place)
    name = place if local is not None else remote.url
    return _of_git(remote, name, subdirectory, version)


def _split(uri: str) -> tuple[str, str]:
    """The URI before `#`, and the path behind it in normal form. A folder with `#` in its name is taken as it stands."""
    place, found, subdirectory = uri.partition("#")
    if not found or Path(uri).is_dir():
        return uri, ""
    segments = [segment for segment in subdirectory.split("/") if segment not in ("", ".")]
    if subdirectory.startswith("/") or ".." in segments or "\\" in subdirectory:
        raise InvalidValue(f"{shown('#' + subdirectory)} leads out of the project. Give a folder in it, such as #training/small.")
    return place, "/".join(segments)


def _local_path(place: str) -> Path | None:
    """The path that a URI names if it is there; one with `file:` must be."""
    if place.startswith("file:"):
        parts = urlsplit(place)
        if parts.netloc not in ("", "localhost"):
            raise InvalidValue(f"Project URI {shown(place)} names a host. Write file:///path.")
        path = Path(unquote(parts.path))
        if not path.exists():
            raise InvalidValue(f"Project URI {shown(place)} names {shown(str(path))}, which is not there.")
        return path.absolute()
    path = Path(place).expanduser()
    try:
        return path.absolute() if path.exists() else None
    except OSError:
        return None  # too long for a path


def _of_folder(folder: Path, subdirectory: str) -> Checkout:
    folder = Path(os.path.normpath(folder))
    directory = _below(folder, subdirectory, str(folder))
    tree = work_tree(directory)
    source = _with_subdirectory(str(folder), subdirectory)
    if tree is not None:
        within = directory.resolve().relative_to(tree.root.resolve()).as_posix()
        source = _with_subdirectory(tree.root.as_uri(), "" if within == "." else within)
    return Checkout(
        directory=directory,
        source=source,
        uri=_with_subdirectory(str(folder), subdirectory),
        repository=tree.repository if tree else None,
        commit=tree.commit if tree else None,
    )


def _of_version(folder: Path, subdirectory: str, version: str) -> Checkout:
    tree = work_tree(folder)
    if tree is None:
        raise _without_version(str(folder))
    within = folder.resolve().relative_to(tree.root.resolve()).as_posix()
    path = "/".join(part for part in ("" if within == "." else within, subdirectory) if part)
    try:
        found = _of_git(Remote(url=tree.root.as_uri()), str(tree.root), path, version)
    except ExecutionFailed as failure:
        found = _of_origin(folder, path, version, failure)
    return Checkout(
        directory=found.directory,
        source=_with_subdirectory(tree.root.as_uri(), path),
        uri=_with_subdirectory(str(tree.root), path),
        version=version,
        repository=tree.repository,
        commit=found.commit,
        branch=found.branch,
        temporary=found.temporary,
    )


def _of_origin(folder: Path, path: str, version: str, failure: ExecutionFailed) -> Checkout:
    """A version that a work tree does not have, but where it was cloned from."""
    origin = origin_of(folder)
    if origin is None:
        raise failure
    try:
        return _of_git(origin, origin.url, path, version)
    except ExecutionFailed as also:
        raise ExecutionFailed(f"{failure.message} Nor could it be had from its origin: {also.message}") from None


def _of_git(remote: Remote, name: str, subdirectory: str, version: str | None) -> Checkout:
    fetched = fetch(remote, version)
    source = _with_subdirectory(without_secrets(name, remote), subdirectory)
    return _checked(
        Checkout(
            directory=fetched.folder / subdirectory,
            source=source,
            uri=source,
            version=version,
            repository=remote.url,
            commit=fetched.commit,
            branch=fetched.branch,
            temporary=fetched.folder,
        ),
        subdirectory,
    )


def _of_zip(place: str, local: Path | None, subdirectory: str) -> Checkout:
    if local is not None:
        label, folder = str(local), unpack(local, str(local))
    elif _WEB.match(place):
        label, folder = _of_web_zip(place)
    else:
        raise InvalidValue(f"Project URI {shown(place)} is a zip file that is neither here nor behind http(s)://.")
    source = _with_subdirectory(label, subdirectory)
    directory = folder / subdirectory if subdirectory else _only_folder(folder)
    return _checked(Checkout(directory=directory, source=source, uri=source, temporary=folder), subdirectory)


def _of_web_zip(url: str) -> tuple[str, Path]:
    from barograph.projects.sources.download import download_url

    label = remote_of(url).url
    kept = Path(tempfile.mkdtemp(prefix="barograph-download-"))
    try:
        return label, unpack(download_url(url, kept), label)
    finally:
        shutil.rmtree(kept, ignore_errors=True)


def _only_folder(folder: Path) -> Path:
    """The project within an archive: where all is in one folder that has an MLproject file, as code hosts pack them, that folder."""
    inside = list(folder.iterdir())
    if len(inside) == 1 and inside[0].is_dir() and manifest_file(inside[0]):
        return inside[0]
    return folder


def _checked(checkout: Checkout, subdirectory: str) -> Checkout:
    """The checkout if its directory is there and inside."""
    try:
        _below(checkout.temporary or checkout.directory, subdirectory, checkout.source)
    except BaseException:
        checkout.discard()
        raise
    return checkout


def _below(folder: Path, subdirectory: str, name: str) -> Path:
    directory = folder / subdirectory if subdirectory else folder
    if not directory.is_dir():
        raise InvalidValue(f"{shown(name)} has no folder {shown(subdirectory)}.")
    if not directory.resolve().is_relative_to(folder.resolve()):
        raise InvalidValue(f"{shown('#' + subdirectory)} leads out of {shown(name)} by a symbolic link.")
    return directory


def _with_subdirectory(source: str, subdirectory: str) -> str:
    return f"{source}#{subdirectory}" if subdirectory else source


def _without_version(uri: str) -> InvalidValue:
    return InvalidValue(f"A version is given, but {shown(uri)} is no git repository. Leave the version out.")
