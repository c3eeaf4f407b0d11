"""Saved views, from being saved to being deleted; the trash, from deletion to the end."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from forms import SIZES, in_every_form
from playwright.sync_api import Page, expect
from ui_seeding import Api, Seeded

Visit = Callable[..., AbstractContextManager[Page]]
Keep = Callable[[Page, str], None]
START_MS = 1_760_000_000_000


def made(api: Api, name: str, runs: int = 3) -> tuple[str, list[str]]:
    """An experiment with some runs: its id and theirs."""
    experiment = str(api.call("experiments/create", {"name": name})["experiment_id"])
    ids = []
    for number in range(runs):
        body = {"experiment_id": experiment, "run_name": f"{name}-{number}", "start_time": START_MS + number}
        info = api.call("runs/create", body)["run"]["info"]
        api.put(str(info["artifact_uri"]), "weights.bin", bytes(1_000))
        api.call("runs/update", {"run_id": info["run_id"], "status": "FINISHED", "end_time": START_MS + 1_000})
        ids.append(str(info["run_id"]))
    return experiment, ids


@pytest.fixture
def api(seeded: Seeded):
    api = Api(seeded.url)
    yield api
    api.close()


def save_view(page: Page, name: str, *, whom: str = "Everybody", default: bool = False) -> None:
    page.get_by_role("button", name="Views", exact=True).click()
    page.get_by_role("menuitem", name="Save this view…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Name").fill(name)
    dialog.get_by_text(whom).click()
    if default:
        dialog.get_by_role("checkbox", name="The experiment opens with it").check()
    dialog.get_by_role("button", name="Save").click()


def test_a_view_is_saved_opened_changed_and_deleted(visit: Visit, api: Api) -> None:
    experiment, _ = made(api, "views-kept")
    with visit(f"/experiments/{experiment}?filter=views-kept-1&order=start_time asc", refusals=True) as page:
        expect(page.get_by_text("1 run", exact=True)).to_be_visible()
        save_view(page, "only one")
        expect(page.get_by_role("button", name="Views: only one")).to_be_visible()

        page.get_by_role("button", name="Views: only one").click()
        page.get_by_role("menuitem", name="Look without a view").click()
        expect(page.get_by_text("3 runs", exact=True)).to_be_visible()
        page.get_by_role("button", name="Views", exact=True).click()
        page.get_by_role("menuitem", name="only one").click()
        expect(page.get_by_text("1 run", exact=True)).to_be_visible()
        expect(page).to_have_url(f"{page.url.partition('#')[0]}#/experiments/{experiment}?filter=views-kept-1&order=start_time+asc")

        page.get_by_role("searchbox", name="Filter runs").fill("views-kept-2")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Views: only one (changed)").click()
        page.get_by_role("menuitem", name="Save changes to “only one”").click()
        expect(page.get_by_role("button", name="Views: only one", exact=True)).to_be_visible()

        page.get_by_role("button", name="Views: only one").click()
        page.get_by_role("menuitem", name="Manage views…").click()
        page.get_by_role("button", name="Rename only one").click()
        page.get_by_role("textbox", name="Name").fill("just one")
        page.get_by_role("button", name="Rename", exact=True).click()
        expect(page.get_by_role("button", name="Delete just one")).to_be_visible()
        page.get_by_role("button", name="Delete just one").click()
        page.get_by_role("dialog", name="Delete the view?").get_by_role("button", name="Delete").click()
        expect(page.get_by_text("No views are left.")).to_be_visible()


def test_an_experiment_opens_with_its_default_view(visit: Visit, api: Api) -> None:
    experiment, _ = made(api, "views-default")
    with visit(f"/experiments/{experiment}?filter=views-default-0") as page:
        save_view(page, "first run", default=True)
        expect(page.get_by_role("button", name="Views: first run")).to_be_visible()
    with visit(f"/experiments/{experiment}") as page:
        expect(page.get_by_text("1 run", exact=True)).to_be_visible()
        page.get_by_role("button", name="Views: first run").click()
        page.get_by_role("menuitem", name="Look without a view").click()
        expect(page.get_by_text("3 runs", exact=True)).to_be_visible()
    with visit(f"/experiments/{experiment}?filter=views-default-1") as page:
        expect(page.get_by_role("link", name="views-default-1")).to_be_visible()


def test_personal_views_stay_in_their_browser(visit: Visit, api: Api) -> None:
    experiment, _ = made(api, "views-personal")
    with visit(f"/experiments/{experiment}?filter=views-personal-0") as page:
        save_view(page, "mine", whom="Only me, in this browser")
        page.get_by_role("button", name="Views: mine").click()
        expect(page.get_by_text("Mine, in this browser")).to_be_visible()
    with visit(f"/experiments/{experiment}?filter=views-personal-0") as page:
        page.get_by_role("button", name="Views", exact=True).click()
        expect(page.get_by_role("menuitem", name="Save this view…")).to_be_visible()
        expect(page.get_by_role("menuitem", name="mine")).to_have_count(0)


def test_a_view_that_somebody_else_changed_is_not_overwritten(visit: Visit, api: Api, seeded: Seeded) -> None:
    experiment, _ = made(api, "views-conflict")
    views = "/api/barograph/1/views"
    made_view = api.call(f"{views}/create", {"experiment_id": experiment, "name": "shared", "search": "order=start_time+asc"})["view"]
    with visit(f"/experiments/{experiment}", refusals=True) as page:
        page.get_by_role("button", name="Views", exact=True).click()
        page.get_by_role("menuitem", name="Manage views…").click()
        page.get_by_role("button", name="Rename shared").click()
        api.call(f"{views}/update", {"view_id": made_view["view_id"], "revision": 1, "name": "renamed by another"})
        page.get_by_role("textbox", name="Name").fill("renamed by me")
        page.get_by_role("button", name="Rename", exact=True).click()
        expect(page.get_by_text("Somebody changed the view meanwhile")).to_be_visible()
        page.get_by_role("button", name="Cancel").click()
        expect(page.get_by_role("button", name="Rename renamed by another")).to_be_visible()
        api.call(f"{views}/delete", {"view_id": made_view["view_id"], "revision": 2})
        page.get_by_role("button", name="Delete renamed by another").click()
        page.get_by_role("dialog", name="Delete the view?").get_by_role("button", name="Delete").click()
        expect(page.get_by_text("somebody may have deleted it meanwhile")).to_be_visible()


def test_runs_come_back_from_the_trash(visit: Visit, api: Api) -> None:
    experiment, runs = made(api, "trash-restored")
    for run_id in runs[:2]:
        api.call("runs/delete", {"run_id": run_id})
    with visit("/experiments") as page:
        page.get_by_role("link", name="Trash", exact=True).click()
        page.get_by_role("radiogroup", name="What was deleted").get_by_text("Runs").click()
        page.get_by_role("checkbox", name="Select trash-restored-0").check()
        page.get_by_role("checkbox", name="Select trash-restored-1").check()
        page.get_by_role("button", name="Restore").click()
        page.get_by_role("dialog").get_by_role("button", name="Restore").click()
        expect(page.get_by_role("checkbox", name="Select trash-restored-0")).to_have_count(0)
    with visit(f"/experiments/{experiment}") as page:
        expect(page.get_by_text("3 runs", exact=True)).to_be_visible()


def test_what_is_deleted_for_good_is_measured_first_and_confirmed(visit: Visit, api: Api, keep: Keep) -> None:
    experiment, _ = made(api, "trash-purged")
    api.call("experiments/delete", {"experiment_id": experiment})
    with visit("/trash") as page:
        page.get_by_role("checkbox", name="Select trash-purged").check()
        page.get_by_role("button", name="Delete for good…").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("1 experiment, 3 runs would go")
        expect(dialog).to_contain_text("3 files, 2.9 KiB")
        expect(dialog.get_by_role("button", name="Delete for good")).to_be_disabled()
        keep(page, "trash-purge-light")
        dialog.get_by_role("checkbox", name="I know that this cannot be undone").check()
        dialog.get_by_role("button", name="Delete for good").click()
        expect(page.get_by_role("checkbox", name="Select trash-purged")).to_have_count(0)
        expect(page.get_by_role("dialog")).to_have_count(0)
    with visit(f"/experiments/{experiment}", refusals=True) as page:
        expect(page.get_by_role("alert").first).to_contain_text(experiment)


@in_every_form
def test_views_and_trash_are_looked_at(visit: Visit, keep: Keep, api: Api, theme: str, size: str) -> None:
    name = f"looked-at-{theme}-{size}"
    experiment, runs = made(api, name)
    gone, _ = made(api, f"{name}-gone")
    api.call("experiments/delete", {"experiment_id": gone})
    api.call("runs/delete", {"run_id": runs[0]})
    with visit(f"/experiments/{experiment}?filter={name}", theme=theme, size=SIZES[size]) as page:
        save_view(page, "everything that is called so", default=True)
        page.get_by_role("button", name="Views: ").click()
        expect(page.get_by_role("menuitem", name="Manage views…")).to_be_visible()
        keep(page, f"views-{theme}-{size}")
        page.get_by_role("menuitem", name="Manage views…").click()
        keep(page, f"views-manage-{theme}-{size}")
    with visit("/trash", theme=theme, size=SIZES[size]) as page:
        page.get_by_role("checkbox", name=f"Select {name}-gone").check()
        keep(page, f"trash-{theme}-{size}")
        page.get_by_role("button", name="Delete for good…").click()
        expect(page.get_by_role("dialog")).to_contain_text("would go")
        keep(page, f"trash-dialog-{theme}-{size}")
    api.call("experiments/restore", {"experiment_id": gone})
    api.call("runs/restore", {"run_id": runs[0]})
