"""The web UI's page and files."""

import gzip
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import request_response
from starlette.testclient import TestClient

from barograph.errors import EndpointNotFound
from barograph.server.pages import Pages

SCRIPT = b"console.log('built')" * 100


def client(folder: Path, static_prefix: str = "") -> TestClient:
    def missing(_request: object, error: Exception) -> Response:
        return Response(str(error), 404)

    app = Starlette(exception_handlers={EndpointNotFound: missing})
    app.router.default = request_response(Pages(x_frame_options="DENY", static_prefix=static_prefix, folder=folder).answer)
    return TestClient(app)


def base_of(page: str, path: str) -> str:
    """What a browser resolves links against that has the page at this path."""
    return urljoin(path, page.split('<base href="')[1].split('"', maxsplit=1)[0])


@pytest.fixture
def built(tmp_path: Path) -> Path:
    folder = tmp_path / "static"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text('<html><head><script src="./assets/main-1a2b.js"></script></head></html>')
    (folder / "icon.svg").write_text("<svg/>")
    (folder / "assets" / "main-1a2b.js").write_bytes(SCRIPT)
    (folder / "assets" / "main-1a2b.js.gz").write_bytes(gzip.compress(SCRIPT))
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    return folder


@pytest.mark.parametrize("path", ["/", "/experiments", "/experiments/1/runs/abc", "/models/Power%20model/versions/3", "/compare?runs=a,b"])
def test_the_page_answers_under_all_its_addresses(built: Path, path: str) -> None:
    answer = client(built).get(path)
    assert answer.status_code == 200
    assert base_of(answer.text, path) == "/"
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"].startswith("text/html")


PREFIXED = ["/wind", "/wind/", "/wind/models", "/wind/experiments/1/runs/abc", "/wind/models/a%2Fb/versions/3"]


@pytest.mark.parametrize("path", PREFIXED)
def test_the_page_knows_its_prefix(built: Path, path: str) -> None:
    assert base_of(client(built, "/wind").get(path).text, path) == "/wind/"


@pytest.mark.parametrize("path", PREFIXED[1:])
def test_the_page_finds_its_base_below_whatever_a_proxy_takes_off(built: Path, path: str) -> None:
    answer = client(built).get(path.removeprefix("/wind"))
    assert base_of(answer.text, path) == "/wind/"
    assert base_of(answer.text, f"/a/b{path}") == "/a/b/wind/"


@pytest.mark.parametrize(("static_prefix", "told"), [("", "/a/b"), ("/b", "/a"), ("/a/b", "/a/b"), ("", "/a/b/")])
def test_a_proxy_that_tells_the_prefix_is_believed(built: Path, static_prefix: str, told: str) -> None:
    for path in ("/", "/models/x"):
        answer = client(built, static_prefix).get(static_prefix + path, headers={"X-Forwarded-Prefix": told})
        assert '<base href="/a/b/">' in answer.text


@pytest.mark.parametrize("told", ["//evil.example", "https://evil.example", '/a"><script>', "/a, /b", "a", "/", ""])
def test_what_is_no_prefix_is_not_believed(built: Path, told: str) -> None:
    assert '<base href="./">' in client(built).get("/", headers={"X-Forwarded-Prefix": told}).text


def test_nothing_is_served_outside_of_the_prefix(built: Path) -> None:
    assert client(built, "/wind").get("/models").status_code == 404


def test_styles_of_the_page_itself_carry_a_word_that_is_new_each_time(built: Path) -> None:
    answers = [client(built).get("/") for _ in range(2)]
    nonces = [re.findall(r'<meta property="csp-nonce" nonce="([\w-]{20,})">', answer.text)[0] for answer in answers]
    assert nonces[0] != nonces[1]
    for answer, nonce in zip(answers, nonces, strict=True):
        policy = answer.headers["content-security-policy"]
        assert f"style-src 'self' 'nonce-{nonce}';" in policy
        assert "unsafe" not in policy


def test_assets_are_kept_by_browsers_and_sent_compressed(built: Path) -> None:
    compressed = client(built).get("/assets/main-1a2b.js", headers={"Accept-Encoding": "gzip"})
    assert compressed.content == SCRIPT
    assert compressed.headers["content-encoding"] == "gzip"
    assert "immutable" in compressed.headers["cache-control"]
    assert compressed.headers["content-type"].startswith("text/javascript")
    plain = client(built).get("/assets/main-1a2b.js", headers={"Accept-Encoding": "identity"})
    assert plain.content == SCRIPT
    assert "content-encoding" not in plain.headers
    assert client(built).get("/icon.svg").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    ["/nope", "/assets/nope.js", "/assets", "/..%2fsecret.txt", "/assets/..%2f..%2fsecret.txt", "/link.txt", "/%00", "/%2fetc/passwd"],
)
def test_nothing_else_is_served(built: Path, path: str) -> None:
    answer = client(built).get(path)
    assert answer.status_code == 404
    assert "secret" not in answer.text.replace("secret.txt", "")


@pytest.mark.parametrize("verb", ["POST", "PUT", "DELETE", "PATCH"])
def test_pages_are_only_read(built: Path, verb: str) -> None:
    assert client(built).request(verb, "/").status_code == 404


def test_an_unbuilt_ui_says_so(tmp_path: Path) -> None:
    answer = client(tmp_path).get("/")
    assert answer.status_code == 200
    assert "make ui" in answer.text
