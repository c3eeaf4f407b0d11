"""Images and tables of several runs side by side."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Page, expect
from ui_seeding import START_MS, Api, Seeded, _finish, _png, _run

Visit = Callable[..., AbstractContextManager[Page]]
Keep = Callable[[Page, str], None]
RUNS = 6
STEPS = (0, 10, 20, 30)
SIZES = {"large": (1500, 950), "small": (1100, 700)}


@pytest.fixture(scope="module")
def place(seeded: Seeded) -> str:
    """The address of a comparison of six runs; the last one has no image after step 10, and no table."""
    api = Api(seeded.url)
    try:
        experiment = api.call("experiments/create", {"name": "images-and-tables"})["experiment_id"]
        ids = [_logged(api, experiment, number) for number in range(RUNS)]
    finally:
        api.close()
    return f"/compare?runs={','.join(ids)}"


def _logged(api: Api, experiment: str, number: int) -> str:
    info = _run(api, experiment, f"look-{number}", START_MS)
    run_id, root, last = str(info["run_id"]), str(info["artifact_uri"]), number == RUNS - 1
    for step in STEPS[: 2 if last else None]:
        stem = f"images/val~field+step+{step}+timestamp+{START_MS + step}+{number}-{step}"
        api.put(root, f"{stem}.png", _png(160 + step, 120))
        api.put(root, f"{stem}+compressed.webp", _png(80, 60))
    if not last:
        rows = [["wind?", "up" if number == 3 else "down", number == 3], ["power?", "12", True]]
        api.put(root, "answers.json", json.dumps({"columns": ["question", "answer", "ok"], "data": rows}).encode())
        tag = json.dumps([{"path": "answers.json", "type": "table"}])
        api.call("runs/set-tag", {"run_id": run_id, "key": "mlflow.loggedArtifacts", "value": tag})
    _finish(api, run_id, START_MS)
    return run_id


def test_images_move_together(visit: Visit, place: str) -> None:
    with visit(place) as page:
        page.get_by_text("Images", exact=True).click()
        grid = page.get_by_role("list", name="val/field at step 30")
        expect(grid.get_by_role("listitem")).to_have_count(RUNS)
        expect(page.get_by_role("img", name="val/field of look-5 at step 10")).to_be_visible()
        expect(page.get_by_text("last one, of step 10")).to_have_count(1)
        slider = page.get_by_role("slider", name="Step")
        slider.press("ArrowLeft")
        slider.press("ArrowLeft")
        expect(page.get_by_role("list", name="val/field at step 10")).to_be_visible()
        expect(page.get_by_text("last one, of")).to_have_count(0)
        assert "step=10" in page.url
        image = page.get_by_role("img", name="val/field of look-1 at step 10")
        assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") == 80
        page.get_by_role("button", name="Enlarge val/field of look-1 at step 10").click()
        full = page.get_by_role("dialog").get_by_role("img", name="step 10")
        assert full.evaluate("image => image.decode().then(() => image.naturalWidth)") == 170
        page.keyboard.press("Escape")
        page.get_by_text("All steps", exact=True).click()
        table = page.get_by_role("table", name="val/field by run and step")
        expect(table.get_by_role("img")).to_have_count(RUNS * len(STEPS) - 2)


def test_tables_show_what_differs(visit: Visit, place: str) -> None:
    with visit(f"{place}&tab=tables") as page:
        table = page.get_by_role("table", name="answers.json of 5 runs")
        expect(table.locator("mark")).to_have_text(["up", "true"])
        expect(page.get_by_text("1 other run without this table")).to_be_visible()
        page.get_by_role("switch", name="Only differences").check()
        expect(table.get_by_role("cell", name="power?")).to_have_count(0)
        expect(page.get_by_text("1 row of 5 runs")).to_be_visible()
        page.get_by_role("combobox", name="Match rows by").click()
        page.get_by_role("option", name="question").click()
        expect(table.locator("mark")).to_have_text(["up", "true"])


def test_runs_without_images_and_tables_say_how(visit: Visit, seeded: Seeded) -> None:
    runs = ",".join(seeded.forests.values())
    with visit(f"/compare?runs={runs}&tab=images") as page:
        expect(page.get_by_text("These runs have no images")).to_be_visible()
        page.get_by_text("Tables", exact=True).click()
        expect(page.get_by_text("These runs have no tables")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_explorers_in_both_themes(visit: Visit, keep: Keep, place: str, theme: str, size: str) -> None:
    for name, query, role, shown in (
        ("images", "tab=images", "list", "val/field at step 30"),
        ("image-steps", "tab=images&step=all", "table", "val/field by run and step"),
        ("tables", "tab=tables", "table", "answers.json of 5 runs"),
    ):
        with visit(f"{place}&{query}", theme=theme, size=SIZES[size]) as page:
            expect(page.get_by_role(role, name=shown)).to_be_visible()  # type: ignore[arg-type]  # a role, from the table above
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            keep(page, f"explore-{name}-{theme}-{size}")
