"""What the server says of itself, and what the browser keeps."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

from forms import SIZES, in_every_form
from playwright.sync_api import Page, expect

from barograph.version import __version__

Visit = Callable[..., AbstractContextManager[Page]]
Keep = Callable[[Page, str], None]


@in_every_form
def test_the_server_tells_of_itself(visit: Visit, keep: Keep, theme: str, size: str) -> None:
    with visit("/experiments", theme=theme, size=SIZES[size]) as page:
        page.get_by_role("link", name="Settings").click()
        expect(page.get_by_role("region", name="Server", exact=True)).to_contain_text(__version__)
        expect(page.get_by_role("region", name="Storage")).to_contain_text(re.compile("SQLite 3.*served by this server", re.DOTALL))
        expect(page.get_by_role("region", name="Access")).to_contain_text("whoever reaches the server")
        expect(page.get_by_role("table", name="Limits").get_by_role("row", name="Characters of a key")).to_contain_text("250")
        expect(page.get_by_role("table", name="Keyboard")).to_contain_text("Go to the search box")
        keep(page, f"settings-{size}-{theme}")


def test_theme_and_name_are_kept(visit: Visit) -> None:
    with visit("/settings") as page:
        page.get_by_text("Dark", exact=True).click()
        page.get_by_role("textbox", name="Your name").fill("ana")
        page.reload()
        expect(page.get_by_role("textbox", name="Your name")).to_have_value("ana")
        expect(page.get_by_role("button", name="Theme: Dark")).to_be_visible()
