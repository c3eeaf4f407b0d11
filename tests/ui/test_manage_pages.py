"""Making, renaming, deleting and restoring in the browser; the keyboard; what failures look like."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

from playwright.sync_api import Page, expect
from ui_seeding import Seeded

Visit = Callable[..., AbstractContextManager[Page]]


def test_an_experiment_from_creation_to_restoration(visit: Visit) -> None:
    with visit("/experiments", refusals=True) as page:
        page.get_by_role("button", name="New experiment").click()
        page.get_by_role("textbox", name="Name").fill("wind-farm")
        page.get_by_role("dialog").get_by_role("button", name="Create").click()
        expect(page.get_by_role("dialog")).to_contain_text("wind-farm")
        expect(page.get_by_role("dialog")).to_contain_text("exists")
        page.get_by_role("textbox", name="Name").fill("short-lived")
        page.get_by_role("dialog").get_by_role("button", name="Create").click()
        expect(page.get_by_role("link", name="short-lived")).to_be_visible()

        page.get_by_role("button", name="Actions for short-lived").click()
        page.get_by_role("menuitem", name="Rename…").click()
        page.get_by_role("textbox", name="Name").fill("long-lived")
        page.get_by_role("dialog").get_by_role("button", name="Rename").click()
        expect(page.get_by_role("link", name="long-lived")).to_be_visible()

        page.get_by_role("button", name="Actions for long-lived").click()
        page.get_by_role("menuitem", name="Delete…").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        expect(page.get_by_role("link", name="long-lived")).to_have_count(0)

        page.get_by_text("Deleted", exact=True).click()
        page.get_by_role("button", name="Restore long-lived").click()
        page.get_by_role("dialog").get_by_role("button", name="Restore").click()
        expect(page.get_by_text("No deleted experiments")).to_be_visible()
        page.get_by_text("Active", exact=True).click()
        page.get_by_role("link", name="long-lived").click()
        expect(page.get_by_text("No runs yet")).to_be_visible()


def test_runs_are_deleted_together_and_come_back(visit: Visit, seeded: Seeded) -> None:
    with visit(f"/experiments/{seeded.many}?filter=run-00") as page:
        page.get_by_role("checkbox", name="Select run-001").check()
        page.get_by_role("checkbox", name="Select run-004").click(modifiers=["Shift"])
        expect(page.get_by_text("4 selected")).to_be_visible()
        page.get_by_role("button", name="Delete").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        expect(page.get_by_text("6 runs", exact=True)).to_be_visible()
        page.get_by_role("combobox", name="State").click()
        page.get_by_role("option", name="Deleted runs").click()
        expect(page.get_by_text("4 runs", exact=True)).to_be_visible()
        page.get_by_role("checkbox", name="Select all runs of the list").check()
        page.get_by_role("button", name="Restore").click()
        page.get_by_role("dialog").get_by_role("button", name="Restore").click()
        expect(page.get_by_text("No run matches")).to_be_visible()


def test_a_run_is_renamed_described_and_tagged(visit: Visit, seeded: Seeded) -> None:
    with visit(f"/experiments/{seeded.many}?filter=run-100") as page:
        page.get_by_role("link", name="run-100").click()
        page.get_by_role("button", name="Rename").click()
        page.get_by_role("textbox", name="Name").fill("best-100")
        page.get_by_role("dialog").get_by_role("button", name="Rename").click()
        expect(page.get_by_role("heading", name="best-100")).to_be_visible()
        page.get_by_role("button", name="Edit the description").click()
        page.get_by_role("textbox", name="Description, in Markdown").fill("# Why\nIt was *cold*.")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", name="Why")).to_be_visible()
        page.get_by_role("button", name="Add a tag").click()
        page.get_by_role("textbox", name="Tag key").fill("weather")
        page.get_by_role("textbox", name="Tag value").fill("cold")
        page.get_by_role("button", name="Add", exact=True).click()
        page.get_by_role("button", name="Remove the tag weather").click()
        expect(page.get_by_role("button", name="Remove the tag weather")).to_have_count(0)


def test_a_model_is_registered_from_a_run(visit: Visit, seeded: Seeded) -> None:
    with visit(f"/experiments/{seeded.workshop}/runs/{seeded.forests[100]}") as page:
        page.get_by_role("button", name="Register model").click()
        page.get_by_role("combobox", name="Registered model").fill("CalmModel")
        page.get_by_role("dialog").get_by_role("button", name="Register").click()
        expect(page.get_by_role("heading", name="Version 1")).to_be_visible()
        page.get_by_role("link", name="CalmModel").click()
        page.get_by_role("button", name="Actions").click()
        page.get_by_role("menuitem", name="Delete…").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        expect(page.get_by_role("heading", name="Models")).to_be_visible()
        expect(page.get_by_role("link", name="CalmModel")).to_have_count(0)


def test_the_keyboard_finds_moves_selects_and_opens(visit: Visit, seeded: Seeded) -> None:
    with visit(f"/experiments/{seeded.workshop}?order=params.n_estimators asc") as page:
        expect(page.get_by_role("link", name="forest-100")).to_be_visible()
        page.keyboard.press("j")
        page.keyboard.press("x")
        page.keyboard.press("j")
        page.keyboard.press("k")
        page.keyboard.press("j")
        page.keyboard.press("x")
        expect(page.get_by_text("2 selected")).to_be_visible()
        expect(page.get_by_role("checkbox", name="Select forest-200")).to_be_checked()
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Keyboard and search")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.keyboard.press("/")
        expect(page.get_by_role("searchbox", name="Filter runs")).to_be_focused()
        page.keyboard.type("jx")
        expect(page.get_by_text("2 selected")).to_be_visible()
        page.get_by_role("heading", name="wind-farm").click()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="forest-200")).to_be_visible()


def test_the_chosen_theme_is_kept(visit: Visit) -> None:
    with visit("/experiments") as page:
        page.get_by_role("button", name=re.compile("Theme")).click()
        page.get_by_role("menuitem", name="Dark").click()
        page.reload()
        expect(page.get_by_role("button", name="Theme: Dark")).to_be_visible()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"


def test_what_is_not_there_is_said(visit: Visit, seeded: Seeded) -> None:
    missing = "0" * 32
    for path, text in (
        ("/experiments/987654", "987654"),
        (f"/experiments/{seeded.workshop}/runs/{missing}", missing),
        ("/models/Nothing", "Nothing"),
        ("/models/PowerForecastingModel/versions/99", "99"),
        (f"/compare?runs={missing},{seeded.forests[100]}", missing),
    ):
        with visit(path, refusals=True) as page:
            expect(page.get_by_role("alert").first).to_contain_text(text)
            expect(page.get_by_role("button", name="Try again").first).to_be_visible()
    with visit("/nowhere") as page:
        expect(page.get_by_text("There is no such page")).to_be_visible()


def test_an_address_without_the_hash_works(visit: Visit, seeded: Seeded) -> None:
    with visit("/experiments") as page:
        page.goto(f"{seeded.url}/experiments/{seeded.workshop}")
        expect(page.get_by_role("link", name="forest-100")).to_be_visible()
