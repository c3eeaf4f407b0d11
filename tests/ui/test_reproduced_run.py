"""The page of a run that another one reproduces, and of that other one."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

from playwright.sync_api import Page, expect
from ui_seeding import START_MS, Api, Seeded

Visit = Callable[..., AbstractContextManager[Page]]


def test_both_runs_name_each_other_and_the_command(seeded: Seeded, visit: Visit, keep: Callable[[Page, str], None]) -> None:
    api = Api(seeded.url)
    experiment = str(api.call("experiments/create", {"name": "reproduced"})["experiment_id"])

    def made(name: str, **tags: str) -> str:
        told = {"mlflow.source.type": "PROJECT", "mlflow.source.name": "file:///srv/farm.git", **tags}
        body = {
            "experiment_id": experiment,
            "run_name": name,
            "start_time": START_MS,
            "tags": [{"key": key, "value": value} for key, value in told.items()],
        }
        return str(api.call("runs/create", body)["run"]["info"]["run_id"])

    first = made("forest")
    again = made("forest-reproduced", **{"barograph.reproduces": first})
    api.close()
    for theme, size in (("light", (1500, 950)), ("dark", (1100, 700))):
        with visit(f"/experiments/{experiment}/runs/{first}", theme=theme, size=size) as page:
            command = page.get_by_text(f"barograph reproduce {first}", exact=True)
            expect(command).to_be_visible()
            expect(page.get_by_role("button", name="Copy the command")).to_be_visible()
            expect(page.get_by_text("Reproduced by", exact=True)).to_be_visible()
            keep(page, f"reproduced-{theme}")
            page.get_by_role("link", name="forest-reproduced").click()
            expect(page).to_have_url(re.compile(again))
            expect(page.get_by_text("Reproduces", exact=True)).to_be_visible()
            expect(page.get_by_text("barograph.reproduces")).to_have_count(0)  # it is no tag to edit
            expect(page.get_by_role("link", name="forest", exact=True)).to_be_visible()
