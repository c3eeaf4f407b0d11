"""Jobs: a run is enqueued again with other parameters, waits, runs on an agent and is cancelled; and the page of jobs and agents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from axe_playwright_python.sync_playwright import Axe
from forms import SIZES, in_every_form
from playwright.sync_api import Page, expect

from barograph.model import NewRun, RunStatus
from barograph.model.job import AgentReport, JobQuery, JobState, NewJob, ProjectJob
from barograph.store.base import Store
from barograph.store.opening import open_store
from barograph.testing.server import running_server

Visit = Callable[..., AbstractContextManager[Page]]
Keep = Callable[[Page, str], None]
URI = "https://git.example.org/team/wind.git#models"
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Store]]:
    """An empty server of the test's own: its URL and its store."""
    with running_server(tmp_path_factory.mktemp("jobs")) as server:
        store = open_store(server.url)
        yield server.url, store
        store.close()


def project_run(store: Store) -> str:
    """A finished run of a project, as `barograph run` leaves it."""
    tags = {
        "mlflow.source.type": "PROJECT",
        "mlflow.source.name": URI,
        "mlflow.source.git.commit": "c0ffee" + "0" * 34,
        "mlflow.project.entryPoint": "train",
    }
    run = store.create_run(NewRun(experiment_id="0", name="brisk-gull-417", start_time_ms=1_700_000_000_000, tags=tags))
    store.log_batch(run.info.run_id, params={"depth": "7", "note": "'calm sea'"})
    store.update_run(run.info.run_id, status=RunStatus.FINISHED, end_time_ms=1_700_000_060_000)
    return run.info.run_id


def enqueued(store: Store, name: str, queue: str = "default", uri: str = URI, **fields: object) -> ProjectJob:
    return store.enqueue_job(NewJob(uri=uri, experiment_id="0", queue=queue, run_name=name, **fields))  # type: ignore[arg-type]  # real fields


def agent(name: str, *queues: str, slots: int = 1) -> AgentReport:
    return AgentReport(agent_id=name, name=name, queues=queues, slots=slots, lease_ms=600_000)


