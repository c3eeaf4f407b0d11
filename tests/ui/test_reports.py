"""Reports: written with charts and tables, kept up to date, guarded against being overwritten, and taken away as a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from forms import SIZES, in_every_form
from playwright.sync_api import Locator, Page, expect
from ui_seeding import HOSTILE, START_MS, Api, Seeded

Visit = Callable[..., AbstractContextManager[Page]]
Keep = Callable[[Page, str], None]
REPORTS = "/api/barograph/1/reports"


@pytest.fixture
def api(seeded: Seeded) -> Iterator[Api]:
    api = Api(seeded.url)
    yield api
    api.close()


def kept(api: Api, title: str, body: str, experiment: str | None = None) -> str:
    """A report's id."""
    asked = {"title": title, "body": body} | ({"experiment_id": experiment} if experiment else {})
    return str(api.call(f"{REPORTS}/create", asked)["report"]["report_id"])


def block(kind: str, *lines: str) -> str:
    return "\n".join((f"```barograph-{kind}", *lines, "```", ""))


def full_text() -> str:
    """A report with every kind of block."""
    return "\n".join(
        (
            "# What was found\n\nMore trees forecast **better**, and cost more. See the [plan](https://example.org/plan).\n",
            block("table", "title: The three forests", "columns: status, metrics.rmse, params.n_estimators", "order: metrics.rmse ASC"),
            "## Training\n",
            block("chart", "metrics: train/loss, val/loss", "smooth: 0.5", "title: Losses"),
            block("chart", "kind: values", "metrics: rmse", "title: Errors"),
            block("chart", "kind: scatter", "x: params.n_estimators", "y: metrics.rmse"),
            block("table", "title: By criterion", "group: params.criterion", "columns: metrics.rmse"),
            "| what | where |\n|---|---|\n| data | site |\n",
        )
    )


def insert(page: Page, what: str, label: str, *choices: str, **texts: str) -> None:
    page.get_by_role("button", name=f"Insert {what}").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="Experiment").click()
    page.get_by_role("option", name="wind-farm", exact=True).click()
    dialog.get_by_role("combobox", name=label).click()
    for choice in choices:
        page.get_by_role("option", name=choice, exact=True).click()
    page.keyboard.press("Tab")
    for name, text in texts.items():
        dialog.get_by_role("textbox", name=name).fill(text)
    dialog.get_by_role("button", name="Insert").click()


