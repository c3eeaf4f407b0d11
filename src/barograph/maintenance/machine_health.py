"""What the machine may do to a store: disks, permissions, journals that wait."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from barograph.maintenance.finding import Finding, Level
from barograph.maintenance.sizes import shown_bytes

_MOUNTS = Path("/proc/mounts")
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "glusterfs", "lustre", "beegfs", "gpfs", "ncpfs", "fuse.sshfs", "fuse.s3fs"}
    | {"fuse.glusterfs", "fuse.rclone", "fuse.gcsfuse", "fuse.juicefs", "fuse.blobfuse2", "fuse.ceph", "fuse.mount-s3"}
)
_SHARED_WITH_HOST = frozenset({"9p", "virtiofs", "vboxsf", "fuse.vmhgfs-fuse", "drvfs"})
_LITTLE = 1 << 30
_NOTHING = 100 << 20


def file_findings(file: Path) -> Iterator[Finding]:
    """Whether a SQLite file lies where it can be kept safely."""
    kind = file_system_of(file, _MOUNTS.read_text(errors="replace") if _MOUNTS.exists() else "")
    if kind in _NETWORK:
        yield _about(
            file,
            Level.ERROR,
            "network-file-system",
            f"{file} is on a network file system ({kind}). SQLite's locks and its log do not work across machines: data can be lost.",
            "Move the file to a local disk and let others reach it through `barograph server`, or use PostgreSQL.",
        )
    elif kind in _SHARED_WITH_HOST:
        yield _about(
            file,
            Level.WARNING,
            "shared-file-system",
            f"{file} is in a folder that is shared with another system ({kind}), where locks often do not hold.",
            "Open it from one of the two systems only, or move it to a disk of this one.",
        )
    for place in (file, file.parent):
        if not os.access(place, os.W_OK):
            yield _about(
                place, Level.ERROR, "not-writable", f"{place} cannot be written by this user.", "Give this user the right to write it."
            )
    if stat.S_IMODE(file.stat().st_mode) & stat.S_IWOTH:
        yield _about(file, Level.WARNING, "open-to-all", f"Every user of this machine can change {file}.", f"chmod o-w {file}")


def space_findings(place: Path) -> Iterator[Finding]:
    """Whether the disk of a file or folder has room."""
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    if free < _LITTLE:
        level = Level.ERROR if free < _NOTHING else Level.WARNING
        yield _about(place, level, "little-space", f"The disk of {place} has {shown_bytes(free)} left.", "Free space, or move the store.")


def journal_findings() -> Iterator[Finding]:
    """Whether something that this user logged has not been sent."""
    try:
        from barograph.store.wrap.journal.segment import journal_directory
    except ModuleNotFoundError as missing:
        if missing.name != "fcntl":
            raise
        return  # no file locks, so no journals
    directory = journal_directory()
    try:
        waiting = [file for file in directory.iterdir() if file.is_file() and file.stat().st_size]
    except OSError:
        return
    if waiting:
        yield _about(
            directory,
            Level.HINT,
            "journals-waiting",
            f"{len(waiting)} journals in {directory} hold what may not have been sent yet. Those of running processes are among them.",
            "Run `barograph sync` once the server can be reached.",
        )


def file_system_of(place: Path, mounts: str) -> str:
    """The type of the file system that a path is on, by a table in the form of /proc/mounts; "" if it does not say."""
    target = str(place.resolve())
    best, kind = "", ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        mount = fields[1].replace("\\040", " ").rstrip("/")
        if (target == mount or target.startswith(f"{mount}/")) and len(mount) >= len(best):
            best, kind = mount, fields[2]
    return kind


def _about(place: Path, level: Level, code: str, message: str, fix: str) -> Finding:
    return Finding(level=level, code=code, subject=str(place), message=message, fix=fix)
