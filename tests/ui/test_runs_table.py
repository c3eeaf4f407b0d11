"""The runs table in the browser: columns, order, tree, groups, and the search that completes what is typed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from forms import SIZES, in_every_form
from playwright.sync_api import Page, expect
from ui_seeding import Api, Seeded

Visit = Callable[..., AbstractContextManager[Page]]
Keep = Callable[[Page, str], None]
START_MS = 1_760_000_000_000


def _run(api: Api, experiment: str, name: str, second: int, parent: str | None = None, **params: object) -> str:
    tags = [{"key": "team", "value": "north"}]
    if parent is not None:
        tags.append({"key": "mlflow.parentRunId", "value": parent})
    start = START_MS + second * 1_000
    body: dict[str, Any] = {"experiment_id": experiment, "run_name": name, "start_time": start, "tags": tags}
    run_id = str(api.call("runs/create", body)["run"]["info"]["run_id"])
    losses = [(0, 1.0 + second), (1, 0.25 + second), (2, 0.5 + second)]
    metrics = [{"key": "val/loss", "value": value, "step": step, "timestamp": start} for step, value in losses]
    given = [{"key": key, "value": str(value)} for key, value in {"seed": 7, **params}.items()]
    api.call("runs/log-batch", {"run_id": run_id, "metrics": metrics, "params": given})
    api.call("runs/update", {"run_id": run_id, "status": "FINISHED", "end_time": start + 5_000})
    return run_id


@pytest.fixture(scope="module")
def sweep(seeded: Seeded) -> str:
    """An experiment of two sweeps: three runs below the first, one below one of these, and one whose parent is nowhere."""
    api = Api(seeded.url)
    try:
        experiment = str(api.call("experiments/create", {"name": "sweeps"})["experiment_id"])
        first = _run(api, experiment, "first", 0, optimizer="adam")
        _run(api, experiment, "second", 1, optimizer="sgd")
        children = [_run(api, experiment, f"child-{n}", 2 + n, first, optimizer="adam" if n else "adagrad") for n in range(3)]
        _run(api, experiment, "grandchild", 9, children[1], optimizer="sgd")
        _run(api, experiment, "orphan", 10, "0" * 32, optimizer="sgd")
    finally:
        api.close()
    return experiment


def _names(page: Page) -> list[str]:
    return page.get_by_role("table", name="Runs").get_by_role("link").all_inner_texts()


def _headers(page: Page) -> list[str]:
    return page.get_by_role("table", name="Runs").get_by_role("columnheader").all_inner_texts()


def test_any_part_of_a_long_table_is_read_when_it_is_looked_at(visit: Visit, seeded: Seeded) -> None:
    with visit(f"/experiments/{seeded.many}?order=params.number asc") as page:
        expect(page.get_by_role("link", name="run-000")).to_be_visible()
        expect(page.get_by_text("260 runs", exact=True)).to_be_visible()
        page.get_by_role("table", name="Runs").evaluate("table => table.parentElement.scrollTo(0, 1e9)")
        expect(page.get_by_role("link", name="run-099")).to_be_visible()
        page.get_by_role("button", name="score", exact=True).click()
        expect(page.get_by_role("row").filter(has=page.get_by_role("link")).first).to_contain_text("run-011")


def test_rows_are_drawn_once_a_scroll_rests(visit: Visit, seeded: Seeded) -> None:
    with visit(f"/experiments/{seeded.many}?order=params.number asc") as page:
        expect(page.get_by_role("link", name="run-000", exact=True)).to_be_visible()
        # As when the scroll bar is dragged: in every frame other rows are in sight, and none of them is drawn.
        drawn = page.get_by_role("table", name="Runs").evaluate(
            """table => new Promise(resolve => {
              const box = table.parentElement, drawn = [];
              const frame = () => {
                drawn.push(table.querySelectorAll('tbody input').length);
                if (drawn.length > 20) return resolve(drawn);
                box.scrollTop = box.scrollTop > 2_000 ? 0 : 4_000;
                requestAnimationFrame(frame);
              };
              requestAnimationFrame(frame);
            })"""
        )
        assert drawn[0] > 10
        assert set(drawn[3:]) == {0}, drawn
        page.get_by_role("table", name="Runs").evaluate("table => table.parentElement.scrollTo(0, 4_000)")
        rows = page.get_by_role("table", name="Runs").locator("tbody:not([aria-hidden]) tr")
        expect(rows.nth(20).get_by_role("link")).to_be_visible()
        expect(rows.filter(has_not=page.get_by_role("checkbox"))).to_have_count(0)


@pytest.mark.parametrize("search", ["", "?deleted=1", "?tab=charts&order=params.number asc"])
def test_what_columns_depend_on_is_asked_before_the_program_runs_and_once(visit: Visit, seeded: Seeded, search: str) -> None:
    asked: list[tuple[str, str]] = []
    with visit("/models", refusals=True) as page:
        # Without the stream, which lets pages ask for everything again a second after it has opened.
        page.route("**/api/barograph/1/events?*", lambda route: route.abort())
        page.on("request", lambda request: asked.append((request.url.rpartition("/")[2], request.post_data or "")))
        page.goto("about:blank")
        page.goto(f"{seeded.url}/#/experiments/{seeded.many}{search}")
        expect(page.get_by_role("heading", level=1)).to_have_text("many-runs")
        keys = [body for name, body in asked if name == "keys"]
        assert len(keys) == len(set(keys)) == 3, asked
        assert sum(name.startswith("get?experiment_id") for name, _ in asked) == 1
        # Modules run once the page has been read: what began before was asked by the script in the page.
        begun, read = page.evaluate(
            """() => [
              performance.getEntriesByType('resource').findLast(({ name }) => name.endsWith('/keys')).startTime,
              performance.getEntriesByType('navigation')[0].domInteractive,
            ]"""
        )
        assert 0 < begun < read


def test_code_that_the_page_offers_logs_a_run_into_it(visit: Visit, keep: Keep, seeded: Seeded, tmp_path: Path) -> None:
    api = Api(seeded.url)
    experiment = api.call("experiments/create", {"name": "nothing yet"})["experiment_id"]
    api.close()
    with visit(f"/experiments/{experiment}") as page:
        expect(page.get_by_text("No runs yet")).to_be_visible()
        code = page.locator("pre").inner_text()
        keep(page, "no-runs")
        subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, timeout=60)
        expect(page.get_by_text("1 run", exact=True)).to_be_visible()
        page.get_by_role("button", name="New run").click()
        dialog = page.get_by_role("dialog", name="New run")
        expect(dialog.locator("pre")).to_have_text(code)
        dialog.get_by_text("A script that uses MLflow").click()
        script = dialog.locator("pre").inner_text()
        keep(page, "new-run")
        (tmp_path / "train.py").write_text("import barograph as mlflow\nwith mlflow.start_run(): mlflow.log_param('from', 'a script')\n")
        on_path = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
        subprocess.run(["sh", "-ec", script], cwd=tmp_path, check=True, timeout=60, env=on_path)
        dialog.get_by_role("button", name="Close").click()
        expect(page.get_by_text("2 runs", exact=True)).to_be_visible()


def test_nested_runs_are_a_tree_in_any_order(visit: Visit, sweep: str) -> None:
    with visit(f"/experiments/{sweep}") as page:
        expect(page.get_by_role("link", name="orphan")).to_be_visible()
        assert _names(page) == ["orphan", "second", "first"]
        page.get_by_role("button", name="Open the 3 below first").click()
        expect(page.get_by_role("link", name="child-0")).to_be_visible()
        assert _names(page) == ["orphan", "second", "first", "child-2", "child-1", "child-0"]
        page.get_by_role("button", name="Open the 1 below child-1").click()
        expect(page.get_by_role("link", name="grandchild")).to_be_visible()
        page.get_by_role("button", name="val/loss", exact=True).click()
        expect(page.get_by_role("row").nth(2)).to_contain_text("first")
        expect(page.get_by_role("link", name="grandchild")).to_be_visible()
        assert _names(page) == ["first", "child-0", "child-1", "grandchild", "child-2", "second", "orphan"]
        page.get_by_role("button", name="Close the 3 below first").click()
        expect(page.get_by_role("link", name="child-0")).to_have_count(0)

        page.get_by_role("button", name="Tree").click()
        expect(page.get_by_text("7 runs", exact=True)).to_be_visible()
        page.get_by_role("button", name="Tree").click()
        box = page.get_by_role("searchbox", name="Filter runs")
        box.fill("child")
        box.press("Enter")
        expect(page.get_by_text("4 runs", exact=True)).to_be_visible()


def test_columns_are_chosen_pinned_and_moved_and_kept_in_the_address(visit: Visit, sweep: str) -> None:
    with visit(f"/experiments/{sweep}") as page:
        expect(page.get_by_role("columnheader", name="seed")).to_be_visible()
        page.get_by_role("button", name="Columns").click()
        page.get_by_role("button", name="Show the min of val/loss").click()
        expect(page.get_by_role("columnheader", name="val/loss min")).to_be_visible()
        expect(page.get_by_role("row", name="orphan")).to_contain_text("10.250")
        page.get_by_role("button", name="Pin optimizer").click()
        page.get_by_role("button", name="Move seed left").click()
        page.get_by_role("checkbox", name="Ended").check()
        page.get_by_role("checkbox", name="State").uncheck()
        page.get_by_role("checkbox", name="Hide columns that tell no runs apart").check()
        expect(page.get_by_role("columnheader", name="seed")).to_have_count(0)
        page.keyboard.press("Escape")
        page.get_by_role("columnheader", name="Ended").drag_to(page.get_by_role("columnheader", name="Started"))
        headers = ["", "Run", "optimizer", "Ended", "Started", "Duration", "val/loss", "val/loss min"]
        expect(page.get_by_role("columnheader").nth(-1)).to_have_text("val/loss min")
        assert _headers(page)[-len(headers) :] == headers
        address = page.url.split("#", 1)[1]
    with visit(address) as page:
        expect(page.get_by_role("link", name="orphan")).to_be_visible()
        assert _headers(page)[-len(headers) :] == headers


def test_runs_are_grouped(visit: Visit, sweep: str) -> None:
    with visit(f"/experiments/{sweep}") as page:
        page.get_by_role("combobox", name="Group by").click()
        page.get_by_role("option", name="optimizer").click()
        table = page.get_by_role("table", name="Groups")
        expect(table.get_by_role("row").nth(2)).to_have_text(re.compile(r"adam\s*3\s*2.8333 ± 2.1"))
        page.get_by_role("button", name="Runs", exact=True).click()
        expect(table.get_by_role("row").nth(2)).to_contain_text("adagrad")
        page.get_by_role("button", name="sgd").click()
        expect(page.get_by_text("3 runs", exact=True)).to_be_visible()
        assert sorted(_names(page)) == ["grandchild", "orphan", "second"]


def test_the_search_completes_what_is_typed_and_marks_what_it_cannot_read(visit: Visit, sweep: str) -> None:
    with visit(f"/experiments/{sweep}", refusals=True) as page:
        expect(page.get_by_role("link", name="orphan")).to_be_visible()
        page.keyboard.press("/")
        page.keyboard.type("optim")
        optimizer = page.get_by_role("option", name="params.optimizer")
        expect(optimizer).to_be_visible()
        page.keyboard.press("ArrowDown")
        expect(optimizer).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Enter")
        box = page.get_by_role("searchbox", name="Filter runs")
        expect(box).to_have_value("params.optimizer ")
        page.keyboard.type("= 'ad")
        expect(page.get_by_role("option", name="'adagrad'")).to_be_visible()
        page.get_by_role("option", name="'adam'").click()
        page.keyboard.type("and loss")
        loss = page.get_by_role("option", name="metrics.`val/loss`")
        expect(loss).to_be_visible()
        page.keyboard.press("ArrowDown")
        expect(loss).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Enter")
        expect(box).to_have_value("params.optimizer = 'adam' and metrics.`val/loss` ")
        page.keyboard.type("< 4")
        page.keyboard.press("Enter")
        expect(box).to_have_value("params.optimizer = 'adam' and metrics.`val/loss` < 4")
        expect(page.get_by_text("2 runs", exact=True)).to_be_visible()

        box.fill("params.optimizer = 'adam' and nonsense.x = 3")
        box.press("Enter")
        expect(page.locator("[data-fault]")).to_have_text("nonsense.x")
        expect(page.get_by_role("search").locator("p")).to_contain_text("nonsense")
        box.press("End")
        box.type("0")
        expect(page.locator("[data-fault]")).to_have_count(0)


def test_the_keyboard_hides_and_opens(visit: Visit, sweep: str) -> None:
    with visit(f"/experiments/{sweep}?order=start_time asc") as page:
        expect(page.get_by_role("button", name="Open the 3 below first")).to_be_visible()
        page.keyboard.press("j")
        page.keyboard.press("e")
        expect(page.get_by_role("button", name="Hide first from charts")).to_have_attribute("aria-pressed", "true")
        assert "hidden=" in page.url
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("link", name="child-0")).to_be_visible()
        page.keyboard.press("ArrowLeft")
        expect(page.get_by_role("link", name="child-0")).to_have_count(0)
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_contain_text("Hide the run from charts")


@in_every_form
def test_the_table_in_both_themes(visit: Visit, keep: Keep, sweep: str, theme: str, size: str) -> None:
    with visit(f"/experiments/{sweep}?pinned=params.optimizer", theme=theme, size=SIZES[size]) as page:
        page.get_by_role("button", name="Open the 3 below first").click()
        page.get_by_role("button", name="Open the 1 below child-1").click()
        expect(page.get_by_role("link", name="grandchild")).to_be_visible()
        keep(page, f"tree-{theme}-{size}")
        page.get_by_role("button", name="Columns").click()
        expect(page.get_by_role("checkbox", name="seed")).to_be_visible()
        keep(page, f"columns-{theme}-{size}")
        page.keyboard.press("Escape")
        page.get_by_role("searchbox", name="Filter runs").fill("params.optimizer = ")
        expect(page.get_by_role("option", name="'adam'")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        keep(page, f"completion-{theme}-{size}")
    with visit(f"/experiments/{sweep}?group=params.optimizer", theme=theme, size=SIZES[size]) as page:
        expect(page.get_by_role("table", name="Groups").get_by_role("row").nth(2)).to_be_visible()
        keep(page, f"groups-{theme}-{size}")
    with visit(f"/experiments/{sweep}?filter=status = x", theme=theme, size=SIZES[size], refusals=True) as page:
        expect(page.locator("[data-fault]")).to_have_count(1)
        keep(page, f"fault-{theme}-{size}")