def source(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Text of the report")


def test_a_report_is_written_with_a_chart_and_a_table(visit: Visit, api: Api) -> None:
    with visit("/reports") as page:
        page.get_by_role("button", name="New report").click()
        page.get_by_role("textbox", name="Title").fill("Forests of 2018")
        page.get_by_role("button", name="Begin").click()
        source(page).fill("# Findings\n\nMore trees are better.")
        insert(page, "chart", "Metrics", "train/loss", Title="How they learned")
        insert(page, "table", "Columns", "rmse", "n_estimators", Filter="metrics.rmse < 120")
        preview = page.get_by_role("region", name="Preview")
        expect(preview.get_by_role("img", name="train/loss by step, 3 runs")).to_be_visible()
        expect(preview.get_by_role("link", name="forest-300")).to_be_visible()
        expect(preview.get_by_role("link", name="forest-100")).to_have_count(0)
        page.keyboard.press("Control+s")
        expect(page.get_by_role("heading", name="Forests of 2018")).to_be_visible()
        chart = page.get_by_role("figure", name="How they learned")
        expect(chart.get_by_role("img", name="train/loss by step, 3 runs")).to_be_visible()
        expect(page.get_by_role("figure", name="Runs").get_by_text("metrics.rmse < 120")).to_be_visible()
        page.get_by_role("link", name="Open the runs").last.click()
        expect(page.get_by_text("2 runs", exact=True)).to_be_visible()
    with visit("/reports?q=forests") as page:
        page.get_by_role("button", name="Delete the report Forests of 2018").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        expect(page.get_by_text("No report has such a title")).to_be_visible()


def test_an_open_report_follows_what_is_logged(visit: Visit, api: Api) -> None:
    experiment = str(api.call("experiments/create", {"name": "reported-live"})["experiment_id"])

    def log(name: str, score: float) -> None:
        run = api.call("runs/create", {"experiment_id": experiment, "run_name": name, "start_time": START_MS})["run"]["info"]["run_id"]
        api.call("runs/log-batch", {"run_id": run, "metrics": [{"key": "score", "value": score, "step": 0, "timestamp": START_MS}]})
        api.call("runs/update", {"run_id": run, "status": "FINISHED", "end_time": START_MS + 1_000})

    log("first", 0.5)
    body = (
        block("table", "columns: metrics.score", "order: metrics.score DESC", "limit: 2")
        + "\n"
        + block("chart", "metrics: score", "order: metrics.score DESC")
    )
    report = kept(api, "Live", body, experiment)
    with visit(f"/reports/{report}") as page:
        expect(page.get_by_role("link", name="first")).to_be_visible()
        expect(page.get_by_role("img", name="score: first 0.50000")).to_be_visible()
        page.wait_for_load_state("networkidle")  # what happens before the stream is open is told by the next look only
        log("second", 0.75)
        table = page.get_by_role("figure", name="Runs")
        expect(table.get_by_role("row").nth(1)).to_contain_text("second")
        expect(page.get_by_role("img", name="score: second 0.75000, first 0.50000")).to_be_visible()
        log("third", 0.9)
        expect(table.get_by_text("2 of 3 runs")).to_be_visible()


def test_lines_are_grouped_by_what_charts_group_by(visit: Visit, api: Api, seeded: Seeded) -> None:
    ways = {"tags.team": "team", "status": "State", "user_id": "User", "max_depth": "max_depth", "n_estimators": "n_estimators"}
    body = "\n\n".join(block("chart", "metrics: train/loss", f"group: {column}") for column in ways)
    with visit(f"/reports/{kept(api, 'Groups', body, seeded.workshop)}") as page:
        for column, title in ways.items():
            chart = page.get_by_role("figure", name=f"train/loss by {title}")
            chart.scroll_into_view_if_needed()
            drawn = "3 groups" if column == "n_estimators" else "1 group"
            expect(chart.get_by_role("img", name=f"train/loss by step, {drawn}")).to_be_visible()
        expect(page.get_by_text("n_estimators = 300", exact=True)).to_be_visible()


def test_what_somebody_else_wrote_is_not_overwritten_unseen(visit: Visit, api: Api) -> None:
    report = kept(api, "Shared", "as it was")
    with visit(f"/reports/{report}?edit=1", refusals=True) as page:
        source(page).fill("as I would have it")
        api.call(f"{REPORTS}/update", {"report_id": report, "revision": 1, "title": "Shared by others"})
        page.get_by_role("button", name="Save", exact=True).click()
        problem = page.get_by_role("alert")
        expect(problem).to_contain_text("it is revision 2 now, called 'Shared by others'")
        expect(problem.get_by_role("link", name="Read what is saved now")).to_be_visible()
        expect(source(page)).to_have_value("as I would have it")
        problem.get_by_role("button", name="Save mine over it").click()
        expect(page.get_by_text("as I would have it")).to_be_visible()
        expect(page.get_by_role("button", name="Edit")).to_be_visible()
        api.call(f"{REPORTS}/delete", {"report_id": report, "revision": 3})
        page.get_by_role("button", name="Delete").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("somebody may have deleted it meanwhile")


def test_what_is_not_saved_is_kept(visit: Visit, api: Api) -> None:
    report = kept(api, "Begun", "saved text")
    with visit(f"/reports/{report}?edit=1") as page:
        source(page).fill("text that is not saved")
        page.get_by_role("button", name="Close").click()
        expect(page.get_by_text("saved text")).to_be_visible()
        page.reload()
        page.get_by_role("button", name="Go on writing").click()
        expect(source(page)).to_have_value("text that is not saved")
        page.get_by_role("button", name="Close").click()
        page.get_by_role("button", name="Drop them").click()
        expect(page.get_by_text("changes of yours")).to_have_count(0)
        page.get_by_role("button", name="Edit").click()
        expect(source(page)).to_have_value("saved text")


def test_a_fault_names_its_line_and_what_to_do(visit: Visit, api: Api, seeded: Seeded) -> None:
    body = "\n".join(
        (
            block("table", "filter: metrics.rmse <", "columns: metrics.rmse"),
            block("chart", "metrics: rmse", "limit: many"),
            block("table", "experiments: no such experiment"),
        )
    )
    report = kept(api, "Faults", body, seeded.workshop)
    with visit(f"/reports/{report}", refusals=True) as page:
        filtered, limited, lost = (page.get_by_role("alert").nth(place) for place in range(3))
        expect(filtered).to_contain_text(re.compile("Line 1, filter: metrics.rmse <: .*column"))
        expect(limited).to_contain_text("Line 2, limit: many: limit is a whole number from 1 to 1,000.")
        expect(lost).to_contain_text("Line 1, experiments: no such experiment:")


def test_a_report_begins_with_what_an_experiment_shows(visit: Visit, seeded: Seeded) -> None:
    chosen = f"{seeded.forests[100]},{seeded.forests[200]}"
    with visit(f"/experiments/{seeded.workshop}?selected={chosen}&tab=charts&metrics=loss") as page:
        page.get_by_role("button", name="Report…").click()
        page.get_by_role("textbox", name="Title").fill("Two forests")
        page.get_by_role("button", name="Begin").click()
        expect(source(page)).to_have_value(
            re.compile(f"runs: {seeded.forests[100]}, {seeded.forests[200]}\nmetrics: train/loss, val/loss\n")
        )
        expect(page.get_by_role("img", name="val/loss by step, 2 runs")).to_be_visible()
        expect(page.get_by_role("link", name="forest-200")).to_be_visible()
    with visit(f"/experiments/{seeded.workshop}?filter=metrics.rmse < 120&order=metrics.rmse asc") as page:
        page.get_by_role("button", name="Report…").click()
        page.get_by_role("button", name="Begin").click()
        expect(page.get_by_role("row").nth(1)).to_contain_text("forest-300")
        expect(page.get_by_role("link", name="forest-100")).to_have_count(0)


def test_an_exported_report_needs_nothing(visit: Visit, api: Api, seeded: Seeded, tmp_path: Path, keep: Keep) -> None:
    report = kept(api, f"Forests {HOSTILE}", full_text(), seeded.workshop)
    with visit(f"/reports/{report}") as page:
        expect(page.get_by_role("img", name="n_estimators")).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("button", name="Download HTML").click()
        file = tmp_path / "report.html"
        download.value.save_as(file)
        assert download.value.suggested_filename.endswith(".html")
        other = page.context.new_page()
        asked: list[str] = []
        troubles: list[str] = []
        other.on("request", lambda request: asked.append(request.url))
        other.on("console", lambda message: troubles.append(message.text))
        other.goto(file.as_uri())
        expect(other.get_by_role("heading", name=f"Forests {HOSTILE}")).to_be_visible()
        expect(other.get_by_text(f"(report {report}, revision 1)")).to_be_visible()
        expect(other.get_by_role("img", name="train/loss")).to_be_visible()
        assert other.locator("svg").count() == 3
        rows = other.get_by_role("figure").filter(has_text="The three forests").get_by_role("row")
        expect(rows.nth(1)).to_have_text(re.compile("forest-300finished117.75300"))
        expect(other.get_by_role("figure").filter(has_text="By criterion").get_by_role("row").nth(1)).to_contain_text("squared_error3")
        keep(other, "report-exported")
        assert asked == [file.as_uri()]
        assert troubles == []


def test_nothing_that_others_wrote_runs(visit: Visit, api: Api, seeded: Seeded, tmp_path: Path) -> None:
    body = "\n".join(
        (
            f"# {HOSTILE}\n\n{HOSTILE}\n\n<script>alert(1)</script>\n\n[link](javascript:alert(1)) ![image](http://127.0.0.1:1/x.png)\n",
            block("table", f"title: {HOSTILE}", "columns: params.hostile, tags.hostile, metrics.gaps"),
            block("chart", f"title: {HOSTILE}", "metrics: gaps, odd 0", "group: hostile"),
            block("table", "columns: metrics.gaps", "group: params.hostile"),
            block("chart", HOSTILE),
        )
    )
    report = kept(api, f"Odd {HOSTILE}", body, seeded.odd_experiment)
    with visit(f"/reports/{report}") as page:
        expect(page.get_by_role("link", name=f"run {HOSTILE}")).to_be_visible()
        expect(page.get_by_role("img", name="gaps by step, 1 group")).to_be_visible()
        expect(page.get_by_role("figure", name=HOSTILE)).to_have_count(2)
        expect(page.get_by_role("alert")).to_contain_text("Write a key, a colon and a value")
        with page.expect_download() as download:
            page.get_by_role("button", name="Download HTML").click()
        download.value.save_as(tmp_path / "odd.html")
        page.goto((tmp_path / "odd.html").as_uri())
        expect(page.get_by_role("cell", name=f"run {HOSTILE}")).to_be_visible()
        assert page.locator("script, img, iframe, link, object").count() == 0
    with visit("/reports") as page:
        expect(page.get_by_role("link", name=f"Odd {HOSTILE}", exact=True)).to_be_visible()


@in_every_form
def test_reports_are_looked_at(visit: Visit, api: Api, keep: Keep, seeded: Seeded, theme: str, size: str) -> None:
    report = kept(api, f"Forests in {theme}, {size}", full_text(), seeded.workshop)
    shown = {"theme": theme, "size": SIZES[size]}
    with visit(f"/reports/{report}", **shown) as page:
        expect(page.get_by_role("img", name="train/loss by step, 3 runs")).to_be_visible()
        expect(page.get_by_role("img", name="rmse against n_estimators")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        keep(page, f"report-{theme}-{size}")
        page.get_by_role("figure", name="By criterion").scroll_into_view_if_needed()
        keep(page, f"report-below-{theme}-{size}")
    with visit(f"/reports/{report}?edit=1", **shown) as page:
        expect(page.get_by_role("img", name="train/loss by step, 3 runs")).to_be_visible()
        keep(page, f"report-edit-{theme}-{size}")
        page.get_by_role("button", name="Insert table").click()
        expect(page.get_by_role("combobox", name="Columns")).to_be_visible()
        keep(page, f"report-insert-{theme}-{size}")
    with visit("/reports", **shown) as page:
        expect(page.get_by_role("link", name=f"Forests in {theme}, {size}")).to_be_visible()
        keep(page, f"reports-{theme}-{size}")
