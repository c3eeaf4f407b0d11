"""A seeded server and a real Chromium for the browser tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from forms import SIZES, WITH_PICTURES
from odd_store import OddStore, fill
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect, sync_playwright
from ui_seeding import Seeded, seed

from barograph.server.pages import STATIC
from barograph.testing.chromium import ARGUMENTS
from barograph.testing.server import running_server

SCREENSHOTS = Path(__file__).parents[1] / "screenshots"
WAIT_MS = 20_000

expect.set_options(timeout=WAIT_MS)

Visit = Callable[..., AbstractContextManager[Page]]


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seeded]:
    """One server for all browser tests, with the runs and models of `ui_seeding`."""
    assert (STATIC / "index.html").is_file(), "The web UI is not built: run `make ui`."
    with running_server(tmp_path_factory.mktemp("ui")) as server:
        yield seed(server.url)


@pytest.fixture(scope="session")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OddStore]:
    """A server of its own with the strange and hostile data of `odd_store`."""
    directory = tmp_path_factory.mktemp("odd")
    with running_server(directory) as server:
        yield fill(server.url, directory / "artifacts")


@pytest.fixture(scope="session")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory in which Chromium keeps what it compiled of the program: half of the work of a page."""
    return tmp_path_factory.mktemp("profile")


@pytest.fixture(scope="module")  # while it is there, its loop keeps others from running in this thread
def chromium(profile: Path) -> Iterator[BrowserContext]:
    executable = shutil.which("chromium")
    assert executable is not None, "Chromium is missing: install the package `chromium`."
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=executable, args=list(ARGUMENTS), timezone_id="UTC"
        )
        yield context
        context.close()


def _forget(context: BrowserContext, url: str) -> None:
    """Leave nothing in the browser of what a page kept there."""
    context.clear_permissions()
    origin = urlsplit(url)
    kept = {"origin": f"{origin.scheme}://{origin.netloc}", "storageTypes": "cookies,local_storage,indexeddb"}
    own = context.pages[0]  # which the browser opened by itself
    context.new_cdp_session(own).send("Storage.clearDataForOrigin", kept)


@pytest.fixture
def visit(chromium: BrowserContext, seeded: Seeded) -> Visit:
    """Open a page of the UI at a path; when the block ends, fail on every error that the browser reported meanwhile.

    `at` is another server than the seeded one. `refusals` says that the server is expected to refuse a request, which Chromium reports as
    an error too.
    """

    @contextmanager
    def open_page(
        path: str, *, theme: str = "light", size: tuple[int, int] = SIZES["large"], refusals: bool = False, at: str = ""
    ) -> Iterator[Page]:
        errors: list[str] = []

        def note(message: ConsoleMessage) -> None:
            refused = refusals and message.text.startswith("Failed to load resource")
            if message.type in ("error", "warning") and not refused:
                errors.append(f"{message.type}: {message.text}")

        url = at or seeded.url
        opened = len(chromium.pages)
        page = chromium.new_page()
        page.set_default_timeout(WAIT_MS)
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        page.on("console", note)
        page.on("pageerror", lambda error: errors.append(f"page error: {error}"))
        page.on("dialog", lambda dialog: (errors.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        try:
            page.goto(f"{url}/#{path}")
            yield page
            assert errors == []
        finally:
            for other in chromium.pages[opened:]:
                other.close()
            if opened == 1:  # the browser's own
                _forget(chromium, url)

    return open_page


@pytest.fixture
def keep() -> Callable[[Page, str], None]:
    """Keep a screenshot, once the page rests, to be looked at; only where `SCREENSHOTS=1` asks for pictures."""

    def screenshot(page: Page, name: str) -> None:
        if not WITH_PICTURES:
            return
        SCREENSHOTS.mkdir(exist_ok=True)
        page.wait_for_load_state("networkidle", timeout=3 * WAIT_MS)
        page.screenshot(path=SCREENSHOTS / f"{name}.png")

    return screenshot
