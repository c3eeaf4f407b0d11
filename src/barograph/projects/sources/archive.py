"""Projects in zip files. All of an archive is checked before the first of its files is written."""

from __future__ import annotations

import shutil
import stat
import tempfile
import zipfile
from pathlib import Path

from barograph.artifacts.resolve import safe_path
from barograph.errors import ExecutionFailed, InvalidPath, InvalidValue, shown

MAX_RATIO = 100
"""How many times larger than the archive its files may be."""
_MAX_MEMBERS = 100_000
_CHUNK = 1 << 20


def unpack(archive: Path, label: str) -> Path:
    """A temporary folder with the files of an archive that errors call `label`.

    Raises `InvalidValue` for one with names that lead out of the folder, with links or devices, or that is made to take much more room than
    it has, and `ExecutionFailed` for one that is damaged.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            members = _checked(opened, archive.stat().st_size, label)
            folder = Path(tempfile.mkdtemp(prefix="barograph-project-"))
            try:
                _write(opened, members, folder)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, OSError) as error:
        raise ExecutionFailed(f"{shown(label)} cannot be unpacked: {error}") from None
    return folder


def _checked(archive: zipfile.ZipFile, packed_bytes: int, label: str) -> list[tuple[zipfile.ZipInfo, str]]:
    """Members with their paths in normal form."""
    members = archive.infolist()
    if len(members) > _MAX_MEMBERS:
        raise InvalidValue(f"{shown(label)} has {len(members):,} members, more than the {_MAX_MEMBERS:,} allowed.")
    unpacked_bytes = sum(member.file_size for member in members)
    if unpacked_bytes > MAX_RATIO * packed_bytes:
        raise InvalidValue(
            f"{shown(label)} would grow from {packed_bytes:,} to {unpacked_bytes:,} bytes, more than {MAX_RATIO}-fold. It was not unpacked."
        )
    checked: list[tuple[zipfile.ZipInfo, str]] = []
    known: dict[str, bool] = {}
    for member in members:
        path = _path(member, label)
        if path in known and not (member.is_dir() and known[path]):
            raise InvalidValue(f"{shown(label)} has the member {shown(member.filename)} twice, and was not unpacked.")
        known[path] = member.is_dir()
        checked.append((member, path))
    return checked


def _path(member: zipfile.ZipInfo, label: str) -> str:
    mode = member.external_attr >> 16
    kind = stat.S_IFMT(mode)
    if member.create_system == 3 and kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise InvalidValue(f"{shown(label)} has the member {shown(member.filename)}, which is a link or a device, and was not unpacked.")
    if member.flag_bits & 1:
        raise InvalidValue(f"{shown(label)} has the member {shown(member.filename)}, which is encrypted, and was not unpacked.")
    try:
        path = safe_path(member.orig_filename.rstrip("/") if member.is_dir() else member.orig_filename)
    except InvalidPath as error:
        raise InvalidValue(f"{shown(label)} was not unpacked. {error.message}") from None
    if not path and not member.is_dir():
        raise InvalidValue(f"{shown(label)} has a member without a name, and was not unpacked.")
    return path


def _write(archive: zipfile.ZipFile, members: list[tuple[zipfile.ZipInfo, str]], folder: Path) -> None:
    for member, path in members:
        place = folder / path
        if member.is_dir():
            place.mkdir(parents=True, exist_ok=True)
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(member) as packed, place.open("xb") as file:
            while chunk := packed.read(_CHUNK):
                file.write(chunk)
        if member.create_system == 3 and member.external_attr >> 16 & stat.S_IXUSR:
            place.chmod(place.stat().st_mode | stat.S_IXUSR)
