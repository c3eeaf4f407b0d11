"""The keyboard's way through a page: where Tab stops, what shows it, and what only a pointer could reach."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

MOST_STOPS = 400

_LIBRARY = Path(__file__).with_name("keyboard.js").read_text(encoding="utf-8").partition("\n")[2]


def problems(page: Page) -> list[str]:
    """Walk the page with Tab from its beginning, and tell what the keyboard does not reach, does not show, or has no name."""
    page.evaluate(_LIBRARY)
    found = [f"only a pointer reaches {what}" for what in page.evaluate("__keyboard.unreachable()")]
    found += [f"has no name: {what}" for what in page.evaluate("__keyboard.nameless()")]
    page.evaluate("document.activeElement?.blur()")
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop: dict[str, Any] = page.evaluate("__keyboard.note()")
        if stop["end"]:
            if stop.get("again", 0) > 0:
                found.append(f"the keyboard is caught: Tab goes back to stop {stop['again']}")
            break
        if not stop["visible"]:
            found.append(f"the focus is not seen on {stop['what']}")
    else:
        found.append(f"Tab finds no end within {MOST_STOPS} stops")
    return found + [f"Tab does not stop at {what}" for what in page.evaluate("__keyboard.missed()")]


def focused(page: Page) -> str:
    """The name of what has the keyboard."""
    return str(
        page.evaluate(
            "(({ activeElement: e }) => e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent.trim())(document)"
        )
    )


def tab_to(page: Page, name: str, *, back: bool = False) -> None:
    """Press Tab until what is called `name` has the keyboard."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if focused(page) == name:
            return
    raise AssertionError(f"Tab does not come to {name!r}.")
