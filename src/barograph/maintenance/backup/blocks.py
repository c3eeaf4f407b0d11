"""The form of a backup file.

| part | form |
|---|---|
| magic | `BAROBAK1` |
| blocks | length as 4 bytes, little-endian; then zstd of MessagePack of one of the structs below |
| end | length 0; then the SHA-256 of all before, 32 bytes |

The first block is the `Header`, the last the `Summary`.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import msgspec
from zstandard import ZstdCompressor, ZstdDecompressor, ZstdError

from barograph.errors import InvalidValue, Unavailable, shown

FORMAT = 1
_MAGIC = b"BAROBAK1"
_LENGTH_BYTES = 4
_HASH_BYTES = 32
_READ_BYTES = 1 << 20
_MAX_BLOCK = 1 << 30


class Header(msgspec.Struct, frozen=True, kw_only=True, tag="header"):
    """Whose backup it is.

    `tables` are the columns of each table, in the order in which tables follow. No id up to those in `last_ids` may be given again.
    """

    format: int
    release: str
    schema_version: str
    database: str
    created_ms: int
    tables: dict[str, list[str]]
    last_ids: dict[str, int]
    total_rows: int


class Rows(msgspec.Struct, frozen=True, kw_only=True, tag="rows"):
    """Rows of a table."""

    table: str
    rows: list[list[Any]]


class Piece(msgspec.Struct, frozen=True, kw_only=True, tag="piece"):
    """Bytes of an artifact. The pieces of a file follow each other, and `is_last` ends them."""

    owner: str
    uri: str
    path: str
    data: bytes
    is_last: bool


class Summary(msgspec.Struct, frozen=True, kw_only=True, tag="summary"):
    """What the blocks before hold in all."""

    rows: dict[str, int]
    files: int
    file_bytes: int


Block = Header | Rows | Piece | Summary
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Block).decode


class BackupWriter:
    """Writes a file beside its place, and puts it there once it is whole and on the disk. A block that ends it early leaves nothing."""

    def __init__(self, file: Path) -> None:
        if file.exists():
            raise InvalidValue(f"{shown(str(file))} is there already. Name another file.")
        self._file = file
        self._part = file.with_name(f".{file.name}.part")
        self._hash = hashlib.sha256()
        self._zstd = ZstdCompressor(level=3)
        try:
            self._part.touch(mode=0o600)
            self._out: BinaryIO = self._part.open("wb")
        except OSError as problem:
            raise InvalidValue(f"Cannot write {shown(str(self._part))}: {problem.strerror}. Name another place.") from None
        self._put(_MAGIC)

    def write(self, block: Block) -> None:
        """Add a block."""
        content = self._zstd.compress(_encode(block))
        self._put(len(content).to_bytes(_LENGTH_BYTES, "little") + content)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if kind is None:
                self._put(bytes(_LENGTH_BYTES))
                self._out.write(self._hash.digest())
                self._out.flush()
                os.fsync(self._out.fileno())
                self._part.replace(self._file)
                _sync_folder(self._file.parent)
        except OSError as problem:
            raise Unavailable(f"The backup cannot be written: {problem.strerror}. Free space, or name another place.") from None
        finally:
            self._out.close()
            self._part.unlink(missing_ok=True)

    @property
    def sha256(self) -> str:
        """Of everything before the hash itself, once closed."""
        return self._hash.hexdigest()

    def _put(self, content: bytes) -> None:
        try:
            self._out.write(content)
        except OSError as problem:
            raise Unavailable(f"The backup cannot be written: {problem.strerror}. Free space, or name another place.") from None
        self._hash.update(content)


def verify(file: Path) -> Header:
    """The header of a backup whose every byte is as it was written; anything else raises `InvalidValue`."""
    try:
        size = file.stat().st_size
        with file.open("rb") as source:
            if source.read(len(_MAGIC)) != _MAGIC:
                raise InvalidValue(f"{shown(str(file))} is not a backup of Barograph.")
            source.seek(0)
            found, left = hashlib.sha256(), size - _HASH_BYTES
            while left > 0 and (content := source.read(min(_READ_BYTES, left))):
                found.update(content)
                left -= len(content)
            if found.digest() != source.read(_HASH_BYTES):
                raise InvalidValue(f"The backup {shown(str(file))} is damaged or cut off: its checksum is wrong. Use another one.")
    except OSError as problem:
        raise InvalidValue(f"Cannot read {shown(str(file))}: {problem.strerror}.") from None
    header = next(blocks(file))
    if not isinstance(header, Header) or header.format > FORMAT:
        raise InvalidValue(f"The backup {shown(str(file))} has a form that this release does not know. Use a newer release.")
    return header


def blocks(file: Path) -> Iterator[Block]:
    """The blocks of a file that was verified."""
    unpack = ZstdDecompressor().decompress
    with file.open("rb") as source:
        source.seek(len(_MAGIC))
        while length := int.from_bytes(source.read(_LENGTH_BYTES), "little"):
            try:
                yield _decode(unpack(source.read(length), max_output_size=_MAX_BLOCK))
            except (ZstdError, msgspec.DecodeError) as problem:
                raise InvalidValue(f"The backup {shown(str(file))} holds what this release cannot read: {problem}.") from None


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
