"""Runs of projects, run again."""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from barograph import MlflowClient, projects
from barograph.client.session import session
from barograph.errors import ExecutionFailed, InvalidValue, RunNotFound
from barograph.projects.record.recorded import FOLDER, Record
from barograph.projects.reproduction.original import read_record
from barograph.projects.reproduction.reproducing import REPRODUCES_TAG
from tracked_projects import MANIFEST, git, repository, train, write

PROJECT: dict[str, str | bytes] = {
    "MLproject": MANIFEST, "train.py": train(), "weights.bin": bytes(range(256)) * 8, "tool.sh": "echo tool\n", "old.txt": "goes away\n",
    ".gitignore": "*.log\n",
}  # fmt: skip


@pytest.fixture(autouse=True)
def tracking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    uri = f"sqlite:///{tmp_path}/runs/store.db"
    for name in ("MLFLOW_TRACKING_URI", "MLFLOW_RUN_ID", "BAROGRAPH_RUN_ID"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BAROGRAPH_TRACKING_URI", uri)
    monkeypatch.chdir(tmp_path)
    yield uri
    session.close()


def record_of(run_id: str, folder: Path) -> Record:
    found = read_record(run_id, folder / run_id)
    assert found is not None
    return found


def kept(run_id: str, name: str, folder: Path) -> bytes:
    return Path(MlflowClient().download_artifacts(run_id, f"{FOLDER}/{name}", str(folder))).read_bytes()


def make_dirty(clone: Path) -> None:
    """Change what git can be asked to keep: contents, a binary file, a mode, a deletion, a link, new files with odd names."""
    write(clone / "train.py", train(scale=2.5, confidence=0.75))
    write(clone / "weights.bin", bytes(reversed(range(256))) * 9)
    (clone / "tool.sh").chmod(0o755)
    (clone / "old.txt").unlink()
    (clone / "current").symlink_to("weights.bin")
    write(clone / "new" / "näme with spaces\tand a tab.txt", "new\r\nlines without end")
    write(clone / "new" / "empty", "")
    write(clone / "new" / "blob.bin", os.urandom(3000))
    write(clone / "noise.log", "is ignored\n")
    write(clone / "staged.txt", "staged\n")
    git(clone, "add", "staged.txt")


def test_a_run_of_a_dirty_tree_is_reproduced_to_the_bit(tmp_path: Path) -> None:
    clone = repository(tmp_path / "work", PROJECT)
    make_dirty(clone)
    before = (git(clone, "status", "--porcelain", "--ignored"), (clone / ".git" / "index").read_bytes(), objects(clone))
    first = projects.run(str(clone), parameters={"seed": 11, "note": "a b; $(c) 'ä'"}).run_id
    assert (git(clone, "status", "--porcelain", "--ignored"), (clone / ".git" / "index").read_bytes(), objects(clone)) == before

    shutil.rmtree(clone)  # as on another machine
    done = projects.reproduce(first)

    assert done.run_id is not None
    assert done.is_equal
    assert (done.is_same_code, done.is_same_lock, done.params, done.plan.differences) == (True, True, (), ())
    assert {metric.key: metric.difference for metric in done.metrics} == {"loss": 0.0, "sure": 0.0, "undefined": 0.0}
    again = done.run_id
    client = MlflowClient()
    original, reproduced = client.get_run(first), client.get_run(again)
    assert reproduced.data.params == original.data.params
    assert reproduced.data.tags[REPRODUCES_TAG] == first
    assert reproduced.data.tags["mlflow.source.git.commit"] == original.data.tags["mlflow.source.git.commit"]
    assert reproduced.data.tags["mlflow.source.name"] == original.data.tags["mlflow.source.name"]
    assert reproduced.info.experiment_id == original.info.experiment_id
    assert [p.value for p in client.get_metric_history(again, "loss")] == [p.value for p in client.get_metric_history(first, "loss")]
    seen = client.download_artifacts(first, "seen.txt", str(tmp_path))
    files = Path(seen).read_text().splitlines()
    assert any(line.startswith("tool.sh True") for line in files)
    assert "current link weights.bin" in files
    assert not any(line.startswith("old.txt") for line in files)
    log = [line for line in files if line.startswith("noise.log")]
    assert Path(client.download_artifacts(again, "seen.txt", str(tmp_path / "runs"))).read_text().splitlines() == [
        line for line in files if line not in log
    ]
    records = [record_of(run_id, tmp_path / "records") for run_id in (first, again)]
    for name in ("uncommitted.patch", "requirements.txt"):
        assert kept(first, name, tmp_path / "records") == kept(again, name, tmp_path / "runs")
    for what in ("parameters", "command", "command_variables", "entry_point", "variables", "seeds", "machine", "environment"):
        assert getattr(records[0], what) == getattr(records[1], what), what
    assert records[0].seeds["seed"] == "11"

    third = projects.reproduce(again, run_name="third")  # a reproduction can be reproduced
    assert third.is_equal
    assert third.is_same_code
    assert client.get_run(str(third.run_id)).info.run_name == "third"


def objects(clone: Path) -> list[str]:
    return sorted(str(path) for path in (clone / ".git" / "objects").rglob("*"))


def test_a_clean_run_in_a_folder_of_a_repository_leaves_no_patch(tmp_path: Path) -> None:
    clone = repository(tmp_path / "work", {"MLproject": MANIFEST, "train.py": train()}, within="models/small")
    first = projects.run(f"{clone}#models/small", parameters={"seed": 1}).run_id
    record = record_of(first, tmp_path / "records")
    assert (record.code.patch, record.code.directory, record.code.is_pushed) == (None, "models/small", True)
    assert record.code.tree == git(clone, "rev-parse", "HEAD^{tree}")
    shutil.rmtree(clone)
    assert projects.reproduce(first).is_equal


def test_a_run_of_a_fetched_commit_is_reproduced(tmp_path: Path) -> None:
    clone = repository(tmp_path / "work", PROJECT)
    first = projects.run((clone.parent / "origin.git").as_uri(), version="main").run_id
    write(clone / "train.py", train(scale=9.0))
    git(clone, "commit", "--quiet", "--all", "--message=second")
    git(clone, "push", "--quiet", "origin", "main")
    assert projects.reproduce(first).is_equal


def test_a_folder_that_is_no_repository_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    write(folder / "MLproject", MANIFEST)
    write(folder / "train.py", train())
    write(folder / "data" / "tool.sh", "echo\n").chmod(0o755)
    write(folder / "__pycache__" / "train.pyc", "cache")
    write(folder / "env" / "pyvenv.cfg", "home = /usr")
    first = projects.run(str(folder)).run_id
    record = record_of(first, tmp_path / "records")
    assert record.code.commit is None
    assert record.code.tree
    assert record.code.tree.startswith("sha256:")
    shutil.rmtree(folder)
    done = projects.reproduce(first)
    assert done.is_equal
    assert done.is_same_code


def test_what_differs_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = "import os, random, barograph\nwith barograph.start_run():\n    barograph.log_metrics({'x': random.random(), 'y': 1.0})\n"
    clone = repository(tmp_path / "work", {"main.py": program})
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    first = projects.run(str(clone), entry_point="main.py").run_id
    monkeypatch.setenv("OMP_NUM_THREADS", "4")
    done = projects.reproduce(first)
    metrics = {metric.key: metric for metric in done.metrics}
    x, y = metrics["x"], metrics["y"]
    assert (done.is_equal, x.is_equal, y.is_equal) == (False, False, True)
    assert x.original is not None
    assert x.reproduced is not None
    assert x.difference == x.reproduced - x.original
    assert done.plan.differences == ()  # the variable is what it was
    assert record_of(str(done.run_id), tmp_path / "records").variables["OMP_NUM_THREADS"] == "3"
    assert projects.reproduce(first, metrics=["y"]).is_equal
    assert projects.reproduce(first, tolerance=1e9).is_equal
    for tolerance in (-1.0, math.nan, math.inf):
        with pytest.raises(InvalidValue, match="tolerance"):
            projects.reproduce(first, tolerance=tolerance)


def test_paths_among_parameters_are_found_again(tmp_path: Path) -> None:
    manifest = MANIFEST.replace("note: {default: none}", "note: path").replace("seed: {type: float, default: 7}", "seed: {default: 1}")
    clone = repository(tmp_path / "work", {"MLproject": manifest, "train.py": train(), "data.csv": "1\n"})
    outside = write(tmp_path / "outside.csv", "2\n")
    inside = projects.run(str(clone), parameters={"note": str(clone / "data.csv")}).run_id
    other = projects.run(str(clone), parameters={"note": "outside.csv"}).run_id
    assert record_of(other, tmp_path / "records").inputs[0].path == str(outside)
    write(clone / "data.csv", "changed since\n")
    assert projects.reproduce(inside, dry_run=True).plan.differences == ()
    write(outside, "changed since\n")
    assert "other contents" in projects.reproduce(other, dry_run=True).plan.differences[0]
    os.chdir("/")
    assert projects.reproduce(other).is_equal
    outside.unlink()
    assert "outside.csv, which parameter note names, is not here" in missing(other)


def missing(run_id: str) -> str:
    """What a dry run and a run say is missing, without a new run."""
    plan = projects.reproduce(run_id, dry_run=True).plan
    assert not plan.is_complete
    count = len(MlflowClient().search_runs(["0"]))
    with pytest.raises(ExecutionFailed) as raised:
        projects.reproduce(run_id)
    assert len(MlflowClient().search_runs(["0"])) == count
    listed = "\n".join((*plan.needed, *plan.missing))
    assert all(one in raised.value.message for one in (*plan.needed, *plan.missing))
    return listed


def test_a_repository_that_cannot_be_reached(tmp_path: Path) -> None:
    clone = repository(tmp_path / "work", PROJECT)
    run_id = projects.run(str(clone)).run_id
    (tmp_path / "work").rename(tmp_path / "elsewhere")
    said = missing(run_id)
    assert f"Repository {(tmp_path / 'work' / 'origin.git').as_uri()} cannot be reached" in said


def test_a_commit_that_was_never_pushed(tmp_path: Path) -> None:
    clone = repository(tmp_path / "work", PROJECT)
    write(clone / "train.py", train(scale=3.0))
    git(clone, "commit", "--quiet", "--all", "--message=mine alone")
    run_id = projects.run(str(clone)).run_id
    assert projects.reproduce(run_id, dry_run=True).plan.is_complete  # the clone is here
    shutil.rmtree(clone)
    said = missing(run_id)
    assert "does not have it any more" in said
    assert "had not been pushed when the run started" in said


def test_changes_that_were_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv("BAROGRAPH_PROJECT_CODE_MB", "0.01")
    clone = repository(tmp_path / "work", PROJECT)
    write(clone / "large.bin", os.urandom(20_000))
    write(clone / "train.py", train(scale=4.0))
    run_id = projects.run(str(clone)).run_id
    assert "large.bin" in caplog.text
    record = record_of(run_id, tmp_path / "records")
    assert [(one.path, one.reason, one.size_bytes) for one in record.code.left_out] == [("large.bin", "size", 20_000)]
    assert "large.bin (0.0 MB)" in missing(run_id)
    assert projects.reproduce(run_id, ignore_missing=True).is_equal  # the small change is kept


def test_files_of_the_record_that_are_gone_or_changed(tmp_path: Path) -> None:
    clone = repository(tmp_path / "work", PROJECT)
    write(clone / "train.py", train(scale=4.0))
    run_id = projects.run(str(clone)).run_id
    folder = next((tmp_path / "runs" / "artifacts").glob(f"**/{run_id}/artifacts/{FOLDER}"))
    with (folder / "uncommitted.patch").open("a") as patch:
        patch.write("+ something\n")
    (folder / "requirements.txt").unlink()
    said = missing(run_id)
    assert "uncommitted.patch is not among the run's files, or not as it was recorded" in said
    assert "requirements.txt is not among the run's files" in said
    done = projects.reproduce(run_id, ignore_missing=True)
    assert done.run_id is not None
    assert done.is_same_code is False
    assert not done.is_equal


def test_another_platform_python_and_packages_are_told(tmp_path: Path) -> None:
    clone = repository(tmp_path / "work", PROJECT)
    run_id = projects.run(str(clone)).run_id
    folder = next((tmp_path / "runs" / "artifacts").glob(f"**/{run_id}/artifacts/{FOLDER}"))
    lock = folder / "requirements.txt"
    lines = ["# Python 3.8.1", "not-here==1.0", *lock.read_text().splitlines()[1:]]
    changed = next(i for i, line in enumerate(lines) if line.startswith("msgspec=="))
    lines[changed] = "msgspec==0.0.1"
    lock.write_text("\n".join(lines))
    import hashlib

    told = json.loads((folder / "record.json").read_text())
    told["machine"]["system"] = "Plan9"
    told["environment"]["lock"]["sha256"] = hashlib.sha256(lock.read_bytes()).hexdigest()
    told["from_a_later_version"] = {"is": "passed over"}
    (folder / "record.json").write_text(json.dumps(told))
    said = "\n".join(projects.reproduce(run_id, dry_run=True).plan.differences)
    assert "platform: Plan9" in said
    assert "Python: 3.8.1 →" in said
    assert "msgspec 0.0.1 →" in said
    assert "not-here 1.0 → not installed" in said


def test_secrets_are_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_TOKEN", "canary-in-the-environment")
    clone = repository(tmp_path / "work", PROJECT)
    for name in (".env", "keys/server.pem", "id_rsa", "credentials.json"):
        write(clone / name, "canary-in-a-file\n")
    write(clone / ".env.example", "NAME=\n")
    git(clone, "add", ".env", ".env.example")
    run_id = projects.run(str(clone)).run_id
    folder = next((tmp_path / "runs" / "artifacts").glob(f"**/{run_id}/artifacts/{FOLDER}"))
    texts = b"".join(file.read_bytes() for file in folder.iterdir())
    assert b"canary-in" not in texts
    assert b".env.example" in texts
    assert "named like secrets" in projects.reproduce(run_id, dry_run=True).plan.differences[0]


def test_a_run_that_fails_again(tmp_path: Path) -> None:
    clone = repository(tmp_path / "work", {"main.py": "raise SystemExit(4)\n"})
    with pytest.raises(ExecutionFailed):
        projects.run(str(clone), entry_point="main.py")
    run_id = MlflowClient().search_runs(["0"])[0].info.run_id
    with pytest.raises(ExecutionFailed, match="failed"):
        projects.reproduce(run_id)
    newest = MlflowClient().search_runs(["0"])[0]
    assert (newest.info.status, newest.data.tags[REPRODUCES_TAG]) == ("FAILED", run_id)


def test_a_script_that_was_started_by_hand(tmp_path: Path) -> None:
    program = "import barograph\nwith barograph.start_run():\n    barograph.log_metric('x', 1.5)\n"
    clone = repository(tmp_path / "work", {"src/fit.py": program})
    subprocess.run([sys.executable, "src/fit.py"], cwd=clone, check=True, capture_output=True)
    subprocess.run([sys.executable, str(clone / "src" / "fit.py")], cwd=tmp_path, check=True, capture_output=True)
    shutil.rmtree(clone)
    for run in MlflowClient().search_runs(["0"]):
        done = projects.reproduce(run.info.run_id)
        assert done.is_equal
        assert any("arguments were not recorded" in one for one in done.plan.differences)


def test_runs_that_tell_too_little(tmp_path: Path) -> None:
    client = MlflowClient()

    def run(**tags: str) -> str:
        return str(client.create_run("0", tags={f"mlflow.source.{key.replace('_', '.')}": tag for key, tag in tags.items()}).info.run_id)

    clone = repository(tmp_path / "work", {"a/fit.py": "", "b/fit.py": ""})
    commit, origin = git(clone, "rev-parse", "HEAD"), (clone.parent / "origin.git").as_uri()
    assert "source is not known" in missing(run())
    assert "made in a notebook" in missing(run(type="NOTEBOOK", name="fit.ipynb"))
    assert "no commit was recorded" in missing(run(type="LOCAL", name="fit.py"))
    assert "which is none" in missing(run(type="LOCAL", name="ipython", git_commit=commit, git_repoURL=origin))
    assert "more than one file fit.py" in missing(run(type="LOCAL", name="fit.py", git_commit=commit, git_repoURL=origin))
    assert "no file gone.py" in missing(run(type="LOCAL", name="gone.py", git_commit=commit, git_repoURL=origin))
    assert "No repository is recorded" in missing(run(type="LOCAL", name="fit.py", git_commit=commit))
    with pytest.raises(RunNotFound):
        projects.reproduce("0" * 32)


def test_the_command(tmp_path: Path, tracking: str) -> None:
    clone = repository(tmp_path / "work", PROJECT)
    run_id = projects.run(str(clone)).run_id

    def reproduce(*options: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "barograph.cli", "reproduce", run_id, "--tracking-uri", tracking, *options]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")

    planned = reproduce("--dry-run")
    assert planned.returncode == 0, planned.stderr
    assert "python train.py 7 none" in planned.stdout
    found = reproduce("--json")
    told = json.loads(found.stdout)
    assert (found.returncode, told["is_equal"], told["is_same_code"]) == (0, True, True)
    assert {metric["key"]: metric["original"] for metric in told["metrics"]}["undefined"] == "nan"
    shown = reproduce("--metric", "loss", "--metric", "not_logged")
    assert shown.returncode == 3
    assert "equal" in shown.stdout
    assert "it differs" in shown.stdout
    (tmp_path / "work").rename(tmp_path / "elsewhere")
    lost = reproduce()
    assert lost.returncode == 1
    assert "cannot be reached" in lost.stderr
    lost = reproduce("--dry-run", "--json")
    assert lost.returncode == 1
    assert json.loads(lost.stdout)["plan"]["is_complete"] is False
