"""Artifacts that a tracking server keeps for its clients, reached over HTTP."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from mimetypes import guess_type
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import msgspec

from barograph import settings
from barograph.artifacts.base import ArtifactInfo
from barograph.artifacts.chunks import CHUNK_BYTES
from barograph.artifacts.resolve import PROXY_ROUTE, parse_location, proxied_url, redacted, safe_path
from barograph.errors import ArtifactNotFound, BarographError, InvalidPath, NotFound, Unavailable, shown
from barograph.outbound import OutboundClient
from barograph.wire.artifacts import ProxiedFound

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse


class ProxiedArtifacts:
    """An artifact store behind the tracking server at `tracking_uri`.

    A download that breaks off goes on from where it was. An upload of chunks that can be iterated again is repeated after a passing
    failure. The user's credentials go to the host of the tracking URI only, not to another that the artifact URI may name.
    """

    def __init__(self, root_uri: str, tracking_uri: str, *, authenticated: bool = True) -> None:
        server = proxied_url(root_uri, tracking_uri).rpartition(PROXY_ROUTE)[0]
        same_host = urlsplit(server).hostname == urlsplit(tracking_uri).hostname and urlsplit(server).port == urlsplit(tracking_uri).port
        self.root_uri = root_uri
        self._http = OutboundClient(server, authenticated=authenticated and same_host)
        self._prefix = parse_location(root_uri).path

    def put(self, path: str, chunks: Iterable[bytes]) -> None:
        relative = _file(path)
        headers = {"Content-Type": guess_type(relative)[0] or "application/octet-stream"}
        size = getattr(chunks, "size_bytes", None)
        if size is not None:
            headers["Content-Length"] = str(size)
        self._http.request("PUT", self._route(relative), body=chunks, headers=headers)

    def get(self, path: str, *, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        relative = _file(path)
        if end is not None and end <= start:
            return iter(())
        response = self._ask(relative, start, end)
        return iter(()) if response is None else self._stream(relative, response, start, end)

    def stat(self, path: str) -> ArtifactInfo | None:
        relative = safe_path(path)
        if not relative:
            return ArtifactInfo(path="", is_dir=True)
        return next((child for child in self.list(relative.rpartition("/")[0]) if child.path == relative), None)

    def list(self, path: str = "") -> tuple[ArtifactInfo, ...]:
        directory = safe_path(path)
        asked = "/".join(part for part in (self._prefix, directory) if part)
        body = self._http.request("GET", PROXY_ROUTE, query={"path": asked or None}).data
        try:
            found = msgspec.json.decode(body, type=ProxiedFound)
        except msgspec.DecodeError as error:
            raise BarographError(f"{self._http.base_url} lists artifacts in a form that is not understood: {error}") from error
        children = []
        for file in found.files:
            if "/" in file.path or safe_path(file.path) != file.path or not file.path:
                raise InvalidPath(file.path, f"the server {self._http.base_url} lists it, and it is not the name of a file.")
            child = f"{directory}/{file.path}" if directory else file.path
            children.append(ArtifactInfo(path=child, is_dir=file.is_dir, size_bytes=None if file.is_dir else file.file_size or 0))
        return tuple(sorted(children, key=lambda child: child.path))

    def delete(self, path: str) -> None:
        try:
            self._http.request("DELETE", self._route(_file(path)))
        except NotFound:
            return

    def _route(self, relative: str) -> str:
        return f"{PROXY_ROUTE}/{quote(f'{self._prefix}/{relative}'.lstrip('/'))}"

    def _ask(self, relative: str, start: int, end: int | None, same_as: str | None = None) -> BaseHTTPResponse | None:
        """The answer with a file's bytes from `start`, or with all of them if the server knows no ranges; None if the file ends before."""
        headers = {"Accept-Encoding": "identity"}
        if start or end is not None:
            headers["Range"] = f"bytes={start}-{'' if end is None else end - 1}"
            headers |= {"If-Range": same_as} if same_as else {}
        try:
            response = self._http.request("GET", self._route(relative), headers=headers, stream=True, accepted=(400, 416))
        except NotFound:
            raise ArtifactNotFound(relative) from None
        if response.status < 300:
            return response
        response.drain_conn()
        if response.status == 400:  # what servers answer for a directory
            raise ArtifactNotFound(relative)
        return None

    def _stream(self, relative: str, response: BaseHTTPResponse, start: int, end: int | None) -> Iterator[bytes]:
        from urllib3.exceptions import HTTPError

        position, retries, etag = start, settings.HTTP_MAX_RETRIES.get(), response.headers.get("ETag")
        while True:
            skipped = position if response.status == 200 else 0
            try:
                while piece := _read_some(response):
                    wanted = piece[skipped:] if end is None else piece[skipped : skipped + end - position]
                    skipped = max(0, skipped - len(piece))
                    if wanted:
                        position, retries = position + len(wanted), settings.HTTP_MAX_RETRIES.get()
                        yield wanted
                    if position == end:
                        return
                return
            except HTTPError as error:
                if retries == 0:
                    raise Unavailable(f"Artifact {shown(relative)} broke off after {position} bytes. Try again.") from error
                retries -= 1
            finally:
                response.close()
            again = self._ask(relative, position, end, etag)
            if again is None or (again.status == 200 and again.headers.get("ETag") != etag):
                raise Unavailable(f"Artifact {shown(relative)} changed while it was read. Try again.")
            response = again

    def __repr__(self) -> str:
        return f"ProxiedArtifacts({redacted(self.root_uri)!r})"


def _read_some(response: BaseHTTPResponse) -> bytes:
    """What has arrived, `b""` at the end; waiting for more would lose it if the connection broke."""
    return response.read1(CHUNK_BYTES)


def _file(path: str) -> str:
    relative = safe_path(path)
    if not relative:
        raise InvalidPath(path, "it is the artifact root itself. Name a file or directory below it.")
    return relative
