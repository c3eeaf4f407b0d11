"""Which files of the code are kept: small ones first, and none that are named as secrets are."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import msgspec

from barograph.projects.record.recorded import KeptFile, LeftOut

_NAMED_AT_MOST = 100
_SECRET = re.compile(
    r"\.env(\..+)?|\.?netrc|\.pypirc|\.git-credentials|\.pgpass|\.htpasswd|id_(rsa|dsa|ecdsa|ed25519).*|.+\.(pem|key|p12|pfx|keystore|jks)"
    r"|(client_)?secrets?\.(json|ya?ml|toml|ini)|credentials(\.(json|ya?ml|toml|ini|csv))?",
    re.IGNORECASE,
)
_NOT_SECRET = re.compile(r"\.env\.(example|sample|template|dist)", re.IGNORECASE)


class Candidate(msgspec.Struct, frozen=True):
    """A file that may be kept. `is_new` if nobody else has it: no commit does."""

    path: str
    size_bytes: int
    is_new: bool


class Chosen(msgspec.Struct, frozen=True):
    """Paths that are kept, in the order of the candidates, and what is not."""

    paths: tuple[str, ...]
    left_out: tuple[LeftOut, ...]

    def named(self) -> tuple[LeftOut, ...]:
        """The first of what is left out, which is enough to tell people."""
        return self.left_out[:_NAMED_AT_MOST]


def chosen(candidates: Iterable[Candidate], limit_bytes: int, left_out: Iterable[LeftOut] = ()) -> Chosen:
    """Choose as many files as fit within a limit. What is left out already comes first."""
    listed = list(candidates)
    secret = {one.path for one in listed if one.is_new and _is_secret(one.path)}
    kept: set[str] = set()
    room = limit_bytes
    for one in sorted((one for one in listed if one.path not in secret), key=lambda one: one.size_bytes):
        if one.size_bytes > room:
            break
        room -= one.size_bytes
        kept.add(one.path)
    without = [
        LeftOut(path=one.path, reason="secret" if one.path in secret else "size", size_bytes=one.size_bytes)
        for one in listed
        if one.path not in kept
    ]
    return Chosen(tuple(one.path for one in listed if one.path in kept), (*left_out, *without))


def kept_file(file: Path) -> KeptFile:
    """What identifies a file that is kept."""
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    return KeptFile(name=file.name, size_bytes=file.stat().st_size, sha256=digest)


def _is_secret(path: str) -> bool:
    name = PurePosixPath(path).name
    return bool(_SECRET.fullmatch(name)) and not _NOT_SECRET.fullmatch(name)
