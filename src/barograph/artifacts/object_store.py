"""Artifacts in S3, Google Cloud Storage or Azure Blob Storage.

Credentials and endpoints come from the variables that the vendors define (AWS_ACCESS_KEY_ID, GOOGLE_APPLICATION_CREDENTIALS,
AZURE_STORAGE_ACCOUNT_KEY...); the setting `S3_ENDPOINT_URL` names another store that speaks S3. Keys are the given names, byte for byte.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from barograph import settings
from barograph.artifacts.base import ArtifactInfo
from barograph.artifacts.chunks import CHUNK_BYTES
from barograph.artifacts.resolve import Location, parse_location, redacted, safe_path
from barograph.errors import (
    ArtifactNotFound,
    BarographError,
    InvalidPath,
    InvalidValue,
    PermissionDenied,
    Unauthenticated,
    Unavailable,
    shown,
)

if TYPE_CHECKING:
    from obstore import GetResult
    from obstore.auth.boto3 import Boto3CredentialProvider
    from obstore.store import AzureConfig, AzureStore, ClientConfig, GCSStore, S3Config, S3Store

    Bucket = S3Store | GCSStore | AzureStore

_PART_BYTES = 8 << 20
_DELETED_AT_ONCE = 1_000


class ObjectStoreArtifacts:
    """An artifact store below a prefix of a bucket. Directories are what names have in common; there are no empty ones."""

    def __init__(self, root_uri: str) -> None:
        location = parse_location(root_uri)
        self.root_uri = root_uri
        self._bucket = _open(location)

    def put(self, path: str, chunks: Iterable[bytes]) -> None:
        import obstore

        key = _key(path)
        source = _Watched(chunks)
        start = bytearray()
        for piece in source:
            start += piece
            if len(start) >= _PART_BYTES:
                break
        try:
            with self._translated(path):
                if len(start) < _PART_BYTES:
                    obstore.put(self._bucket, key, bytes(start), use_multipart=False)
                else:
                    obstore.put(self._bucket, key, itertools.chain([bytes(start)], source), chunk_size=_PART_BYTES, max_concurrency=4)
        except BarographError as error:
            if source.error:
                raise source.error from None
            if isinstance(error, ArtifactNotFound):
                raise InvalidValue(f"The bucket of {shown(redacted(self.root_uri))} does not exist. Create it or choose another.") from None
            raise

    def get(self, path: str, *, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        import obstore

        with self._translated(path):
            if not safe_path(path):
                raise ArtifactNotFound(path)
            if start == 0 and end is None:
                return _pieces(obstore.get(self._bucket, _key(path)))
            size = obstore.head(self._bucket, _key(path))["size"]
            stop = size if end is None else min(end, size)
            if start >= stop:
                return iter(())
            return _pieces(obstore.get(self._bucket, _key(path), options={"range": (start, stop)}))

    def stat(self, path: str) -> ArtifactInfo | None:
        import obstore

        relative = safe_path(path)
        if not relative:
            return ArtifactInfo(path="", is_dir=True)
        with self._translated(path):
            try:
                found = obstore.head(self._bucket, relative)
                etag = (found["e_tag"] or "").strip('"') or None
                return ArtifactInfo(path=relative, is_dir=False, size_bytes=found["size"], etag=etag)
            except FileNotFoundError:
                is_dir = any(True for _ in obstore.list(self._bucket, relative, chunk_size=1))
                return ArtifactInfo(path=relative, is_dir=True) if is_dir else None

    def list(self, path: str = "") -> tuple[ArtifactInfo, ...]:
        import obstore

        directory = safe_path(path)
        with self._translated(path):
            found = obstore.list_with_delimiter(self._bucket, directory or None)
        children = [ArtifactInfo(path=prefix, is_dir=True) for prefix in found["common_prefixes"]]
        # An object named like the directory itself marks it for file browsers.
        children += [
            ArtifactInfo(path=it["path"], is_dir=False, size_bytes=it["size"]) for it in found["objects"] if it["path"] != directory
        ]
        return tuple(sorted((child for child in children if _is_safe(child.path)), key=lambda child: child.path))

    def delete(self, path: str) -> None:
        import obstore

        key = _key(path)
        with self._translated(path):
            for batch in obstore.list(self._bucket, key, chunk_size=_DELETED_AT_ONCE):
                obstore.delete(self._bucket, [it["path"] for it in batch])
            try:
                obstore.delete(self._bucket, key)
            except FileNotFoundError:
                return

    @contextmanager
    def _translated(self, path: str) -> Iterator[None]:
        from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError

        place = f"{shown(path)} in {shown(redacted(self.root_uri))}"
        try:
            yield
        except FileNotFoundError:
            raise ArtifactNotFound(path) from None
        except UnauthenticatedError:
            raise Unauthenticated(
                f"The object store does not know who asks for {place}. Check the credentials in the environment."
            ) from None
        except (PermissionDeniedError, PermissionError):
            raise PermissionDenied(f"The object store does not allow access to {place}. Check the credentials and their policy.") from None
        except (BaseError, OSError) as error:
            first_line = str(error).partition("\n")[0][:300]
            raise Unavailable(f"The object store failed at {place}: {first_line}") from error

    def __repr__(self) -> str:
        return f"ObjectStoreArtifacts({redacted(self.root_uri)!r})"


class _Watched:
    """One iteration over chunks that remembers what broke it, which the object-store library would report as its own failure."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self.error: Exception | None = None

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._chunks)
        except StopIteration:
            raise
        except Exception as error:
            self.error = error
            raise


def _key(path: str) -> str:
    relative = safe_path(path)
    if not relative:
        raise InvalidPath(path, "it is the artifact root itself. Name a file or directory below it.")
    return relative


def _is_safe(path: str) -> bool:
    """Whether an object can be asked for; other tools may have written any key."""
    try:
        return safe_path(path) == path
    except InvalidPath:
        return False


def _pieces(result: GetResult) -> Iterator[bytes]:
    return (bytes(piece) for piece in result.stream(min_chunk_size=CHUNK_BYTES))


def _open(location: Location) -> Bucket:
    from obstore.store import AzureStore, GCSStore, S3Store

    # Whole transfers count against `timeout`, so it must allow for slow links; http:// is used only if an endpoint says so.
    client: ClientConfig = {"timeout": "15m", "connect_timeout": "10s", "allow_http": True}
    prefix = location.path or None
    if location.scheme == "s3":
        endpoint = settings.S3_ENDPOINT_URL.get()
        if settings.S3_IGNORE_TLS.get():
            client["allow_invalid_certificates"] = True
        s3: S3Config = {"endpoint": endpoint} if endpoint else {}
        provider = _profile_credentials()
        return S3Store(location.authority, prefix=prefix, config=s3, client_options=client, credential_provider=provider)
    if location.scheme == "gs":
        return GCSStore(location.authority, prefix=prefix, client_options=client)
    if location.scheme == "az":
        azure: AzureConfig = {"account_name": location.account} if location.account else {}
        return AzureStore(location.authority, prefix=prefix, config=azure, client_options=client)
    raise InvalidValue(f"Artifact location with scheme {shown(location.scheme)} is in no object store.")


def _profile_credentials() -> Boto3CredentialProvider | None:
    """What the user's `~/.aws` says of profiles, single sign-on and roles. boto3 reads it if installed; the object-store library cannot."""
    if not (Path.home() / ".aws").is_dir():
        return None
    try:
        from obstore.auth.boto3 import Boto3CredentialProvider

        return Boto3CredentialProvider()
    except (ImportError, ValueError):
        return None
