"""What goes on in experiments, on the wire."""

from server_caller import Caller

from barograph.testing.contract.making import new_experiment, new_run

ACTIVITY = "/api/barograph/1/experiments/activity"


def test_runs_by_the_day_they_began(server: Caller) -> None:
    busy, idle = new_experiment(server.store), new_experiment(server.store)
    for start in (5, 1_000, 1_001):
        new_run(server.store, busy, start_time_ms=start)
    asked = {"experiment_ids": [busy, idle], "since_ms": 1_000, "step_ms": 1, "steps": 2}
    assert server.ok(ACTIVITY, asked) == {
        "experiments": [
            {"experiment_id": busy, "runs": 3, "newest_ms": 1_001, "began": [1, 1], "running": 3, "lost": 0},
            {"experiment_id": idle, "runs": 0, "began": [0, 0], "running": 0, "lost": 0},
        ]
    }


def test_what_cannot_be_is_refused(server: Caller) -> None:
    answer = server.post(ACTIVITY, {"experiment_ids": [], "since_ms": 0, "step_ms": 1, "steps": 1})
    assert (answer.status, answer.code) == (400, "INVALID_PARAMETER_VALUE")
