"""The only code that joins or parses artifact paths and URIs.

Three kinds of text come from outside and are never trusted: *paths* relative to an artifact root (`safe_path`), *locations* to be stored
with an experiment (`check_location`), and stored URIs to be opened (`parse_location`). A path is refused if any reader could take it for a
place outside its root: as it stands, percent-decoded any number of times, with look-alike characters folded, by POSIX or by Windows rules,
whatever the host.

Percent signs: paths are names and are kept exactly as given. In `file:`, `mlflow-artifacts:` and `http(s):` URIs, `%`, `?` and `#` of a
name are written as escapes; URIs of object stores and plain paths hold names as they are.
"""

from __future__ import annotations

import os
import re
import unicodedata
from urllib.parse import quote, unquote, urlsplit

import msgspec

from barograph.errors import InvalidPath, InvalidValue, shown
from barograph.model.limits import MAX_ARTIFACT_LOCATION

PROXY_ROUTE = "/api/2.0/mlflow-artifacts/artifacts"
OBJECT_STORE_SCHEMES = {
    "s3": "s3", "s3a": "s3", "gs": "gs", "az": "az", "azure": "az", "adl": "az", "abfs": "az", "abfss": "az", "wasb": "az", "wasbs": "az",
}  # fmt: skip
"""Schemes of object stores that can be opened, and the store they name."""

