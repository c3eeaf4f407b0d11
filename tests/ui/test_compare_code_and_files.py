"""Comparing runs of two experiments: their names, their files line by line, their code and packages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Locator, Page, expect
from ui_seeding import MLMODEL, START_MS, Api, Seeded

Visit = Callable[..., AbstractContextManager[Page]]
Keep = Callable[[Page, str], None]
COMMITS = ("a" * 40, "b" * 40)
PACKAGES = ("numpy==2.1.0\nscikit-learn==1.6.0\n", "numpy==2.1.0\nscikit_learn==1.7.0\nskops==0.13\n")


@pytest.fixture(scope="module")
def pair(seeded: Seeded) -> Iterator[tuple[str, str]]:
    """A run in each of two experiments: with another commit, another line in a file, and other packages."""
    api = Api(seeded.url)
    made = []
    for number in (0, 1):
        experiment = api.call("experiments/create", {"name": f"side {number}"})["experiment_id"]
        tags = {"mlflow.source.name": "train.py", "mlflow.source.git.commit": COMMITS[number]}
        listed = [{"key": key, "value": value} for key, value in tags.items()]
        body = {"experiment_id": experiment, "run_name": f"run {number}", "start_time": START_MS, "tags": listed}
        info = api.call("runs/create", body)["run"]["info"]
        config = "".join(f"line {line}\n" for line in range(40)).replace("line 20\n", f"line 20 of {number}\n")
        api.put(info["artifact_uri"], "conf/train.cfg", config.encode())
        api.put(info["artifact_uri"], "same.txt", b"same\n")
        api.put(info["artifact_uri"], f"only-{number}.txt", b"only here\n")
        model = {"experiment_id": experiment, "name": "model", "source_run_id": info["run_id"]}
        logged = api.call("logged-models", model)["model"]["info"]
        for path, text in {"MLmodel": MLMODEL, "requirements.txt": PACKAGES[number], "python_env.yaml": "python: 3.11.2\n"}.items():
            api.put(logged["artifact_uri"], path, text.encode())
        made.append(str(info["run_id"]))
    yield made[0], made[1]
    api.close()


def test_runs_are_named_with_their_experiments(visit: Visit, pair: tuple[str, str]) -> None:
    with visit(f"/compare?runs={','.join(pair)}") as page:
        row = page.get_by_role("row", name="Experiment")
        expect(row.get_by_role("link")).to_have_text(["side 0", "side 1"])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_files_are_compared_line_by_line(visit: Visit, pair: tuple[str, str], keep: Keep, theme: str) -> None:
    with visit(f"/compare?runs={','.join(pair)}", theme=theme) as page:
        page.get_by_text("Files", exact=True).click()
        files = page.get_by_role("navigation", name="Files")
        expect(files.get_by_role("button", name="only-0.txt")).to_contain_text("1 of 2")
        files.get_by_role("button", name="conf").click()
        files.get_by_role("button", name="train.cfg").click()
        shown = page.get_by_role("region", name="Differences in conf/train.cfg")
        expect(shown.locator("[data-kind=left]")).to_contain_text("line 20 of 0")
        expect(shown.locator("[data-kind=right]")).to_contain_text("line 20 of 1")
        expect(shown.locator("[data-kind=same]")).to_have_count(6)
        expect(shown.locator("[data-kind=gap]").first).to_contain_text("17 lines the same")
        keep(page, f"compare-files-{theme}")
        files.get_by_role("button", name="same.txt").click()
        expect(page.get_by_text("Both files are the same")).to_be_visible()
        page.get_by_text("Both files", exact=True).click()
        expect(page.get_by_role("region", name="same.txt of side 1 / run 1")).to_contain_text("same")
        address = page.url.split("#", 1)[1]
    with visit(address) as page:
        expect(page.get_by_role("region", name="same.txt of side 0 / run 0")).to_contain_text("same")


def test_files_of_models_are_compared_too(visit: Visit, pair: tuple[str, str], keep: Keep) -> None:
    with visit(f"/compare?runs={','.join(pair)}&tab=files") as page:
        model = page.get_by_role("region", name="model", exact=True)
        expect(model.get_by_role("button", name="requirements.txt")).to_contain_text("differs")
        model.get_by_role("button", name="requirements.txt").click()
        expect(shown_in(page, "requirements.txt").locator("[data-kind=right]").first).to_contain_text("scikit_learn==1.7.0")
        keep(page, "compare-model-files")
        address = page.url.split("#", 1)[1]
        model.get_by_role("button", name="MLmodel").click()
        expect(page.get_by_text("Both files are the same")).to_be_visible()
    with visit(address) as page:
        expect(shown_in(page, "requirements.txt").locator("[data-kind=left]").first).to_contain_text("scikit-learn==1.6.0")
        page.get_by_text("Both files", exact=True).click()
        expect(page.get_by_role("region", name="requirements.txt of side 0 / run 0")).to_contain_text("scikit-learn==1.6.0")


def test_a_file_of_a_model_that_one_run_alone_logged(visit: Visit, pair: tuple[str, str], seeded: Seeded) -> None:
    with visit(f"/compare?runs={pair[0]},{seeded.odd}&tab=files&path=model:MLmodel") as page:
        expect(page.get_by_text("does not have it")).to_be_visible()
        page.get_by_text("Both files", exact=True).click()
        expect(page.get_by_text("It does not have this file")).to_be_visible()


def shown_in(page: Page, path: str) -> Locator:
    return page.get_by_role("region", name=f"Differences in {path}")


def test_a_file_of_one_run_alone(visit: Visit, pair: tuple[str, str]) -> None:
    with visit(f"/compare?runs={','.join(pair)}&tab=files&path=only-0.txt", refusals=True) as page:
        expect(page.get_by_text("side 1 / run 1 does not have it")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_code_and_packages(visit: Visit, pair: tuple[str, str], keep: Keep, theme: str) -> None:
    with visit(f"/compare?runs={','.join(pair)}&tab=code", theme=theme) as page:
        table = page.get_by_role("table", name="Code and environment")
        expect(table.get_by_role("row", name="scikit-learn").get_by_role("cell")).to_have_text(["1.6.0", "1.7.0"])
        expect(table.get_by_role("row", name="skops").get_by_role("cell")).to_have_text(["—", "0.13"])
        expect(table.get_by_role("row", name="Python").get_by_role("cell")).to_have_text(["3.11.2", "3.11.2"])
        expect(table.get_by_role("row", name="Commit").get_by_role("cell")).to_have_text(["a" * 12, "b" * 12])
        keep(page, f"compare-code-{theme}")
        page.get_by_role("switch", name="Only differences").check()
        expect(table.get_by_role("row", name="numpy")).to_have_count(0)
        expect(table.get_by_role("row", name="skops")).to_be_visible()
