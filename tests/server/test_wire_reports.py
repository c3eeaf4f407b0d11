"""Reports over HTTP: what the contract suite, which goes through the client, cannot see."""

from __future__ import annotations

from server_caller import Caller

from barograph.testing.contract.making import new_experiment

REPORTS = "/api/barograph/1/reports"


def test_a_report_from_creation_to_deletion(server: Caller) -> None:
    experiment_id = new_experiment(server.store)
    made = server.ok(f"{REPORTS}/create", {"title": "Findings", "body": "# One", "experiment_id": experiment_id})["report"]
    assert server.get(f"{REPORTS}/get", report_id=made["report_id"]).json == {"report": made}
    listed = {name: value for name, value in made.items() if name != "body"}
    assert server.get(f"{REPORTS}/list", experiment_id=experiment_id).json == {"reports": [listed]}
    assert listed in server.get(f"{REPORTS}/list").json["reports"]
    changed = server.ok(f"{REPORTS}/update", {"report_id": made["report_id"], "revision": 1, "body": "# Two"})["report"]
    assert (changed["title"], changed["body"], changed["revision"]) == ("Findings", "# Two", 2)
    assert server.ok(f"{REPORTS}/delete", {"report_id": made["report_id"], "revision": 2}) == {}
    assert server.get(f"{REPORTS}/list", experiment_id=experiment_id).json == {}


def test_conflicts_say_what_happened(server: Caller) -> None:
    made = server.ok(f"{REPORTS}/create", {"title": "Findings"})["report"]
    server.ok(f"{REPORTS}/update", {"report_id": made["report_id"], "revision": 1, "title": "Conclusions"})
    late = server.post(f"{REPORTS}/update", {"report_id": made["report_id"], "revision": 1, "body": "mine"})
    assert (late.status, late.code) == (409, "RESOURCE_CONFLICT")
    assert "revision 2 now, called 'Conclusions'" in late.message
    server.ok(f"{REPORTS}/delete", {"report_id": made["report_id"], "revision": 2})
    gone = server.get(f"{REPORTS}/get", report_id=made["report_id"])
    assert (gone.status, gone.code) == (404, "RESOURCE_DOES_NOT_EXIST")
