"""Files behind web addresses."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from barograph.client.git import without_credentials
from barograph.errors import ExecutionFailed, InvalidValue, shown
from barograph.outbound import OutboundClient

_REDIRECTS = (301, 302, 303, 307, 308)
_MAX_REDIRECTS = 5
_MAX_BYTES = 16 << 30
_CHUNK = 1 << 20


def download_url(url: str, folder: Path) -> Path:
    """Download what is behind an http(s) address into a folder, under the last name of its path.

    The tracking server's credentials are not sent; those in the address go to its host alone. At most five redirects are followed, none
    from https to http.
    """
    name = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    target = folder / (name if name not in ("", ".", "..") and not any(letter in name for letter in "\\\0/") else "download")
    at = url
    for _ in range(_MAX_REDIRECTS + 1):
        parts = urlsplit(at)
        client = OutboundClient(urlunsplit((parts.scheme, parts.netloc, "", "", "")), authenticated=False)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        response = client.request("GET", path, stream=True, accepted=_REDIRECTS)
        try:
            if response.status not in _REDIRECTS:
                _write(response.stream(_CHUNK), target, url)
                return target
            at = _next(at, response.headers.get("Location", ""))
        finally:
            response.release_conn()
            response.close()
    raise ExecutionFailed(f"{shown(without_credentials(url))} is redirected more than {_MAX_REDIRECTS} times.")


def _next(at: str, location: str) -> str:
    there = urljoin(without_credentials(at), location)
    if urlsplit(there).scheme not in ("http", "https") or (urlsplit(at).scheme == "https" and urlsplit(there).scheme != "https"):
        raise InvalidValue(f"{shown(without_credentials(at))} is redirected to {shown(without_credentials(there))}, which is not followed.")
    return there


def _write(chunks: object, target: Path, url: str) -> None:
    size = 0
    with target.open("xb") as file:
        for chunk in chunks:  # type: ignore[attr-defined]  # urllib3 gives an iterator of bytes
            size += len(chunk)
            if size > _MAX_BYTES:
                raise ExecutionFailed(f"{shown(without_credentials(url))} has more than {_MAX_BYTES:,} bytes.")
            file.write(chunk)
