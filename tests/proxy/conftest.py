"""A real Chromium for pages behind proxies. It takes `*.example` for this machine and tells of requests that leave a prefix."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

from barograph.server.pages import STATIC
from barograph.testing.chromium import ARGUMENTS

WAIT_MS = 20_000
Opened = Callable[..., AbstractContextManager[Page]]

expect.set_options(timeout=WAIT_MS)


@pytest.fixture(scope="module")  # while it is there, its loop keeps others from running in this thread
def chromium() -> Iterator[Browser]:
    assert (STATIC / "index.html").is_file(), "The web UI is not built: run `make ui`."
    executable = shutil.which("chromium")
    assert executable is not None, "Chromium is missing: install the package `chromium`."
    with sync_playwright() as playwright:
        arguments = [*ARGUMENTS, "--host-resolver-rules=MAP *.example 127.0.0.1"]
        browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Browser) -> Opened:
    """Open an address; when the block ends, fail on every error that the browser told of and on every request outside of `prefix`."""

    @contextmanager
    def open_page(address: str, prefix: str, *, refusals: bool = False) -> Iterator[Page]:
        page = chromium.new_page(viewport={"width": 1500, "height": 950})
        page.set_default_timeout(WAIT_MS)
        wrong: list[str] = []

        def note(request: Request) -> None:
            if not request.url.startswith((prefix, "data:", "blob:")):
                wrong.append(f"outside of the prefix: {request.url}")

        page.on("request", note)
        page.on("pageerror", lambda error: wrong.append(f"page error: {error}"))
        page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") and not refusals else None)
        try:
            page.goto(address)
            yield page
            assert wrong == []
        finally:
            page.close()

    return open_page
