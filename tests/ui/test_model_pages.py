"""Registered models: who changed what and why, versions compared, schema and example, lineage."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from forms import SIZES, in_every_form
from playwright.sync_api import Page, expect
from ui_seeding import MLMODEL, START_MS, Api, Seeded

Visit = Callable[..., AbstractContextManager[Page]]
Keep = Callable[[Page, str], None]
NAME = "TidalModel"
EXAMPLE = b'{"columns": ["wind_speed_00", "gust"], "data": [[4.5, 7.0], [5.5, 9.25]]}'
MANIFESTS = (
    MLMODEL,
    MLMODEL.replace('"required": true}]', '"required": true}, {"type": "double", "name": "gust", "required": false}]')
    + "saved_input_example_info:\n  artifact_path: input_example.json\n  type: dataframe\n",
)


@pytest.fixture(scope="module")
def model(seeded: Seeded) -> Iterator[str]:
    """A model with two versions whose runs measured other things, and whose schemas differ."""
    api = Api(seeded.url)
    experiment = api.call("experiments/create", {"name": "tides"})["experiment_id"]
    api.call("registered-models/create", {"name": NAME, "description": "Power of a **tidal** plant."})
    for number, manifest in enumerate(MANIFESTS):
        body = {"experiment_id": experiment, "run_name": f"tide-{number}", "start_time": START_MS}
        info = api.call("runs/create", body)["run"]["info"]
        metrics = [{"key": "rmse", "value": 10 - number, "step": 0, "timestamp": START_MS}]
        params = [{"key": "depth", "value": str(number)}, {"key": "seed", "value": "7"}]
        api.call("runs/log-batch", {"run_id": info["run_id"], "metrics": metrics, "params": params})
        logged = {"experiment_id": experiment, "name": "model", "source_run_id": info["run_id"]}
        made = api.call("logged-models", logged)["model"]["info"]
        api.put(made["artifact_uri"], "MLmodel", manifest.encode())
        api.put(made["artifact_uri"], "input_example.json", EXAMPLE)
        version = {"name": NAME, "source": f"models:/{made['model_id']}", "run_id": info["run_id"], "model_id": made["model_id"]}
        api.call("model-versions/create", version)
    yield NAME
    api.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_versions_are_compared(visit: Visit, model: str, keep: Keep, theme: str) -> None:
    with visit(f"/models/{model}", theme=theme) as page:
        expect(page.get_by_role("button", name="Compare")).to_be_disabled()
        for number in (1, 2):
            page.get_by_role("checkbox", name=f"Select version {number}").check()
        page.get_by_role("button", name="Compare").click()
        table = page.get_by_role("table", name="Comparison of versions")
        expect(table.get_by_role("row", name="rmse").get_by_role("cell")).to_have_text(["10", re.compile("best 9")])
        expect(table.get_by_role("row", name="gust").get_by_role("cell")).to_have_text(["—", "double, optional"])
        expect(table.get_by_role("row", name="seed")).to_be_visible()
        keep(page, f"versions-compared-{theme}")
        page.get_by_role("switch", name="Only differences").check()
        expect(table.get_by_role("row", name="seed")).to_have_count(0)
        assert "versions=1,2" in page.url


def test_changes_are_signed_and_told(visit: Visit, model: str, keep: Keep) -> None:
    with visit(f"/models/{model}/versions/2") as page:
        page.get_by_role("button", name="Stage of version 2: None").click()
        page.get_by_role("menuitem", name="Staging").click()
        page.get_by_role("textbox", name="Comment").fill("Passed the checks.")
        page.get_by_role("textbox", name="Your name").fill("ana")
        keep(page, "stage-dialog")
        page.get_by_role("dialog").get_by_role("button", name="Move to Staging").click()
        activity = page.get_by_role("list", name="Activity")
        first = activity.get_by_role("listitem").first
        expect(first).to_contain_text("Passed the checks.")
        expect(first).to_contain_text(re.compile("None.*Staging.*ana.*just now", re.DOTALL))

        page.get_by_role("button", name="Add an alias to version 2").click()
        page.get_by_role("textbox", name="Alias").fill("champion")
        expect(page.get_by_role("textbox", name="Your name")).to_have_value("ana")
        page.get_by_role("button", name="Set alias").click()
        expect(first).to_contain_text("@champion set to version 2")
    with visit(f"/models/{model}/versions/1") as page:
        page.get_by_role("button", name="Add an alias to version 1").click()
        page.get_by_role("textbox", name="Alias").fill("champion")
        expect(page.get_by_text("It moves from version 2")).to_be_visible()
        page.get_by_role("button", name="Set alias").click()
        first = page.get_by_role("list", name="Activity").get_by_role("listitem").first
        expect(first).to_contain_text("@champion moved from version 2 → version 1")
    with visit(f"/models/{model}") as page:
        activity = page.get_by_role("list", name="Activity")
        expect(activity.get_by_role("listitem")).to_have_count(5)
        expect(activity.get_by_role("listitem").last).to_contain_text("version 1 registered")
        keep(page, "model-page")


@in_every_form
def test_a_version_tells_what_it_takes(visit: Visit, model: str, keep: Keep, theme: str, size: str) -> None:
    with visit(f"/models/{model}/versions/2", theme=theme, size=SIZES[size]) as page:
        example = page.get_by_role("table", name="Example of its input")
        expect(example.get_by_role("row")).to_have_text([re.compile("wind_speed_00"), re.compile("4.5"), re.compile("9.25")])
        expect(page.get_by_role("table", name="Inputs").get_by_role("row", name="gust")).to_contain_text("optional")
        expect(page.get_by_role("table", name="Metrics of its run").get_by_role("row", name="rmse")).to_contain_text("9")
        expect(page.get_by_text(re.compile(r"load_model\(\"models:/TidalModel"))).to_be_visible()
        keep(page, f"version-{size}-{theme}")
        page.get_by_text("Lineage", exact=True).click()
        graph = page.get_by_role("region", name="Lineage")
        expect(graph.get_by_role("listitem")).to_have_count(3)
        expect(graph.locator("[data-current]")).to_contain_text(f"{model} 2")


def test_descriptions_of_models_are_edited(visit: Visit, model: str) -> None:
    with visit(f"/models/{model}") as page:
        expect(page.get_by_text("tidal", exact=True)).to_be_visible()
        page.get_by_role("button", name="Edit the description").click()
        page.get_by_role("textbox", name="Description, in Markdown").fill("Power of the *Rance* plant.")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Rance", exact=True)).to_be_visible()
        page.reload()
        expect(page.get_by_text("Rance", exact=True)).to_be_visible()


def test_a_description_that_somebody_else_changed(visit: Visit, model: str, seeded: Seeded) -> None:
    api = Api(seeded.url)
    with visit(f"/models/{model}/versions/1", refusals=True) as page:
        page.get_by_role("button", name="Edit the description").click()
        page.get_by_role("textbox", name="Description, in Markdown").fill("Mine.")
        note = {"kind": "version", "id": model, "version": "1", "text": "Theirs."}
        api.call("/api/barograph/1/notes/update", note)
        page.get_by_role("button", name="Save").click()
        conflict = page.get_by_role("alert").filter(has_text="Somebody changed the description meanwhile")
        expect(conflict).to_contain_text("Theirs.")
        expect(page.get_by_role("textbox", name="Description, in Markdown")).to_have_value("Mine.")
        page.get_by_role("button", name="Keep theirs").click()
        expect(page.get_by_text("Theirs.", exact=True)).to_be_visible()
    api.close()
