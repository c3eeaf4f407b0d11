"""The page of a run: its metrics, notes that two people edit, its source, logs that grow, lineage, and what can be done to it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from forms import SIZES, in_every_form
from playwright.sync_api import Page, expect
from ui_seeding import START_MS, Api, Json, Seeded

Visit = Callable[..., AbstractContextManager[Page]]
Keep = Callable[[Page, str], None]
COMMIT = "0123456789abcdef0123456789abcdef01234567"
REQUIREMENTS = b"numpy==2.1.0\nscikit-learn==1.7.0\n"


def tags(**values: str) -> list[Json]:
    return [{"key": key.replace("__", "."), "value": value} for key, value in values.items()]


@pytest.fixture(scope="module")
def api(seeded: Seeded) -> Iterator[Api]:
    api = Api(seeded.url)
    yield api
    api.close()


@pytest.fixture(scope="module")
def experiment(api: Api) -> str:
    return str(api.call("experiments/create", {"name": "run page"})["experiment_id"])


@pytest.fixture(scope="module")
def made(api: Api, experiment: str) -> Json:
    """A run with series, system metrics of two ranks, source, files, and two runs below it."""
    source = {
        "mlflow.source.name": "train.py",
        "mlflow.source.type": "LOCAL",
        "mlflow.source.git.commit": COMMIT,
        "mlflow.source.git.repoURL": "git@git.example.org:wind/farm.git",
        "mlflow.note.content": "First words.",
        "team": "wind",
    }
    body = {"experiment_id": experiment, "run_name": "whole", "start_time": START_MS, "user_id": "ana", "tags": tags(**source)}
    info = api.call("runs/create", body)["run"]["info"]
    run_id = info["run_id"]
    points = [{"key": "loss", "value": 2 / (step + 1), "step": step, "timestamp": START_MS + step} for step in range(100)]
    for rank in (0, 1):
        points += [
            {"key": f"system/rank{rank}/cpu_utilization_percentage", "value": 50 + step, "step": step, "timestamp": START_MS + 1000 * step}
            for step in range(5)
        ]
    params = [{"key": "lr", "value": "0.1"}, {"key": "danger", "value": "=1+1"}]
    api.call("runs/log-batch", {"run_id": run_id, "metrics": points, "params": params})
    api.put(info["artifact_uri"], "requirements.txt", REQUIREMENTS)
    api.put(info["artifact_uri"], "logs/train.log", b"epoch 1\nWARNING: slow disk\nepoch 2\n")
    for name in ("fold-0", "fold-1"):
        child = {"experiment_id": experiment, "run_name": name, "start_time": START_MS, "tags": tags(mlflow__parentRunId=run_id)}
        api.call("runs/create", child)
    api.call("runs/update", {"run_id": run_id, "status": "FINISHED", "end_time": START_MS + 95_000})
    return dict(info)


def address(made: Json, tab: str = "") -> str:
    return f"/experiments/{made['experiment_id']}/runs/{made['run_id']}" + (f"?tab={tab}" if tab else "")


@in_every_form
def test_the_overview_tells_it_all(visit: Visit, made: Json, keep: Keep, theme: str, size: str) -> None:
    with visit(address(made), theme=theme, size=SIZES[size]) as page:
        loss = page.get_by_role("table", name="Metrics").get_by_role("row", name=re.compile("^loss"))
        expect(loss).to_have_text(re.compile(r"loss\s*0\.020000\s*2\s*0\.020000\s*2\s*99\s*100"))
        expect(loss.locator("svg path")).to_have_attribute("d", re.compile("^M0 0L"))
        expect(page.get_by_text("system/rank0")).to_have_count(0)
        commit = page.get_by_role("link", name=COMMIT[:12])
        expect(commit).to_have_attribute("href", f"https://git.example.org/wind/farm/commit/{COMMIT}")
        expect(page.get_by_role("table", name="Environment").get_by_role("link", name="requirements.txt")).to_be_visible()
        below = page.get_by_role("table", name="Runs below this one")
        expect(below.get_by_role("link")).to_have_count(2)
        keep(page, f"run-overview-{size}-{theme}")
        below.get_by_role("link", name="fold-0").click()
        page.get_by_role("region", name="Nested runs").get_by_role("link", name="whole").click()
        page.get_by_role("link", name="Show and compare all 2 runs").click()
        expect(page.get_by_role("link", name="fold-1")).to_be_visible()
        expect(page.get_by_role("link", name="whole")).to_have_count(0)


def test_a_note_that_somebody_else_changes_meanwhile(visit: Visit, api: Api, made: Json, keep: Keep) -> None:
    with visit(address(made)) as page:
        page.get_by_role("button", name="Edit the description").click()
        box = page.get_by_role("textbox", name="Description, in Markdown")
        box.fill("Mine.")
        note = {"kind": "run", "id": made["run_id"], "text": "Theirs.", "before": "First words."}
        api.call("/api/barograph/1/notes/update", note)
        conflict = page.get_by_role("alert").filter(has_text="Somebody changed the description meanwhile")
        expect(conflict).to_contain_text("Theirs.")  # the page follows the run
        expect(box).to_have_value("Mine.")
        keep(page, "run-note-conflict")
        page.get_by_role("button", name="Replace it with mine").click()
        expect(page.get_by_text("Mine.", exact=True)).to_be_visible()
        expect(box).to_have_count(0)


def test_a_tag_is_changed_in_place(visit: Visit, made: Json) -> None:
    with visit(address(made)) as page:
        page.get_by_role("button", name="Edit the tag team: wind").click()
        box = page.get_by_role("textbox", name="Value of the tag team")
        box.fill("storm")
        box.press("Escape")
        page.get_by_role("button", name="Edit the tag team: wind").click()
        box.fill("sun")
        box.press("Enter")
        expect(page.get_by_role("button", name="Edit the tag team: sun")).to_be_visible()


def test_system_metrics_stand_apart(visit: Visit, made: Json, keep: Keep) -> None:
    with visit(address(made, "charts")) as page:
        expect(page.get_by_role("figure", name="Chart of loss")).to_be_visible()
        expect(page.get_by_role("figure")).to_have_count(1)
        page.get_by_text("System", exact=True).click()
        for rank in (0, 1):
            expect(page.get_by_role("region", name=f"system/rank{rank}").get_by_role("figure")).to_be_visible()
        expect(page.get_by_role("figure")).to_have_count(2)
        keep(page, "run-system")


def test_a_log_is_followed_while_the_run_lives(visit: Visit, api: Api, experiment: str, keep: Keep) -> None:
    body = {"experiment_id": experiment, "run_name": "talking", "start_time": START_MS}
    info = api.call("runs/create", body)["run"]["info"]
    lines = [f"epoch {number}" for number in range(500)]
    api.put(info["artifact_uri"], "train.log", "\n".join(lines).encode() + b"\n")
    api.put(info["artifact_uri"], "logs/stderr.txt", b"Traceback (most recent call last):\n")
    with visit(address(info, "logs")) as page:
        page.get_by_role("combobox", name="Log").click()
        page.get_by_role("option", name="train.log").click()
        expect(page.get_by_text("epoch 499", exact=True)).to_be_in_viewport()
        lines += ["ERROR: out of memory", "the last line"]
        api.put(info["artifact_uri"], "train.log", "\n".join(lines).encode() + b"\n")
        expect(page.get_by_text("the last line", exact=True)).to_be_in_viewport()
        keep(page, "run-log")
        page.get_by_role("searchbox", name="Find in the log").fill("error")
        expect(page.get_by_text("1 line found in")).to_be_visible()
        assert "path=run:train.log" in page.url


def test_lineage_leads_from_data_to_versions(visit: Visit, seeded: Seeded, keep: Keep) -> None:
    run = f"/experiments/{seeded.workshop}/runs/{seeded.forests[100]}"
    with visit(f"{run}?tab=lineage", theme="dark") as page:
        graph = page.get_by_role("region", name="Lineage")
        expect(graph.get_by_role("listitem")).to_have_count(4)
        expect(graph.get_by_role("listitem").first).to_contain_text("Data for training")
        expect(graph.locator("path")).to_have_count(3)
        keep(page, "run-lineage")
        graph.get_by_role("link", name="PowerForecastingModel 1").click()
        expect(page.get_by_role("heading", name="Version 1")).to_be_visible()


def test_what_is_not_there_is_explained(visit: Visit, seeded: Seeded) -> None:
    run = f"/experiments/{seeded.workshop}/runs/{seeded.forests[200]}"
    for tab, text in (("system", "No system metrics"), ("logs", "No logs")):
        with visit(f"{run}?tab={tab}") as page:
            expect(page.get_by_text(text)).to_be_visible()


def test_a_run_is_taken_along_deleted_and_restored(visit: Visit, api: Api, made: Json, experiment: str) -> None:
    with visit(address(made)) as page:
        taken = {}
        for title in ("Parameters as CSV", "All as JSON"):
            page.get_by_role("button", name="More actions").click()
            with page.expect_download() as given:
                page.get_by_role("menuitem", name=title).click()
            taken[given.value.suggested_filename] = given.value.path().read_text()
        assert taken["whole-params.csv"].replace("\r\n", "\n") == "key,value\ndanger,'=1+1\nlr,0.1\n"
        assert json.loads(taken["whole.json"])["params"] == {"lr": "0.1", "danger": "=1+1"}
    body = {"experiment_id": experiment, "run_name": "goes", "start_time": START_MS}
    info = api.call("runs/create", body)["run"]["info"]
    with visit(address(info)) as page:
        page.get_by_role("button", name="More actions").click()
        page.get_by_role("menuitem", name="Delete…").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        page.get_by_role("button", name="Restore").click()
        page.get_by_role("dialog").get_by_role("button", name="Restore").click()
        expect(page.get_by_role("button", name="Rename")).to_be_visible()
