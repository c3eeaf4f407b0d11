"""The server and its pages behind jupyter-server-proxy, and notebooks in a real JupyterLab."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import nbformat
import pytest
from jupyter_lab import TOKEN, Lab, running_lab
from logged_runs import log_with
from playwright.sync_api import Browser, Page, expect

from barograph.testing.server import RunningServer, running_server

HOST = "lab.barograph.example"
SCREENSHOTS = Path(__file__).parents[1] / "screenshots"
Opened = Callable[..., AbstractContextManager[Page]]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_lab(tmp_path_factory.mktemp("lab")) as running:
        yield running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("server"), "--allowed-hosts", "*") as running:
        yield running


def place(server: RunningServer) -> str:
    """Where jupyter-server-proxy has the server, below the base URL."""
    return f"proxy/{server.url.rpartition(':')[2]}"


def test_clients_log_through_it_with_the_token_of_jupyter(lab: Lab, server: RunningServer) -> None:
    made = log_with("mlflow3", lab.url(place(server)), MLFLOW_TRACKING_TOKEN=TOKEN)
    assert len(made) == 32


def test_pages_work_and_are_told_of_changes(lab: Lab, server: RunningServer, opened: Opened) -> None:
    log_with("ours", server.url)
    prefix = lab.url(place(server), HOST)
    with opened(f"{prefix}?token={TOKEN}", prefix) as page:
        page.get_by_role("link", name="behind-a-proxy").click()
        page.get_by_role("link", name="proxied").first.click()
        expect(page.get_by_role("row", name="loss 0.2")).to_be_visible()
        page.get_by_text("Charts", exact=True).click()
        expect(page.get_by_role("figure", name="Chart of loss")).to_contain_text("5 points")
        page.get_by_text("Artifacts", exact=True).click()
        page.get_by_text("notes.txt").click()
        expect(page.get_by_text("second line")).to_be_visible()
        assert page.url.startswith(f"{prefix}/?token={TOKEN}#/experiments/")


STORY = [
    "import barograph, pathlib, time\nbarograph.set_experiment('storms')",
    "run = barograph.start_run(run_name='gale')\nrun",
    (
        "barograph.log_metric('loss', 0.5, step=0)\nbarograph.log_metric('loss', 0.125, step=1)\n"
        "while not pathlib.Path('go').exists(): time.sleep(0.01)\nbarograph.end_run()"
    ),
    "barograph.ui(height=500, page=run)",
]


def test_a_notebook_shows_cards_that_live_and_the_ui_inline(lab: Lab, chromium: Browser) -> None:
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in STORY], metadata=kernel)
    nbformat.write(notebook, lab.folder / "story.ipynb")
    page = chromium.new_page(viewport={"width": 1500, "height": 1400})
    page.goto(lab.url(f"lab/tree/story.ipynb?token={TOKEN}", HOST))
    expect(page.locator(".jp-Notebook-cell")).to_have_count(len(STORY), timeout=60_000)
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator("[data-command='runmenu:run-all']").click()
    card = page.locator(".barograph-run")
    expect(card).to_contain_text("● running", timeout=60_000)
    expect(card).to_contain_text("0.125")
    expect(card.locator("polyline")).to_be_visible()
    expect(page.locator(".barograph-experiment")).to_contain_text("1 run, 1 running")
    (lab.folder / "go").touch()
    expect(card).to_contain_text("● finished")
    expect(page.locator(".barograph-experiment")).not_to_contain_text("running")
    frame = page.frame_locator("iframe[title=Barograph]")
    expect(frame.get_by_role("heading", name="gale")).to_be_visible()
    assert page.locator("iframe[title=Barograph]").get_attribute("src", timeout=1_000).startswith("/user/ada/proxy/")  # type: ignore[union-attr]  # it has one
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / "notebook-in-jupyterlab.png")
    page.close()
