"""What holds for every page that shows odd data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial

from odd_store import CANARY, OddStore
from playwright.sync_api import Page, expect

Visit = Callable[..., AbstractContextManager[Page]]
Look = Callable[..., AbstractContextManager[Page]]

MOST_ELEMENTS = 12_000
"""A page that draws more than this draws what nobody sees."""


def looking(visit: Visit, odd: OddStore) -> Look:
    """Open pages of the odd store; when the block ends, fail if something failed, alarmed, ran, or was drawn without measure."""
    return partial(_look, visit, odd)


@contextmanager
def _look(visit: Visit, odd: OddStore, path: str, *, alerts: int | None = 0, **options: object) -> Iterator[Page]:
    with visit(path, at=odd.url, **options) as page:
        expect(page.get_by_role("main")).to_be_visible()
        yield page
        page.wait_for_load_state("networkidle")
        if alerts is not None:
            expect(page.get_by_role("alert")).to_have_count(alerts)
        expect(page.get_by_role("heading", name="Error", exact=True, level=1)).to_have_count(0)
        assert page.evaluate(f"window.{CANARY}") is None
        assert page.locator("body script:not([src]), main [onload], main [onerror]").count() == 0
        assert page.locator("main a[href^='javascript:'], main a[href^='data:']").count() == 0
        assert page.evaluate("document.querySelectorAll('*').length") < MOST_ELEMENTS
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
