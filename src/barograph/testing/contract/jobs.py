import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from barograph.errors import Conflict, InvalidValue, NotFound
from barograph.model import RunStatus
from barograph.model.job import JOB_TAG, AgentReport, JobOrder, JobQuery, JobState, NewJob, ProjectJob
from barograph.store.base import Store
from barograph.testing.contract.making import UNKNOWN_EXPERIMENT, new_experiment, new_run, point, unique

LONG_MS = 60_000
SHORT_MS = 40
URI = "https://example.org/projects/wind.git#models"


def agent(queue: str, *more: str, lease_ms: int = LONG_MS) -> AgentReport:
    return AgentReport(agent_id=uuid.uuid4().hex, name=unique("agent"), queues=(queue, *more), lease_ms=lease_ms)


def enqueued(store: Store, queue: str, experiment_id: str | None = None, **fields: object) -> ProjectJob:
    experiment_id = new_experiment(store) if experiment_id is None else experiment_id
    return store.enqueue_job(NewJob(uri=URI, experiment_id=experiment_id, queue=queue, **fields))  # type: ignore[arg-type]  # real fields


def status(store: Store, job: ProjectJob) -> RunStatus:
    return store.get_run(job.run_id).info.status


def state(store: Store, job: ProjectJob) -> JobState:
    return store.get_job(job.job_id).state


def leased(store: Store, by: AgentReport, *holding: str) -> ProjectJob:
    job = store.lease_job(by, holding=holding)
    assert job is not None
    return job


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.005)


