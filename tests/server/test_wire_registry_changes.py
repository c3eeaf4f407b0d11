"""Notes and the history of versions over HTTP: what the contract suite, which goes through the client, cannot see."""

from __future__ import annotations

from server_caller import Caller

from barograph.testing.contract.making import new_registered_model, new_version

NATIVE = "/api/barograph/1"


def test_changes_with_who_and_why(server: Caller) -> None:
    name = new_registered_model(server.store)
    new_version(server.store, name)
    move = {"name": name, "version": "1", "stage": "Staging", "user_id": "ana", "comment": "Tested."}
    server.ok("model-versions/transition-stage", move)
    server.ok("registered-models/alias", {"name": name, "alias": "champion", "version": "1", "comment": "Best so far."})
    removed = server.send("DELETE", "registered-models/alias", {"name": name, "alias": "champion", "user_id": "li"})
    assert removed.status == 200
    found = server.get(f"{NATIVE}/registered-models/changes", name=name, version="1").json["changes"]
    assert [change["kind"] for change in found] == ["alias", "alias", "stage", "registered"]
    went, came, moved, _ = found
    assert (went["before"], went.get("after"), went["user_id"]) == ("1", None, "li")
    assert (came["after"], came["comment"], came.get("user_id")) == ("1", "Best so far.", None)
    assert (moved["before"], moved["after"], moved["user_id"], moved["comment"]) == ("None", "Staging", "ana", "Tested.")


def test_changes_come_in_pages(server: Caller) -> None:
    name = new_registered_model(server.store)
    for _ in range(3):
        new_version(server.store, name)
    first = server.get(f"{NATIVE}/registered-models/changes", name=name, max_results=2).json
    assert [change["version"] for change in first["changes"]] == ["3", "2"]
    rest = server.get(f"{NATIVE}/registered-models/changes", name=name, max_results=2, page_token=first["next_page_token"]).json
    assert [change["version"] for change in rest["changes"]] == ["1"]
    assert "next_page_token" not in rest


def test_questions_that_make_no_sense(server: Caller) -> None:
    name = new_registered_model(server.store)
    unknown = server.get(f"{NATIVE}/registered-models/changes", name="nobody at all")
    assert (unknown.status, unknown.code) == (404, "RESOURCE_DOES_NOT_EXIST")
    for query in ({"version": "x"}, {"max_results": 0}, {"page_token": "?"}):
        answer = server.get(f"{NATIVE}/registered-models/changes", name=name, **query)
        assert (answer.status, answer.code) == (400, "INVALID_PARAMETER_VALUE")


def test_a_note_that_somebody_changed(server: Caller) -> None:
    run_id = server.new_run()
    assert server.ok(f"{NATIVE}/notes/update", {"kind": "run", "id": run_id, "text": "theirs"}) == {}
    late = server.post(f"{NATIVE}/notes/update", {"kind": "run", "id": run_id, "text": "mine", "before": ""})
    assert (late.status, late.code) == (409, "RESOURCE_CONFLICT")
    assert "Somebody changed the note" in late.message
    server.ok(f"{NATIVE}/notes/update", {"kind": "run", "id": run_id, "text": "ours", "before": "theirs"})
    assert server.store.get_run(run_id).tags["mlflow.note.content"] == "ours"


def test_a_note_on_nothing(server: Caller) -> None:
    for body in (
        {"kind": "nothing", "id": "1", "text": "x"},
        {"kind": "version", "id": new_registered_model(server.store), "text": "x"},
        {"kind": "run", "text": "x"},
    ):
        answer = server.post(f"{NATIVE}/notes/update", body)
        assert (answer.status, answer.code) == (400, "INVALID_PARAMETER_VALUE")