_STORED_SCHEMES = frozenset(
    {"", "file", "mlflow-artifacts", "dbfs", "hdfs", "viewfs", "ftp", "sftp", "r2", "b2", "oss"} | {*OBJECT_STORE_SCHEMES}
)
_ACCOUNT_SCHEMES = frozenset({"abfs", "abfss", "wasb", "wasbs"})
_OPENED = "file:, s3:, gs:, az:, abfss:, wasbs: and mlflow-artifacts:"
_MAX_DECODINGS = 8
_MAX_PATH = 2_048
_MAX_SEGMENT_BYTES = 255
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]+):")
_DRIVE = re.compile(r".:", re.DOTALL)  # Windows takes any character for a drive
_PLAIN_NAME = r"[A-Za-z0-9_\-+=,@()][A-Za-z0-9_\-+=,@(). ]{0,199}"
_PLAIN_PATH = re.compile(rf"{_PLAIN_NAME}(?:/{_PLAIN_NAME})*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_OVERLONG = re.compile(rb"[\xc0\xc1]|\xe0[\x80-\x9f]|\xf0[\x80-\x8f]")
_NOT_IN_LOCATION = frozenset("?#;@\\")
_PROXIED = re.compile(r"/(?:ajax-)?api/2\.0/mlflow-artifacts/artifacts(?:/|$)")


class Location(msgspec.Struct, frozen=True, kw_only=True):
    """A parsed artifact URI.

    `scheme` is one of file, s3, gs, az, mlflow-artifacts, http, https. `authority` is the bucket, container or host. `path` is decoded: an
    absolute path of this machine for `file`, else relative to the authority and without `/` at either end.
    """

    scheme: str
    authority: str = ""
    account: str | None = None
    path: str


def safe_path(path: str) -> str:
    """Return a path relative to an artifact root in normal form, `""` for the root itself, or raise `InvalidPath`.

    Normal form has `/` between segments, no empty or `.` segments and none at the end. Spaces, `+`, `:`, `?`, `%` and all letters are kept.
    """
    if len(path) > _MAX_PATH:
        raise InvalidPath(path, f"it has {len(path)} characters, more than the {_MAX_PATH} allowed.")
    if _PLAIN_PATH.fullmatch(path):  # nearly every path: no characters that a check below looks at
        return path
    segments = [segment for segment in path.split("/") if segment not in ("", ".")]
    normal = "/".join(segments)
    for form in {path, normal}:
        _check_decodings(path, form)
    for segment in segments:
        if len(segment.encode()) > _MAX_SEGMENT_BYTES:
            raise InvalidPath(path, f"the name {shown(segment, 40)} is longer than {_MAX_SEGMENT_BYTES} bytes.")
    return normal


def _check_decodings(path: str, form: str) -> None:
    for _ in range(_MAX_DECODINGS):
        _check_form(path, form)
        decoded = unquote(form)
        if decoded == form:
            return
        form = decoded
    raise InvalidPath(path, "it is percent-encoded too many times.")


def _check_form(path: str, form: str) -> None:
    """Refuse `path` if `form`, one reading of it, is not strictly below a root."""
    if _CONTROL.search(form):
        raise InvalidPath(path, "control characters are not allowed.")
    try:
        form.encode()
    except UnicodeEncodeError:
        raise InvalidPath(path, "it is not valid Unicode.") from None
    if _OVERLONG.search(_percent_bytes(form)):
        raise InvalidPath(path, "it holds overlong UTF-8.")
    if "\\" in form:
        raise InvalidPath(path, "backslashes are not allowed. Put '/' between directories.")
    if "#" in form:
        raise InvalidPath(path, "'#' is not allowed.")
    for reading in (form, unicodedata.normalize("NFKC", form)):
        if reading.startswith("/"):
            raise InvalidPath(path, "absolute paths are not allowed. Give a path relative to the artifact root.")
        if _DRIVE.match(reading):
            raise InvalidPath(path, "it starts like a Windows drive.")
        if "://" in reading or reading.lower().startswith("file:"):
            raise InvalidPath(path, "URIs are not allowed. Give a path relative to the artifact root.")
        if any(_is_parent(segment) for segment in reading.replace("\\", "/").split("/")):
            raise InvalidPath(path, "'..' segments are not allowed.")


def _is_parent(segment: str) -> bool:
    """Whether some system reads the segment as the parent: Windows drops dots and spaces at the end of names."""
    return segment.startswith("..") and not segment.strip(". ")


def _percent_bytes(text: str) -> bytes:
    return b"".join(bytes.fromhex(escape) for escape in re.findall(r"%([0-9A-Fa-f]{2})", text)) if "%" in text else b""


def join(uri: str, path: str) -> str:
    """The URI of an artifact: `path`, checked, below the root `uri`."""
    relative = safe_path(path)
    if not relative:
        return uri
    scheme = _scheme(uri)
    if scheme == "file":
        relative = quote(relative)
    elif scheme in ("mlflow-artifacts", "http", "https"):
        relative = relative.replace("%", "%25").replace("?", "%3F")
    return f"{uri.rstrip('/')}/{relative}"


def parse_location(uri: str, *, allow_http: bool = False) -> Location:
    """Take an artifact root apart, checking it anew whoever stored it. Unknown schemes and unsafe paths raise `InvalidValue`."""
    if not uri or _CONTROL.search(uri):
        raise _refused(uri, "it is empty or holds control characters.")
    scheme = _scheme(uri)
    if scheme == "":
        if uri.startswith(("\\\\", "//")):
            raise _refused(uri, "network paths are not allowed.")
        return Location(scheme="file", path=os.path.abspath(os.path.expanduser(uri)))  # noqa: PTH100, PTH111 - resolve() would follow links
    if scheme == "file":
        return Location(scheme="file", path=_file_path(uri))
    if "#" in uri or "\\" in uri or ("?" in uri and scheme not in OBJECT_STORE_SCHEMES):
        raise _refused(uri, "'?', '#' and backslashes are not allowed.")
    authority, path = _split(uri)
    if scheme in OBJECT_STORE_SCHEMES:
        return _object_location(uri, scheme, authority, path)
    if scheme == "mlflow-artifacts" or (allow_http and scheme in ("http", "https")):
        if scheme == "mlflow-artifacts" and "@" in authority:
            raise _refused(uri, "credentials in a location are not allowed.")
        return Location(scheme=scheme, authority=authority, path=safe_path(unquote(path).strip("/")))
    raise _refused(uri, f"scheme {shown(scheme)} cannot be opened. Supported are local paths and {_OPENED}.")


def check_location(location: str) -> str:
    """Return an artifact location in the form in which it is stored with an experiment, or raise `InvalidValue`.

    Plain relative paths become absolute against the working directory. Whether a server also reads from such a place is its own decision:
    see `contains`.
    """
    if len(location) > MAX_ARTIFACT_LOCATION:
        raise _refused(location, f"it has {len(location)} characters, more than the {MAX_ARTIFACT_LOCATION} allowed.")
    scheme = _scheme(location)
    if scheme not in _STORED_SCHEMES:
        raise _refused(location, f"scheme {shown(scheme)} is not allowed. Use a local path or {_OPENED}.")
    form = location
    for _ in range(_MAX_DECODINGS):
        _check_location_form(location, form, scheme)
        decoded = unquote(form)
        if decoded == form:
            break
        form = decoded
    else:
        raise _refused(location, "it is percent-encoded too many times.")
    if scheme in OBJECT_STORE_SCHEMES or scheme in ("", "file", "mlflow-artifacts"):
        parsed = parse_location(location)
        return parsed.path if scheme == "" else location
    return location


def _check_location_form(location: str, form: str, scheme: str) -> None:
    authority, path = _split(form) if scheme else ("", form)
    forbidden = _NOT_IN_LOCATION & set(path + (authority.replace("@", "", 1) if scheme in _ACCOUNT_SCHEMES else authority))
    if forbidden or _CONTROL.search(form):
        named = f"{shown(min(forbidden))} is" if forbidden else "control characters are"
        raise _refused(location, f"{named} not allowed.")
    if "//" in path:
        raise _refused(location, "'//' is allowed after the scheme only.")
    if any(_is_parent(segment) for segment in unicodedata.normalize("NFKC", form).split("/")):
        raise _refused(location, "'..' segments are not allowed.")


def contains(root: str, uri: str) -> bool:
    """Whether the place `uri` is `root` or below it, symbolic links of local paths followed. A URI that cannot be parsed is nowhere."""
    try:
        outer, inner = parse_location(root), parse_location(uri)
    except InvalidValue:
        return False
    if (outer.scheme, outer.authority, outer.account) != (inner.scheme, inner.authority, inner.account):
        return False
    outer_path, inner_path = outer.path, inner.path
    if outer.scheme == "file":
        outer_path, inner_path = os.path.realpath(outer_path), os.path.realpath(inner_path)
        return inner_path == outer_path or inner_path.startswith(outer_path.rstrip(os.sep) + os.sep)
    return not outer_path or inner_path == outer_path or inner_path.startswith(f"{outer_path}/")


def owned_place(uri: str, owner: str) -> tuple[str, str] | None:
    """Root and path of artifacts that lie in a folder of their owner's own, `…/<owner>/artifacts`; None if they lie otherwise."""
    root, found, rest = uri.rstrip("/").rpartition(f"/{owner}/")
    return (root, f"{owner}/artifacts") if found and root and rest == "artifacts" else None


def proxied_url(uri: str, tracking_uri: str) -> str:
    """The HTTP URL behind which a server keeps `mlflow-artifacts:` URI. A host in the URI replaces that of `tracking_uri`."""
    location = parse_location(uri)
    tracking = urlsplit(tracking_uri)
    if location.scheme != "mlflow-artifacts" or tracking.scheme not in ("http", "https"):
        raise InvalidValue(
            f"Artifacts at {shown(redacted(uri))} are kept by a tracking server, but the tracking URI is"
            f" {shown(redacted(tracking_uri))}. Set the tracking URI to the server's http:// or https:// address."
        )
    base = f"{tracking.scheme}://{location.authority}" if location.authority else tracking_uri.rstrip("/")
    return f"{base}{PROXY_ROUTE}/{quote(location.path)}".rstrip("/")


def proxied_uri(url: str) -> str | None:
    """The `mlflow-artifacts:` URI that a proxy URL of a tracking server stands for, None if it is another URL."""
    found = _PROXIED.search(urlsplit(url).path)
    if found is None or _scheme(url) not in ("http", "https"):
        return None
    path = safe_path(unquote(urlsplit(url).path[found.end() :]).strip("/"))
    return join("mlflow-artifacts:/", path)


def redacted(uri: str) -> str:
    """The URI without user name and password, fit for messages."""
    return re.sub(r"(?<=://)[^/?#]*@", "***@", uri) if _scheme(uri) not in _ACCOUNT_SCHEMES else uri


def _refused(location: str, problem: str) -> InvalidValue:
    return InvalidValue(f"Invalid artifact location {shown(redacted(location))}: {problem}")


def _scheme(uri: str) -> str:
    """Lower-case scheme; a single letter is a Windows drive and no scheme."""
    found = _SCHEME.match(uri)
    return found.group(1).lower() if found else ""


def _split(uri: str) -> tuple[str, str]:
    """Authority and path after the scheme, nothing decoded."""
    rest = uri.partition(":")[2]
    if not rest.startswith("//"):
        return "", rest
    authority, _, path = rest[2:].partition("/")
    return authority, f"/{path}"


def _file_path(uri: str) -> str:
    authority, path = _split(uri)
    if authority not in ("", "localhost"):
        raise _refused(uri, "file URIs name no other host. Write file:///path.")
    decoded = unquote(path)
    problem = "?" in path or "#" in path or decoded.startswith(("//", "\\\\")) or _CONTROL.search(decoded)
    if problem or any(_is_parent(segment) for segment in decoded.replace("\\", "/").split("/")):
        raise _refused(uri, "queries, fragments, '..', '//' and control characters are not allowed.")
    if _DRIVE.match(decoded.lstrip("/")):
        decoded = decoded.lstrip("/")
    return os.path.abspath(decoded)  # noqa: PTH100 - resolve() would follow links


def _object_location(uri: str, scheme: str, authority: str, path: str) -> Location:
    container, _, host = authority.partition("@")
    if host and scheme not in _ACCOUNT_SCHEMES:
        raise _refused(uri, "credentials in a location are not allowed.")
    if not container or not re.fullmatch(r"[A-Za-z0-9$._\-]+", container) or not re.fullmatch(r"[A-Za-z0-9.\-]*", host):
        raise _refused(uri, f"it names no bucket. Write {scheme}://bucket/path.")
    return Location(
        scheme=OBJECT_STORE_SCHEMES[scheme], authority=container, account=host.split(".")[0] or None, path=safe_path(path.strip("/"))
    )
