"""Images and tables of several runs side by side."""

from __future__ import annotations

import io
import json
import wave
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from forms import SIZES, in_every_form
from playwright.sync_api import Page, expect
from ui_seeding import START_MS, Api, Seeded, _finish, _png, _run

Visit = Callable[..., AbstractContextManager[Page]]
Keep = Callable[[Page, str], None]
RUNS = 6
STEPS = (0, 10, 20, 30)


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
    if number < 2:
        api.put(root, "speech.wav", _silence())
    if not last:
        rows = [["wind?", "up" if number == 3 else "down", number == 3], ["power?", "12", True]]
        api.put(root, "answers.json", json.dumps({"columns": ["question", "answer", "ok"], "data": rows}).encode())
        tag = json.dumps([{"path": "answers.json", "type": "table"}])
        api.call("runs/set-tag", {"run_id": run_id, "key": "mlflow.loggedArtifacts", "value": tag})
    _finish(api, run_id, START_MS)
    return run_id


def _silence() -> bytes:
    """Half a second of it."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 1, 8_000, 0, "NONE", "none"))
        sound.writeframes(bytes([128]) * 4_000)
    return file.getvalue()


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


def test_two_images_are_laid_over_each_other(visit: Visit, place: str) -> None:
    with visit(f"{place}&tab=images") as page:
        page.get_by_role("button", name="Enlarge val/field of look-1 at step 30").click()
        dialog = page.get_by_role("dialog", name="val/field · look-1 · step 30")
        dialog.get_by_role("combobox", name="Compare with").click()
        page.get_by_role("option", name="look-3").click()
        expect(dialog.get_by_role("img", name="look-3 · step 30")).to_be_visible()
        slider = dialog.get_by_role("slider", name="How far the first one reaches")
        slider.press("ArrowRight")
        expect(slider).to_have_attribute("aria-valuenow", "51")
        dialog.get_by_text("Difference", exact=True).click()
        expect(dialog.get_by_text("Black where both are alike.")).to_be_visible()
        dialog.get_by_text("Side by side", exact=True).click()
        dialog.get_by_role("img", name="look-1 · step 30").click()
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("dialog", name="val/field · look-2 · step 30")).to_be_visible()
        page.keyboard.press("ArrowLeft")
        expect(page.get_by_role("dialog", name="val/field · look-2 · step 20")).to_be_visible()


def test_tables_are_sorted_and_remember_it(visit: Visit, place: str) -> None:
    with visit(f"{place}&tab=tables&by=question") as page:
        table = page.get_by_role("table", name="answers.json of 5 runs")
        rows = table.locator("tbody tr:has(td)")
        expect(rows.first).to_contain_text("wind?")
        page.get_by_role("button", name="question").click()
        expect(rows.first).to_contain_text("power?")
        page.reload()
        expect(rows.first).to_contain_text("power?")


def test_runs_without_images_and_tables_say_how(visit: Visit, seeded: Seeded) -> None:
    api = Api(seeded.url)
    try:
        found = api.call("runs/search", {"experiment_ids": [seeded.many], "max_results": 2})["runs"]
    finally:
        api.close()
    runs = ",".join(run["info"]["run_id"] for run in found)
    with visit(f"/compare?runs={runs}&tab=images") as page:
        expect(page.get_by_text("These runs have no images")).to_be_visible()
        page.get_by_text("Tables", exact=True).click()
        expect(page.get_by_text("These runs have no tables")).to_be_visible()


def test_sound_and_plots_stand_beside_images(visit: Visit, place: str, seeded: Seeded) -> None:
    runs = ",".join(seeded.forests.values())
    with visit(f"/compare?runs={runs}&tab=images") as page:
        expect(page.get_by_role("list", name="plots/forecast.png at step 0").get_by_role("img")).to_have_count(3)
    with visit(f"{place}&tab=images&image=speech.wav") as page:
        players = page.get_by_label("speech.wav of look-")
        expect(players).to_have_count(2)
        expect(players.first).to_have_js_property("duration", 0.5)


@in_every_form
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
