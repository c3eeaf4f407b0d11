"""Projects to run: folders, a git repository and a zip file, below one root."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

# Writes what it was given, and does as it is told with the run.
DUMP = """
import json, os, sys, urllib.request
from pathlib import Path

names = ("MLFLOW_RUN_ID", "MLFLOW_EXPERIMENT_ID", "MLFLOW_TRACKING_URI")
told = {"argv": sys.argv, "cwd": os.getcwd(), "env": {name: os.environ.get(name) for name in names}}
Path(os.environ["DUMP_TO"]).write_text(json.dumps(told))
end = os.environ.get("END_RUN_AS")
if end:
    body = json.dumps({"run_id": os.environ["MLFLOW_RUN_ID"], "status": end, "end_time": 1}).encode()
    url = os.environ["MLFLOW_TRACKING_URI"] + "/api/2.0/mlflow/runs/update"
    urllib.request.urlopen(urllib.request.Request(url, body, {"Content-Type": "application/json"}))
sys.exit(int(os.environ.get("EXIT_WITH", "0")))
"""

MANIFEST = """
name: plain
entry_points:
  main:
    parameters:
      alpha: {type: float, default: 0.5}
      name: {type: string, default: gull}
    command: "python dump.py --alpha {alpha} {name}"
  required:
    parameters:
      a: string
      b: {default: null}
      c: {type: whatever, default: 3}
    command: python dump.py {a} {b} {c}
  defaults:
    parameters:
      number: {default: 0.10}
      truth: {default: yes}
      day: {default: 2020-01-02}
      empty: {default: ""}
      text: {default: "it's a day"}
    command: python dump.py {number} {truth} {day} {empty} {text}
  none:
    command: python dump.py
  braces:
    parameters: {a: {default: x}}
    command: "X=shell; python dump.py ${{X}} {{literal}} {a}"
  doubled:
    parameters: {a: {default: x}}
    command: 'python dump.py "--a={a}" "{a} and {a}"'
  single:
    parameters: {a: {default: x}}
    command: "python dump.py '--a={a}'"
  joined:
    parameters: {a: {default: x}, b: {default: y}}
    command: python dump.py {a}{b} --k={a}/{b}.txt
  chained:
    parameters: {a: {default: x}}
    command: "true && cd . && python dump.py {a} | cat"
  substituted:
    parameters: {a: {default: /some/where.txt}}
    command: python dump.py $(basename {a})
  unknown:
    parameters: {a: {default: x}}
    command: python dump.py {b}
  formatted:
    parameters: {a: {default: x}}
    command: python dump.py {a:>4}
  path:
    parameters: {data: path}
    command: python dump.py {data}
  uri:
    parameters: {data: uri}
    command: python dump.py {data}
  several:
    parameters: {a: {default: x}}
    command: |
      true
      python dump.py {a}
  failing:
    command: python dump.py; exit 3
  dotted.name-1:
    parameters: {learning-rate: {default: 1}, under_score: {default: 2}}
    command: python dump.py {learning-rate} {under_score}
"""


def make_tree(root: Path) -> None:
    """Make the projects below `root`."""
    plain = root / "plain"
    plain.mkdir(parents=True)
    (plain / "MLproject").write_text(MANIFEST)
    _write_scripts(plain)
    (root / "data file.csv").write_text("1\n")
    scripts = root / "scripts"
    scripts.mkdir()
    _write_scripts(scripts)
    lower = root / "lower"
    lower.mkdir()
    (lower / "mlPROJECT").write_text("entry_points: {main: {command: python dump.py lower}}\nunknown: [1]\n")
    _write_scripts(lower)
    _make_repository(root / "repo")
    with zipfile.ZipFile(root / "plain.zip", "w") as archive:
        for file in plain.rglob("*"):
            archive.write(file, file.relative_to(plain))
            archive.write(file, "inner" / file.relative_to(plain))


def git(directory: Path, *arguments: str) -> str:
    """Run git in a repository of a test."""
    variables = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    variables |= dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), "2024-01-01T00:00:00Z")
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "protocol.file.allow=always", *arguments]
    return subprocess.run(command, cwd=directory, env=variables, check=True, capture_output=True, text=True).stdout.strip()


def _write_scripts(directory: Path) -> None:
    (directory / "dump.py").write_text(DUMP)
    (directory / "with space.py").write_text(DUMP)
    (directory / "deep").mkdir()
    (directory / "deep" / "dump.py").write_text(DUMP)
    (directory / "go.sh").write_text('exec python dump.py from-shell "$@"\n')


def _make_repository(repo: Path) -> None:
    repo.mkdir()
    git(repo, "init", "--quiet", "-b", "main")
    (repo / "MLproject").write_text('entry_points: {main: {parameters: {a: {default: x}}, command: "python dump.py one {a}"}}\n')
    _write_scripts(repo)
    (repo / "sub").mkdir()
    (repo / "sub" / "MLproject").write_text("entry_points: {main: {command: python ../dump.py sub}}\n")
    git(repo, "add", "-A")
    git(repo, "commit", "--quiet", "-m", "one")
    git(repo, "tag", "v1")
    git(repo, "checkout", "--quiet", "-b", "other")
    (repo / "MLproject").write_text("entry_points: {main: {command: python dump.py other}}\n")
    git(repo, "commit", "--quiet", "-am", "other")
    git(repo, "checkout", "--quiet", "main")
    git(repo, "remote", "add", "origin", "https://ann:hidden@example.com/ann/repo.git")


def copy_tree(made: Path, root: Path) -> Path:
    """A copy of the projects for one of those that run them, with `clone`, a work tree of the repository in the copy."""
    shutil.copytree(made, root, symlinks=True)
    git(root, "clone", "--quiet", "--bare", str(root / "repo"), str(root / "origin.git"))
    git(root, "clone", "--quiet", str(root / "origin.git"), str(root / "clone"))
    git(root / "clone", "branch", "--quiet", "other", "origin/other")
    return root
