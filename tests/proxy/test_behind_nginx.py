"""The server and its pages below a path of a real nginx, configured as docs/behind-a-proxy.md says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import httpx2
import msgspec
import pytest
from logged_runs import log_with
from nginx_server import UPSTREAM, documented_location, running_nginx
from playwright.sync_api import Page, expect

from barograph.testing.server import running_server

HOST = "ml.barograph.example"
Opened = Callable[..., AbstractContextManager[Page]]


class Proxied(msgspec.Struct, frozen=True):
    """A server behind nginx: its address for clients, and the one that browsers use."""

    url: str
    page: str


@pytest.fixture(scope="module", params=["path taken off", "path left on"])
def proxied(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    folder = tmp_path_factory.mktemp("nginx")
    takes_off = request.param == "path taken off"
    options = ["--allowed-hosts", HOST] + ([] if takes_off else ["--static-prefix", "/x/y"])
    with running_server(folder / "server", *options) as server:
        base = server.url.removesuffix("/x/y")
        location = documented_location().replace(f"{UPSTREAM}/;", f"{base}/;" if takes_off else f"{base};")
        with running_nginx(folder / "nginx", location) as port:
            yield Proxied(f"http://127.0.0.1:{port}/x/y", f"http://{HOST}:{port}/x/y/")


@pytest.fixture(scope="module")
def run_id(proxied: Proxied) -> str:
    """A run that our own client has logged through the proxy."""
    return log_with("ours", proxied.url)


@pytest.mark.parametrize("client", ["mlflow3", "mlflow2"])
def test_unmodified_clients_log_and_register(proxied: Proxied, client: str) -> None:
    made = log_with(client, proxied.url)
    answer = httpx2.get(f"{proxied.url}/get-artifact", params={"run_id": made, "path": "notes.txt"}, trust_env=False)
    assert answer.text == "first line\nsecond line\n"


def test_pages_work_below_the_path(proxied: Proxied, run_id: str, opened: Opened) -> None:
    with opened(proxied.page, proxied.page) as page:
        page.get_by_role("link", name="behind-a-proxy").click()
        page.get_by_role("link", name="proxied").first.click()
        expect(page.get_by_role("row", name="loss 0.2")).to_be_visible()
        page.get_by_text("Charts", exact=True).click()
        expect(page.get_by_role("figure", name="Chart of loss")).to_contain_text("5 points")
        page.get_by_text("Artifacts", exact=True).click()
        page.get_by_text("notes.txt").click()
        expect(page.get_by_text("second line")).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("link", name="Download").first.click()
        assert download.value.path().read_text() == "first line\nsecond line\n"


def test_what_pages_change_is_not_of_a_foreign_origin(proxied: Proxied, opened: Opened) -> None:
    with opened(proxied.page, proxied.page) as page:
        page.get_by_role("button", name="New experiment").click()
        page.get_by_role("textbox", name="Name").fill("made here")
        page.get_by_role("dialog").get_by_role("button", name="Create").click()
        expect(page.get_by_role("link", name="made here")).to_be_visible()


def test_a_typed_path_becomes_what_it_means(proxied: Proxied, run_id: str, opened: Opened) -> None:
    with opened(f"{proxied.page}models/model-of-ours", proxied.page) as page:
        expect(page.get_by_role("heading", name="model-of-ours")).to_be_visible()
        assert page.url == f"{proxied.page}#/models/model-of-ours"
    with opened(proxied.page.removesuffix("/"), proxied.page.removesuffix("/")) as page:
        expect(page.get_by_role("link", name="behind-a-proxy")).to_be_visible()
        assert page.url.startswith(f"{proxied.page}#/experiments")


def test_changes_are_told_at_once(proxied: Proxied, opened: Opened) -> None:
    def call(path: str, **body: object) -> dict[str, dict[str, dict[str, str]]]:
        answer = httpx2.post(f"{proxied.url}/api/2.0/mlflow/{path}", json=body, trust_env=False)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    experiment = call("experiments/create", name="live")["experiment_id"]
    run_id = call("runs/create", experiment_id=experiment, run_name="going-on", start_time=1)["run"]["info"]["run_id"]
    for step in range(2):
        call("runs/log-metric", run_id=run_id, key="loss", value=1, step=step, timestamp=1)
    with opened(f"{proxied.page}#/experiments/{experiment}/runs/{run_id}?tab=charts", proxied.page) as page:
        chart = page.get_by_role("figure", name="Chart of loss")
        expect(chart).to_contain_text("2 points")
        call("runs/log-metric", run_id=run_id, key="loss", value=1, step=2, timestamp=1)
        expect(chart).to_contain_text("3 points", timeout=3_000)


def test_events_come_as_they_happen(proxied: Proxied) -> None:
    with httpx2.stream(
        "GET", f"{proxied.url}/api/barograph/1/events", params={"experiment_ids": "0"}, trust_env=False, timeout=10
    ) as answer:
        lines = answer.iter_lines()
        assert next(line for line in lines if line.startswith("event:")) == "event: ready"


def test_hosts_that_are_not_allowed_are_refused_with_the_option_to_change(proxied: Proxied) -> None:
    answer = httpx2.get(f"{proxied.url}/", headers={"Host": "other.example"}, trust_env=False)
    assert answer.status_code == 403
    assert "--allowed-hosts" in answer.text
    answer = httpx2.post(f"{proxied.url}/api/2.0/mlflow/runs/search", json={}, headers={"Origin": "http://other.example"}, trust_env=False)
    assert answer.status_code == 403
    assert "--cors-allowed-origins" in answer.text
