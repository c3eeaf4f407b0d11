"""Every page under axe-core, light and dark: nothing that keeps somebody from using it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from ui_seeding import Api, Seeded

TOOLS = "about=1&selected=all&spark=metrics.rmse&time=2025-10-01T00:00Z..&tab=both"
Visit = Callable[..., AbstractContextManager[Page]]


def a_report(seeded: Seeded) -> str:
    """The id of a report with a table, two charts, and a block that cannot be drawn."""
    blocks = ("table\ncolumns: status, metrics.rmse", "chart\nmetrics: rmse, val/loss", "chart\nlimit: 0")
    body = "# Findings\n\n" + "\n\n".join(f"```barograph-{block}\n```" for block in blocks)
    api = Api(seeded.url)
    try:
        asked = {"title": "Findings", "body": body, "experiment_id": seeded.workshop}
        return str(api.call("/api/barograph/1/reports/create", asked)["report"]["report_id"])
    finally:
        api.close()


def addresses(seeded: Seeded) -> dict[str, str]:
    report = a_report(seeded)
    run = f"/experiments/{seeded.workshop}/runs/{seeded.forests[100]}"
    both = f"/compare?runs={seeded.forests[100]},{seeded.forests[200]}"
    return {
        "experiments": "/experiments",
        "runs": f"/experiments/{seeded.many}",
        "runs with every tool": f"/experiments/{seeded.workshop}?{TOOLS}&top={seeded.forests[200]}",
        "charts of runs": f"/experiments/{seeded.workshop}?tab=charts",
        "odd runs": f"/experiments/{seeded.odd_experiment}",
        "run": run,
        "charts of a run": f"{run}?tab=charts",
        "artifacts": f"{run}?tab=artifacts",
        "comparison": both,
        "charts of a comparison": f"{both}&tab=charts",
        "images of a comparison": f"{both}&tab=images",
        "tables of a comparison": f"{both}&tab=tables",
        "values of runs": f"/experiments/{seeded.workshop}?tab=charts&kind=values",
        "relations of runs": f"/experiments/{seeded.workshop}?tab=charts&kind=relations",
        "groups of runs": f"/experiments/{seeded.workshop}?group=params.n_estimators",
        "a table of values": f"{run}?tab=artifacts&path=run:data/forecast.csv",
        "system metrics of a run": f"{run}?tab=system",
        "logs of a run": f"{run}?tab=logs",
        "lineage of a run": f"{run}?tab=lineage",
        "files of a comparison": f"{both}&tab=files&path=data/config.json",
        "code of a comparison": f"{both}&tab=code",
        "models": "/models",
        "a model": "/models/PowerForecastingModel",
        "a version": "/models/PowerForecastingModel/versions/1",
        "lineage of a version": "/models/PowerForecastingModel/versions/1?tab=lineage",
        "versions compared": "/models/PowerForecastingModel/compare?versions=1,2",
        "settings": "/settings",
        "reports": "/reports",
        "a report": f"/reports/{report}",
        "a report being written": f"/reports/{report}?edit=1",
        "jobs": "/jobs",
        "trash": "/trash",
        "nowhere": "/nowhere",
    }


@pytest.mark.parametrize(
    ("theme", "rules"),
    [("light", {}), ("dark", {"runOnly": ["color-contrast"]})],  # what is on a page is the same in both, but for its colours
    ids=["light", "dark"],
)
def test_no_page_has_a_serious_violation(visit: Visit, seeded: Seeded, theme: str, rules: dict[str, list[str]]) -> None:
    found = []
    for name, address in addresses(seeded).items():
        with visit(address, theme=theme) as page:
            expect(page.get_by_role("main")).to_be_visible()
            page.wait_for_load_state("networkidle")
            for violation in Axe().run(page, options={"resultTypes": ["violations"]} | rules).response["violations"]:
                if violation["impact"] in ("serious", "critical"):
                    found += [
                        f"{name}: {violation['id']}: {node['html'][:160]} {node['failureSummary'][:240]}" for node in violation["nodes"][:3]
                    ]
    assert found == []