class TestJobs:
    """Jobs that wait, run and end."""

    def test_a_job_has_a_scheduled_run_from_the_start(self, store: Store) -> None:
        queue, experiment_id = unique("queue"), new_experiment(store)
        job = enqueued(
            store,
            queue,
            experiment_id,
            version="main",
            entry_point="train",
            parameters={"depth": "7", "empty": ""},
            env_manager="uv",
            run_name="again",
            tags={"mlflow.note.content": "because"},
            created_by="ada",
        )
        assert (job.state, job.place, job.attempts, job.max_attempts) == (JobState.QUEUED, 1, 0, 2)
        assert (job.uri, job.version, job.entry_point, job.env_manager) == (URI, "main", "train", "uv")
        assert (job.parameters, job.created_by, job.run_name) == ({"depth": "7", "empty": ""}, "ada", "again")
        run = store.get_run(job.run_id)
        assert (run.info.status, run.info.name, run.info.user_id) == (RunStatus.SCHEDULED, "again", "ada")
        assert (run.info.experiment_id, run.info.end_time_ms) == (experiment_id, None)
        assert run.params == {"depth": "7", "empty": ""}
        told = {key: run.tags[f"mlflow.{key}"] for key in ("source.type", "source.name", "project.entryPoint", "user", "note.content")}
        assert tuple(told.values()) == ("PROJECT", URI, "train", "ada", "because")
        assert run.tags[JOB_TAG] == job.job_id
        assert store.get_job(job.job_id) == job
        store.update_run(job.run_id, name="renamed")
        assert store.get_job(job.job_id).run_name == "renamed"

    def test_enqueueing_may_be_repeated(self, store: Store) -> None:
        queue, experiment_id, run_id = unique("queue"), new_experiment(store), uuid.uuid4().hex
        one, other = (enqueued(store, queue, experiment_id, run_id=run_id) for _ in range(2))
        assert one == other
        assert one.run_id == run_id
        assert store.list_jobs(JobQuery(queue=queue)).items == (one,)

    def test_a_run_that_is_there_may_be_given_to_a_job(self, store: Store) -> None:
        queue, experiment_id = unique("queue"), new_experiment(store)
        run_id = new_run(store, experiment_id, name="mine", params={"depth": "7"}, tags={"mlflow.source.name": "here"})
        job = enqueued(store, queue, experiment_id, run_id=run_id, parameters={"depth": "7", "more": "1"}, tags={"own": "yes"})
        assert (job.run_id, job.run_name, status(store, job)) == (run_id, "mine", RunStatus.SCHEDULED)
        run = store.get_run(run_id)
        assert run.params == {"depth": "7", "more": "1"}
        assert [run.tags[key] for key in ("mlflow.source.name", "own", JOB_TAG)] == ["here", "yes", job.job_id]
        assert enqueued(store, queue, experiment_id, run_id=run_id) == job
        other = new_run(store, experiment_id)
        with pytest.raises(Conflict):
            enqueued(store, queue, run_id=other)
        store.update_run(other, status=RunStatus.FINISHED, end_time_ms=5)
        with pytest.raises(Conflict):
            enqueued(store, queue, experiment_id, run_id=other)
        assert len(store.list_jobs(JobQuery(queue=queue)).items) == 1

    def test_what_cannot_be_run_is_refused_and_leaves_no_run(self, store: Store) -> None:
        experiment_id, queue = new_experiment(store), unique("queue")
        for fields in (
            {"uri": ""}, {"uri": "--upload-pack=x"}, {"uri": "https://a\nb"}, {"version": "-x"}, {"entry_point": "-c"}, {"queue": "a b"},
            {"queue": ""}, {"parameters": {"a\n": "1"}}, {"parameters": {"a": "x" * 6_001}}, {"max_attempts": 0}, {"env_manager": "; ls"},
            {"run_id": "x"}, {"uri": "https://ada:token@example.org/x.git"}, {"uri": "https://token@example.org/x.git"},
        ):  # fmt: skip
            with pytest.raises(InvalidValue):
                store.enqueue_job(NewJob(**{"uri": URI, "experiment_id": experiment_id, "queue": queue, **fields}))  # type: ignore[arg-type]  # wrong
        with pytest.raises(NotFound):
            enqueued(store, queue, UNKNOWN_EXPERIMENT)
        assert store.list_jobs(JobQuery(experiment_id=experiment_id)).items == ()
        for unknown in ("", "x", "9" * 15, "9" * 40):
            with pytest.raises((NotFound, InvalidValue)):
                store.get_job(unknown)
            with pytest.raises((NotFound, InvalidValue)):
                store.cancel_job(unknown)

    def test_jobs_are_listed_newest_first_in_pages(self, store: Store) -> None:
        queue, experiment_id = unique("queue"), new_experiment(store)
        jobs = [enqueued(store, queue, experiment_id if i % 2 else None) for i in range(5)]
        ids = [job.job_id for job in reversed(jobs)]
        page = store.list_jobs(JobQuery(queue=queue, max_results=3))
        assert [job.job_id for job in page.items] == ids[:3]
        assert [job.place for job in page.items] == [5, 4, 3]
        rest = store.list_jobs(JobQuery(queue=queue, max_results=3, page_token=page.next_token))
        assert ([job.job_id for job in rest.items], rest.next_token) == (ids[3:], None)
        assert [job.job_id for job in store.list_jobs(JobQuery(experiment_id=experiment_id)).items] == [ids[1], ids[3]]
        assert [job.job_id for job in store.list_jobs(JobQuery(run_id=jobs[2].run_id)).items] == [ids[2]]
        store.cancel_job(ids[0])
        assert [job.job_id for job in store.list_jobs(JobQuery(queue=queue, states=(JobState.CANCELLED,))).items] == ids[:1]
        both = (JobState.CANCELLED, JobState.QUEUED)
        assert [job.job_id for job in store.list_jobs(JobQuery(queue=queue, states=both)).items] == ids
        for wrong in (JobQuery(max_results=0), JobQuery(page_token=queue), JobQuery(queue="a b")):
            with pytest.raises(InvalidValue):
                store.list_jobs(wrong)

    def test_the_one_that_waited_longest_is_leased_first(self, store: Store) -> None:
        urgent, later = unique("urgent"), unique("later")
        one, other, first = (enqueued(store, queue) for queue in (later, later, urgent))
        taker = agent(urgent, later)
        taken = leased(store, taker)
        assert (taken.job_id, taken.state, taken.attempts, taken.place) == (first.job_id, JobState.RUNNING, 1, None)
        assert (taken.agent_id, taken.agent_name) == (taker.agent_id, taker.name)
        assert taken.started_ms is not None
        assert taken.lease_until_ms is not None
        assert taken.lease_until_ms >= taken.started_ms + LONG_MS
        run = store.get_run(taken.run_id).info
        assert (run.status, run.start_time_ms) == (RunStatus.RUNNING, taken.started_ms)
        assert leased(store, taker, first.job_id).job_id == one.job_id
        assert store.get_job(other.job_id).place == 1
        assert leased(store, agent(later)).job_id == other.job_id
        assert store.lease_job(agent(urgent, later)) is None

    def test_a_job_whose_answer_was_lost_is_given_again(self, store: Store) -> None:
        queue = unique("queue")
        one, other = enqueued(store, queue), enqueued(store, queue)
        taker = agent(queue)
        assert leased(store, taker).job_id == one.job_id
        again = leased(store, taker)
        assert (again.job_id, again.attempts) == (one.job_id, 1)
        assert leased(store, taker, one.job_id).job_id == other.job_id

    @pytest.mark.parametrize(
        ("outcome", "run_status"),
        [(JobState.FINISHED, RunStatus.FINISHED), (JobState.FAILED, RunStatus.FAILED), (JobState.CANCELLED, RunStatus.KILLED)],
    )
    def test_the_run_ends_with_its_job(self, store: Store, outcome: JobState, run_status: RunStatus) -> None:
        queue = unique("queue")
        job, taker = enqueued(store, queue), agent(queue)
        leased(store, taker)
        done = store.finish_job(job.job_id, agent_id=taker.agent_id, state=outcome, message="exit code 3")
        assert (done.state, done.message, done.lease_until_ms) == (outcome, "exit code 3", None)
        run = store.get_run(job.run_id).info
        assert (run.status, run.end_time_ms) == (run_status, done.ended_ms)
        assert store.finish_job(job.job_id, agent_id=taker.agent_id, state=JobState.FAILED) == done
        with pytest.raises(Conflict):
            store.finish_job(job.job_id, agent_id="other", state=outcome)

    def test_a_run_that_ended_by_itself_stays_so(self, store: Store) -> None:
        queue = unique("queue")
        job, taker = enqueued(store, queue), agent(queue)
        leased(store, taker)
        store.log_batch(job.run_id, metrics=[point("rmse", 1.0)])
        store.update_run(job.run_id, status=RunStatus.FINISHED, end_time_ms=5)
        store.finish_job(job.job_id, agent_id=taker.agent_id, state=JobState.FAILED)
        run = store.get_run(job.run_id).info
        assert (run.status, run.end_time_ms) == (RunStatus.FINISHED, 5)

    def test_a_job_may_not_end_running(self, store: Store) -> None:
        queue = unique("queue")
        job, taker = enqueued(store, queue), agent(queue)
        with pytest.raises(Conflict):
            store.finish_job(job.job_id, agent_id=taker.agent_id, state=JobState.FINISHED)
        leased(store, taker)
        with pytest.raises(InvalidValue):
            store.finish_job(job.job_id, agent_id=taker.agent_id, state=JobState.QUEUED)

    def test_a_job_that_waits_is_cancelled_at_once(self, store: Store) -> None:
        queue = unique("queue")
        one, other = enqueued(store, queue), enqueued(store, queue)
        gone = store.cancel_job(one.job_id)
        assert (gone.state, status(store, one)) == (JobState.CANCELLED, RunStatus.KILLED)
        assert store.get_run(one.run_id).info.end_time_ms == gone.ended_ms
        assert store.cancel_job(one.job_id) == gone
        assert leased(store, agent(queue)).job_id == other.job_id

    def test_a_job_that_runs_is_cancelled_through_its_agent(self, store: Store) -> None:
        queue = unique("queue")
        job, taker = enqueued(store, queue), agent(queue)
        leased(store, taker)
        asked = store.cancel_job(job.job_id)
        assert (asked.state, asked.cancel_requested, status(store, job)) == (JobState.RUNNING, True, RunStatus.RUNNING)
        assert store.beat_agent(taker, holding=[job.job_id]) == ((job.job_id, JobOrder.CANCEL),)
        done = store.finish_job(job.job_id, agent_id=taker.agent_id, state=JobState.CANCELLED)
        assert (done.state, done.cancel_requested, status(store, job)) == (JobState.CANCELLED, False, RunStatus.KILLED)

    def test_a_job_that_is_given_back_keeps_its_place(self, store: Store) -> None:
        queue = unique("queue")
        one, _ = enqueued(store, queue), enqueued(store, queue)
        taker = agent(queue)
        leased(store, taker)
        back = store.give_back_job(one.job_id, agent_id=taker.agent_id)
        assert (back.state, back.place, back.attempts, back.agent_id) == (JobState.QUEUED, 1, 0, None)
        assert status(store, one) is RunStatus.SCHEDULED
        assert leased(store, agent(queue)).job_id == one.job_id
        assert store.give_back_job(one.job_id, agent_id=taker.agent_id).state is JobState.RUNNING

    def test_a_job_whose_run_was_deleted_is_not_run(self, store: Store) -> None:
        queue = unique("queue")
        one, other = enqueued(store, queue), enqueued(store, queue)
        store.delete_run(one.run_id)
        assert leased(store, agent(queue)).job_id == other.job_id
        gone = store.get_job(one.job_id)
        assert (gone.state, gone.message) == (JobState.CANCELLED, "its run was deleted")

    def test_no_two_agents_get_the_same_job(self, store: Store) -> None:
        queue, experiment_id = unique("queue"), new_experiment(store)
        wanted = sorted(enqueued(store, queue, experiment_id).job_id for _ in range(12))

        def drain(_number: int) -> list[str]:
            mine: list[str] = []
            taker = agent(queue)
            while (job := store.lease_job(taker, holding=mine)) is not None:
                mine.append(job.job_id)
            return mine

        with ThreadPoolExecutor(4) as pool:
            taken = list(pool.map(drain, range(4)))
        assert sorted(job_id for mine in taken for job_id in mine) == wanted


