"""Where a run says it came from."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import barograph
from barograph.client.git import git_tags, without_credentials


def git(directory: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main"]
    done = subprocess.run(["git", "-C", str(directory), *identity, *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def work_tree(tmp_path: Path) -> Path:
    tree = tmp_path / "tree"
    (tree / "sub").mkdir(parents=True)
    git(tree, "init")
    git(tree, "commit", "--allow-empty", "-m", "first")
    return tree


def test_the_commit_of_a_work_tree(work_tree: Path) -> None:
    git(work_tree, "remote", "add", "origin", "https://ada:secret@example.org/wind/farm.git?token=secret")
    assert git_tags(work_tree / "sub") == {
        "mlflow.source.git.commit": git(work_tree, "rev-parse", "HEAD"),
        "mlflow.source.git.branch": "main",
        "mlflow.source.git.repoURL": "https://example.org/wind/farm.git",
    }
    git(work_tree, "checkout", "--detach")
    assert "mlflow.source.git.branch" not in git_tags(work_tree)


def test_no_work_tree_no_tags(tmp_path: Path) -> None:
    assert git_tags(tmp_path) == {}
    git(tmp_path, "init")
    assert git_tags(tmp_path) == {}


def test_no_git_no_tags(work_tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(work_tree))
    assert git_tags(work_tree) == {}


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://user:token@example.org:8443/a/b.git", "https://example.org:8443/a/b.git"),
        ("http://token@example.org/a", "http://example.org/a"),
        ("ssh://git:pw@example.org/a", "ssh://git@example.org/a"),
        ("git@example.org:a/b.git", "git@example.org:a/b.git"),
        ("/srv/repository", "/srv/repository"),
        ("https://user:token@[::1]:80/a", "https://[::1]:80/a"),
        ("https://user:token@example.org:port/a", ""),
    ],
)
def test_repository_urls_lose_credentials(url: str, clean: str) -> None:
    assert without_credentials(url) == clean


@given(
    user=st.text("abcXYZ019._~-%", min_size=1),
    password=st.text("abcXYZ019._~-%:", min_size=1),
    scheme=st.sampled_from(["http", "https", "ssh", "git", "ftp"]),
)
def test_no_password_is_left(user: str, password: str, scheme: str) -> None:
    clean = without_credentials(f"{scheme}://{user}:Secret{password}@example.org/a")
    assert "Secret" not in clean
    assert clean.endswith("example.org/a")


def test_a_script_names_itself_and_its_commit(sqlite_uri: str, work_tree: Path) -> None:
    (work_tree / "sub" / "train.py").write_text(
        f"import barograph\nbarograph.set_tracking_uri({sqlite_uri!r})\nwith barograph.start_run():\n    pass\n"
    )
    subprocess.run([sys.executable, "sub/train.py"], cwd=work_tree, check=True)
    (run,) = barograph.search_runs(output_format="list")
    assert run.data.tags["mlflow.source.name"] == "sub/train.py"
    assert run.data.tags["mlflow.source.type"] == "LOCAL"
    assert run.data.tags["mlflow.source.git.commit"] == git(work_tree, "rev-parse", "HEAD")


def test_the_server_s_user_is_the_run_s(sqlite_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_USERNAME", "grace")
    with barograph.start_run() as run:
        pass
    assert (run.info.user_id, run.data.tags["mlflow.user"]) == ("grace", "grace")