def barriers(page: Page) -> list[str]:
    """What keeps somebody from using a page."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found if each["impact"] in ("serious", "critical")]


def row(page: Page, name: str):
    return page.get_by_role("row").filter(has_text=name)


def test_a_run_is_enqueued_again_and_followed(visit: Visit, served: tuple[str, Store]) -> None:
    url, store = served
    run_id = project_run(store)
    with visit(f"/experiments/0/runs/{run_id}", at=url) as page:
        page.get_by_role("button", name="More actions").click()
        page.get_by_role("menuitem", name="Run again…").click()
        dialog = page.get_by_role("dialog", name="Run again")
        expect(dialog.get_by_text(URI)).to_be_visible()
        expect(dialog.get_by_label("note")).to_have_value("calm sea")
        dialog.get_by_label("depth").fill("9")
        dialog.get_by_role("button", name="Add a parameter").click()
        dialog.get_by_label("Name", exact=True).fill("trees")
        dialog.get_by_label("Value of trees").fill("200")
        dialog.get_by_label("Queue").fill("not one")
        dialog.get_by_label("Name of the run").fill("deeper")
        dialog.get_by_label("Queue").fill("gpu")
        dialog.get_by_role("button", name="Enqueue").click()
        expect(page.get_by_role("heading", name="deeper", level=1)).to_be_visible()
        main = page.get_by_role("main")
        expect(main.get_by_text("Scheduled")).to_be_visible()
        expect(main.get_by_text("place 1 in queue gpu")).to_be_visible()
        expect(main.get_by_text("no agent takes jobs of it")).to_be_visible()
        (job,) = store.list_jobs(JobQuery(queue="gpu")).items
        assert job.parameters == {"depth": "9", "note": "calm sea", "trees": "200"}
        assert (job.version, job.entry_point, job.run_name) == ("c0ffee" + "0" * 34, "train", "deeper")
        expect(main.get_by_role("link", name=f"run {run_id[:8]}")).to_be_visible()
        taker = agent("turbine-1", "gpu")
        store.beat_agent(taker)
        assert store.lease_job(taker)
        expect(main.get_by_text("on agent turbine-1")).to_be_visible()
        expect(main.get_by_text("Running")).to_be_visible()
        page.get_by_role("button", name="More actions").click()
        page.get_by_role("menuitem", name="Cancel the job…").click()
        page.get_by_role("dialog").get_by_role("button", name="Cancel the job").click()
        expect(main.get_by_text("is being cancelled")).to_be_visible()
        store.finish_job(job.job_id, agent_id="turbine-1", state=JobState.CANCELLED)
        expect(main.get_by_text("Killed")).to_be_visible()
        expect(main.get_by_text("on agent turbine-1")).to_have_count(0)


def test_what_cannot_be_enqueued_is_said_in_the_dialog(visit: Visit, served: tuple[str, Store]) -> None:
    url, store = served
    with visit(f"/experiments/0/runs/{project_run(store)}", at=url, refusals=True) as page:
        page.get_by_role("button", name="More actions").click()
        page.get_by_role("menuitem", name="Run again…").click()
        dialog = page.get_by_role("dialog", name="Run again")
        dialog.get_by_label("Queue").fill("not one")
        dialog.get_by_role("button", name="Enqueue").click()
        expect(dialog.get_by_role("alert")).to_contain_text("Invalid queue 'not one'")


def test_a_run_that_was_no_project_cannot_be_run_again(visit: Visit, served: tuple[str, Store]) -> None:
    url, store = served
    run = store.create_run(NewRun(experiment_id="0", start_time_ms=1))
    with visit(f"/experiments/0/runs/{run.info.run_id}", at=url) as page:
        page.get_by_role("button", name="More actions").click()
        again = page.get_by_role("menuitem", name="Run again…")
        expect(again).to_be_disabled()
        expect(again).to_contain_text("Not a run of a project")


def test_the_page_of_jobs(visit: Visit, served: tuple[str, Store]) -> None:
    url, store = served
    with visit("/jobs", at=url) as page:
        expect(page.get_by_text("No jobs yet")).to_be_visible()
        expect(page.get_by_text(f"--tracking-uri {url}")).to_be_visible()
        running, waiting = enqueued(store, "running"), enqueued(store, "waiting", parameters={"a": HOSTILE})
        taker = agent("turbine-1", "default")
        store.beat_agent(taker)
        store.lease_job(taker)
        expect(row(page, "running")).to_contain_text("Running")
        expect(row(page, "waiting")).to_contain_text("Waiting")
        agents = page.get_by_role("complementary")
        expect(agents.get_by_role("heading", name="turbine-1")).to_be_visible()
        expect(agents.get_by_role("link", name="running")).to_be_visible()
        page.get_by_role("button", name="Cancel the job of waiting").click()
        page.get_by_role("dialog").get_by_role("button", name="Cancel the job").click()
        expect(row(page, "waiting")).to_contain_text("Cancelled")
        assert store.get_job(waiting.job_id).state is JobState.CANCELLED
        page.get_by_role("radiogroup", name="State").get_by_text("Ended").click()
        expect(row(page, "running")).to_have_count(0)
        expect(row(page, "waiting")).to_be_visible()
        store.finish_job(running.job_id, agent_id="turbine-1", state=JobState.FAILED, message=f"exit code 7\n{HOSTILE}")
        expect(row(page, "running")).to_contain_text("exit code 7")
        page.get_by_role("radiogroup", name="State").get_by_text("Waiting").click()
        expect(page.get_by_text("No jobs are waiting")).to_be_visible()
        row_link = page.get_by_role("radiogroup", name="State").get_by_text("All")
        row_link.click()
        row(page, "running").get_by_role("link").click()
        expect(page.get_by_role("heading", name="running", level=1)).to_be_visible()


@in_every_form
def test_jobs_are_looked_at(visit: Visit, served: tuple[str, Store], keep: Keep, theme: str, size: str) -> None:
    url, store = served
    shown = {"theme": theme, "size": SIZES[size], "at": url}
    with visit("/jobs", **shown) as page:
        expect(page.get_by_text("No jobs yet")).to_be_visible()
        keep(page, f"jobs-empty-{theme}-{size}")
    one, other = agent("turbine-1", "default", "gpu", slots=2), agent("workstation-of-ada", "default")
    gone = AgentReport(agent_id="gone", name="laptop", queues=("default",), lease_ms=1)
    for each in (one, other, gone):
        store.beat_agent(each)
    jobs = [enqueued(store, f"clear-otter-{i}", "gpu" if i % 3 else "default", parameters={"depth": str(i)}) for i in range(9)]
    for taker, end in ((one, JobState.FINISHED), (one, JobState.FAILED), (other, None), (one, None)):
        job = store.lease_job(taker)
        assert job
        if end:
            store.finish_job(job.job_id, agent_id=taker.agent_id, state=end, message=None if end is JobState.FINISHED else "exit code 7")
    store.cancel_job(jobs[8].job_id)
    with visit("/jobs", **shown) as page:
        expect(row(page, "clear-otter-8")).to_be_visible()
        expect(page.get_by_role("heading", name="workstation-of-ada")).to_be_visible()
        keep(page, f"jobs-{theme}-{size}")
        assert barriers(page) == []
    with visit(f"/experiments/0/runs/{jobs[7].run_id}", **shown) as page:
        expect(page.get_by_text("in queue gpu")).to_be_visible()
        keep(page, f"jobs-run-{theme}-{size}")
    run_id = project_run(store)
    with visit(f"/experiments/0/runs/{run_id}", **shown) as page:
        page.get_by_role("button", name="More actions").click()
        keep(page, f"jobs-menu-{theme}-{size}")
        page.get_by_role("menuitem", name="Run again…").click()
        expect(page.get_by_role("dialog").get_by_label("depth")).to_be_visible()
        keep(page, f"jobs-again-{theme}-{size}")
        assert barriers(page) == []