class TestAgents:
    """Agents, and what happens when they are lost."""

    def test_agents_are_listed_with_what_they_hold(self, store: Store) -> None:
        queue = unique("queue")
        job, taker = enqueued(store, queue), agent(queue, "default")
        assert store.beat_agent(taker) == ()
        leased(store, taker)
        (seen,) = [each for each in store.list_agents() if each.agent_id == taker.agent_id]
        assert (seen.name, seen.queues, seen.slots, seen.job_ids, seen.is_lost) == (taker.name, (queue, "default"), 1, (job.job_id,), False)
        assert seen.last_seen_ms >= seen.started_ms > 0
        store.leave_agent(taker.agent_id)
        store.leave_agent(taker.agent_id)
        assert taker.agent_id not in [each.agent_id for each in store.list_agents()]

    def test_agents_say_who_they_are(self, store: Store) -> None:
        for wrong in ({"queues": ()}, {"agent_id": ""}, {"name": ""}, {"queues": ("a b",)}, {"slots": 0}, {"lease_ms": 0}):
            said = {"agent_id": "a", "name": "b", "queues": ("q",), "lease_ms": 1, **wrong}
            with pytest.raises(InvalidValue):
                store.beat_agent(AgentReport(**said))  # type: ignore[arg-type]  # wrong on purpose
            with pytest.raises(InvalidValue):
                store.lease_job(AgentReport(**said))  # type: ignore[arg-type]  # wrong on purpose

    def test_a_heartbeat_keeps_a_job(self, store: Store) -> None:
        queue = unique("queue")
        job, taker = enqueued(store, queue), agent(queue)
        before = leased(store, taker)
        assert store.beat_agent(taker, holding=[job.job_id]) == ((job.job_id, JobOrder.CONTINUE),)
        after = store.get_job(job.job_id)
        assert (after.lease_until_ms or 0) >= (before.lease_until_ms or 0)
        assert store.beat_agent(taker, holding=["x", "9" * 15]) == (("x", JobOrder.DROP), ("9" * 15, JobOrder.DROP))
        assert store.beat_agent(agent(queue), holding=[job.job_id]) == ((job.job_id, JobOrder.DROP),)

    def test_the_job_of_a_lost_agent_is_retried_with_the_same_run(self, store: Store) -> None:
        queue = unique("queue")
        job, gone, other = enqueued(store, queue), agent(queue, lease_ms=SHORT_MS), agent(queue)
        leased(store, gone)
        until(lambda: state(store, job) is JobState.QUEUED)
        waiting = store.get_job(job.job_id)
        assert (waiting.is_lost, waiting.message, waiting.place) == (True, "agent lost", 1)
        assert status(store, job) is RunStatus.SCHEDULED
        again = leased(store, other)
        assert (again.job_id, again.run_id, again.attempts, again.is_lost) == (job.job_id, job.run_id, 2, False)
        assert store.beat_agent(gone, holding=[job.job_id]) == ((job.job_id, JobOrder.DROP),)
        with pytest.raises(Conflict):
            store.finish_job(job.job_id, agent_id=gone.agent_id, state=JobState.FINISHED)
        assert store.finish_job(job.job_id, agent_id=other.agent_id, state=JobState.FINISHED).state is JobState.FINISHED
        assert status(store, job) is RunStatus.FINISHED

    def test_the_last_attempt_that_is_lost_fails(self, store: Store) -> None:
        queue = unique("queue")
        job = enqueued(store, queue, max_attempts=1)
        leased(store, agent(queue, lease_ms=SHORT_MS))
        until(lambda: state(store, job) is JobState.FAILED)
        failed = store.get_job(job.job_id)
        assert (failed.message, status(store, job)) == ("agent lost", RunStatus.FAILED)
        assert store.get_run(job.run_id).info.end_time_ms == failed.ended_ms
        assert store.lease_job(agent(queue)) is None

    @pytest.mark.parametrize("attempts", [1, 2])
    def test_an_agent_that_comes_back_keeps_its_job_if_nobody_else_has_it(self, store: Store, attempts: int) -> None:
        queue = unique("queue")
        job, taker = enqueued(store, queue, max_attempts=attempts), agent(queue, lease_ms=SHORT_MS)
        leased(store, taker)
        until(lambda: store.get_job(job.job_id).is_lost)
        alive = AgentReport(agent_id=taker.agent_id, name=taker.name, queues=(queue,), lease_ms=LONG_MS)
        assert store.beat_agent(alive, holding=[job.job_id]) == ((job.job_id, JobOrder.CONTINUE),)
        back = store.get_job(job.job_id)
        assert (back.state, back.is_lost, back.attempts, status(store, job)) == (JobState.RUNNING, False, 1, RunStatus.RUNNING)
        assert store.get_run(job.run_id).info.end_time_ms is None

    def test_an_end_that_is_told_late_counts(self, store: Store) -> None:
        queue = unique("queue")
        job, taker = enqueued(store, queue, max_attempts=1), agent(queue, lease_ms=SHORT_MS)
        leased(store, taker)
        until(lambda: store.get_job(job.job_id).is_lost)
        assert store.finish_job(job.job_id, agent_id=taker.agent_id, state=JobState.FINISHED).state is JobState.FINISHED
        assert status(store, job) is RunStatus.FINISHED

    def test_a_run_that_ended_before_its_agent_was_lost_is_not_repeated(self, store: Store) -> None:
        queue = unique("queue")
        job = enqueued(store, queue)
        leased(store, agent(queue, lease_ms=SHORT_MS))
        store.update_run(job.run_id, status=RunStatus.FINISHED, end_time_ms=5)
        until(lambda: state(store, job) is not JobState.RUNNING)
        assert (state(store, job), status(store, job)) == (JobState.FINISHED, RunStatus.FINISHED)

    @pytest.mark.parametrize("ended", [RunStatus.KILLED, RunStatus.FAILED])
    def test_what_dies_with_its_agent_is_repeated_whatever_it_wrote_of_its_end(self, store: Store, ended: RunStatus) -> None:
        queue = unique("queue")
        job = enqueued(store, queue)
        leased(store, agent(queue, lease_ms=SHORT_MS))
        store.update_run(job.run_id, status=ended, end_time_ms=5)
        until(lambda: state(store, job) is JobState.QUEUED)
        run = store.get_run(job.run_id).info
        assert (run.status, run.end_time_ms) == (RunStatus.SCHEDULED, None)
        leased(store, agent(queue, lease_ms=SHORT_MS))
        until(lambda: state(store, job) is JobState.FAILED)
        assert status(store, job) is RunStatus.FAILED

    def test_a_cancelled_job_of_a_lost_agent_is_not_repeated(self, store: Store) -> None:
        queue = unique("queue")
        job, taker = enqueued(store, queue), agent(queue, lease_ms=SHORT_MS)
        leased(store, taker)
        store.cancel_job(job.job_id)
        until(lambda: state(store, job) is JobState.CANCELLED)
        assert status(store, job) is RunStatus.KILLED
        assert store.beat_agent(taker, holding=[job.job_id]) == ((job.job_id, JobOrder.CANCEL),)
