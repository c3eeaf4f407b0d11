"""Saved views over HTTP: what the contract suite, which goes through the client, cannot see."""

from __future__ import annotations

from server_caller import Caller

from barograph.testing.contract.making import new_experiment

VIEWS = "/api/barograph/1/views"


def test_a_view_from_creation_to_deletion(server: Caller) -> None:
    experiment_id = new_experiment(server.store)
    made = server.ok(f"{VIEWS}/create", {"experiment_id": experiment_id, "name": "best", "search": "order=metrics.loss asc"})["view"]
    assert server.get(f"{VIEWS}/list", experiment_id=experiment_id).json == {"views": [made]}
    server.ok(f"{VIEWS}/set-default", {"experiment_id": experiment_id, "view_id": made["view_id"]})
    assert server.get(f"{VIEWS}/list", experiment_id=experiment_id).json["views"][0]["is_default"]
    renamed = server.ok(f"{VIEWS}/update", {"view_id": made["view_id"], "revision": 1, "name": "better"})["view"]
    assert (renamed["name"], renamed["revision"]) == ("better", 2)
    assert server.ok(f"{VIEWS}/delete", {"view_id": made["view_id"], "revision": 2}) == {}
    assert server.get(f"{VIEWS}/list", experiment_id=experiment_id).json == {}


def test_conflicts_say_what_happened(server: Caller) -> None:
    experiment_id = new_experiment(server.store)
    made = server.ok(f"{VIEWS}/create", {"experiment_id": experiment_id, "name": "best"})["view"]
    server.ok(f"{VIEWS}/update", {"view_id": made["view_id"], "revision": 1, "name": "better"})
    late = server.post(f"{VIEWS}/update", {"view_id": made["view_id"], "revision": 1, "name": "mine"})
    assert (late.status, late.code) == (409, "RESOURCE_CONFLICT")
    assert "'better'" in late.message
    taken = server.post(f"{VIEWS}/create", {"experiment_id": experiment_id, "name": "better"})
    assert (taken.status, taken.code) == (400, "RESOURCE_ALREADY_EXISTS")
    server.ok(f"{VIEWS}/delete", {"view_id": made["view_id"], "revision": 2})
    gone = server.post(f"{VIEWS}/delete", {"view_id": made["view_id"], "revision": 2})
    assert (gone.status, gone.code) == (404, "RESOURCE_DOES_NOT_EXIST")
