"""The web UI: one page under many addresses, and its hashed assets."""

import mimetypes
import re
import secrets
from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from barograph.errors import EndpointNotFound, shown
from barograph.server.headers import page_policy

STATIC = Path(__file__).parent / "static"
UI_PATHS = ("/", "/experiments", "/models", "/runs", "/compare", "/trash", "/settings")
_ENCODINGS = ((".br", "br"), (".gz", "gzip"))
_PREFIX = re.compile(r"(?:/[\w.~@%+-]+)+", re.ASCII)
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_NOT_BUILT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Barograph</title></head>
<body><h1>Barograph is running</h1>
<p>Its web pages are not part of this installation: they were not built. Tracking, artifacts and the model registry work.</p>
<p>In a clone, run <code>make ui</code>, or install the package with <code>pip install .</code>, then start the server again.</p>
</body></html>
"""


def is_page(path: str) -> bool:
    """Whether the UI answers at this path, which has no static prefix."""
    return path == "/" or any(path == root or path.startswith(root + "/") for root in UI_PATHS[1:])


class Pages:
    """Serves the page and its assets from the folder that the UI build fills."""

    def __init__(self, *, x_frame_options: str, static_prefix: str = "", folder: Path = STATIC) -> None:
        self._folder = folder.resolve()
        self._prefix = static_prefix
        self._x_frame_options = x_frame_options

    async def answer(self, request: Request) -> Response:
        """A file of the UI, or its page for addresses that the page reads itself."""
        path = request.scope["path"]
        if request.method not in ("GET", "HEAD") or not path.startswith(self._prefix):
            raise EndpointNotFound(f"Nothing at {request.method} {shown(path)}.")
        path = path.removeprefix(self._prefix)
        if is_page(path or "/"):
            return self._page(self._base(request))
        return self._file(path.removeprefix("/"), request.headers.get("accept-encoding", ""))

    def _base(self, request: Request) -> str:
        """Where the UI begins, seen from the address of a page.

        A proxy may put any path before it: one that tells is believed, else the base is relative to the address, whatever that begins with.
        """
        forwarded = request.headers.get("x-forwarded-prefix", "").rstrip("/")
        if _PREFIX.fullmatch(forwarded):
            return forwarded.removesuffix(self._prefix) + self._prefix + "/"
        written = request.scope.get("raw_path") or request.scope["path"].encode()
        depth = written.count(b"/") - self._prefix.count("/") - 1
        if depth < 0:  # the prefix itself, without a slash at its end
            return self._prefix.rpartition("/")[2] + "/"
        return "../" * depth or "./"

    def _page(self, base_path: str) -> Response:
        nonce = secrets.token_urlsafe(16)
        index = self._folder / "index.html"
        page = index.read_text(encoding="utf-8") if index.is_file() else _NOT_BUILT
        policy = page_policy(self._x_frame_options, nonce, _SCRIPT.findall(page))
        head = f'<head><base href="{escape(base_path)}"><meta property="csp-nonce" nonce="{nonce}">'
        return HTMLResponse(page.replace("<head>", head, 1), headers={"Content-Security-Policy": policy, "Cache-Control": "no-cache"})

    def _file(self, path: str, accepted: str) -> Response:
        file = (self._folder / path).resolve() if "\0" not in path else self._folder
        if not file.is_relative_to(self._folder) or not file.is_file():
            raise EndpointNotFound(f"Nothing at {shown('/' + path)}.")
        hashed = file.relative_to(self._folder).parts[0] == "assets"
        headers = {"Cache-Control": "public, max-age=31536000, immutable" if hashed else "no-cache"}
        media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        for suffix, encoding in _ENCODINGS:
            smaller = file.with_name(file.name + suffix)
            if encoding in accepted and smaller.is_file():
                headers |= {"Content-Encoding": encoding, "Vary": "Accept-Encoding"}
                return FileResponse(smaller, media_type=media_type, headers=headers)
        return FileResponse(file, media_type=media_type, headers=headers)
