"""Pages that stay open show what happens: told by the server, on one connection."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from playwright.sync_api import Page, Request, Route, expect
from ui_seeding import Api, Seeded

Visit = Callable[..., AbstractContextManager[Page]]
EVENTS = "/api/barograph/1/events"
SOON_MS = 3_000


def begin(api: Api, experiment: str, name: str) -> str:
    run = api.call("runs/create", {"experiment_id": experiment, "run_name": name, "start_time": 1_760_000_000_000})
    return str(run["run"]["info"]["run_id"])


def log(api: Api, run_id: str, step: int) -> None:
    api.call("runs/log-metric", {"run_id": run_id, "key": "loss", "value": 1 / (step + 1), "step": step, "timestamp": 1_760_000_000_000})


def streams(page: Page) -> list[Request]:
    """The requests for events that go out from now on."""
    found: list[Request] = []
    page.on("request", lambda request: found.append(request) if EVENTS in request.url else None)
    return found


def opened(page: Page, path: str) -> list[Request]:
    """Go to a page and return once the server tells it what changes."""
    found = streams(page)
    with page.expect_response(lambda response: EVENTS in response.url):
        page.evaluate(f"location.hash = {path!r}")
    return found


def test_a_point_appears_in_an_open_chart_soon(visit: Visit, seeded: Seeded) -> None:
    api = Api(seeded.url)
    experiment = str(api.call("experiments/create", {"name": "live-chart"})["experiment_id"])
    run_id = begin(api, experiment, "going-on")
    for step in range(3):
        log(api, run_id, step)
    with visit("/models") as page:
        asked = opened(page, f"#/experiments/{experiment}/runs/{run_id}?tab=charts")
        chart = page.get_by_role("figure", name="Chart of loss")
        expect(chart).to_contain_text("3 points")
        for step in range(3, 6):
            log(api, run_id, step)
            expect(chart).to_contain_text(f"{step + 1} points", timeout=SOON_MS)
        assert len(asked) == 1
    api.close()


def test_a_run_that_begins_and_ends_shows_in_an_open_table(visit: Visit, seeded: Seeded) -> None:
    api = Api(seeded.url)
    experiment = str(api.call("experiments/create", {"name": "live-table"})["experiment_id"])
    with visit("/models") as page:
        opened(page, f"#/experiments/{experiment}")
        expect(page.get_by_text("No runs yet")).to_be_visible()
        run_id = begin(api, experiment, "newcomer")
        row = page.get_by_role("row").filter(has=page.get_by_role("link", name="newcomer"))
        expect(row).to_be_visible(timeout=SOON_MS)
        api.call("runs/update", {"run_id": run_id, "status": "FINISHED", "end_time": 1_760_000_005_000})
        expect(row.get_by_text("Finished")).to_be_visible(timeout=SOON_MS)
    api.close()


def test_what_happens_before_the_stream_is_open_is_asked_for_once_it_is(visit: Visit, seeded: Seeded) -> None:
    api = Api(seeded.url)
    experiment = str(api.call("experiments/create", {"name": "live-late"})["experiment_id"])
    with visit("/models") as page:
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.route(f"**{EVENTS}*", hold)
        with page.expect_request(lambda request: EVENTS in request.url):
            page.evaluate(f"location.hash = '#/experiments/{experiment}'")
        expect(page.get_by_text("No runs yet")).to_be_visible()
        begin(api, experiment, "between")
        held[0].continue_()
        expect(page.get_by_role("link", name="between")).to_be_visible(timeout=SOON_MS)
    api.close()


def test_without_a_stream_the_page_asks_by_itself(visit: Visit, seeded: Seeded) -> None:
    api = Api(seeded.url)
    experiment = str(api.call("experiments/create", {"name": "live-refused"})["experiment_id"])
    run_id = begin(api, experiment, "polled")
    log(api, run_id, 0)
    log(api, run_id, 1)

    def refuse(route: Route) -> None:
        route.fulfill(status=429, content_type="application/json", body="{}")

    with visit("/models", refusals=True) as page:
        page.route(f"**{EVENTS}*", refuse)
        page.evaluate(f"location.hash = '#/experiments/{experiment}/runs/{run_id}?tab=charts'")
        chart = page.get_by_role("figure", name="Chart of loss")
        expect(chart).to_contain_text("2 points")
        log(api, run_id, 2)
        expect(chart).to_contain_text("3 points", timeout=20_000)
    api.close()
