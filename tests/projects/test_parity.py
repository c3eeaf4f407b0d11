"""What MLflow's `run` and Barograph's make of the same projects."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from barograph import MlflowClient
from barograph.testing.server import running_server
from project_tree import copy_tree, make_tree
from scenarios import SCENARIOS, Scenario

REPOSITORY = Path(__file__).resolve().parents[2]
TOOLS = {"mlflow": REPOSITORY / ".env-mlflow3" / "bin", "barograph": Path(sys.executable).parent}
OURS_ALONE: frozenset[str] = frozenset()
Told = dict[str, dict[str, Any]]


def filled(value: Any, places: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: filled(item, places) for key, item in value.items()}
    if isinstance(value, str):
        for name, place in places.items():
            value = value.replace(f"{{{name}}}", place)
    return value


def emptied(value: Any, places: dict[str, str]) -> Any:
    """Places of one tool, and what differs from start to start, written alike."""
    text = json.dumps(value)
    for name, place in places.items():
        text = text.replace(place, f"{{{name}}}") if name != "tool" else text
    return json.loads(text)


def environment_for(tool: str, home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MLFLOW_", "BAROGRAPH_"))}
    variables = {
        "PATH": f"{TOOLS[tool]}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "NO_COLOR": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    variables |= {"BAROGRAPH_JOURNAL_DIR": os.environ["BAROGRAPH_JOURNAL_DIR"], "GIT_PYTHON_REFRESH": "quiet"}
    return kept | variables


def drive(tool: str, url: str, root: Path, scenarios: dict[str, Scenario]) -> Told:
    """Everything that one tool did: outcome, what the program saw, and what was recorded."""
    places = {"root": str(root), "tool": tool}
    out = root.parent / f"{tool}-out"
    out.mkdir()
    job = {
        "module": tool,
        "tracking_uri": url,
        "outcomes": str(out / "outcomes.json"),
        "scenarios": {
            name: {
                "uri": filled(scenario.uri, places),
                "arguments": filled(scenario.arguments, places),
                "variables": scenario.variables,
                "dump_to": str(out / f"{i}.json"),
            }
            for i, (name, scenario) in enumerate(scenarios.items())
        },
    }
    (out / "job.json").write_text(json.dumps(job))
    command = [str(TOOLS[tool] / "python"), str(Path(__file__).parent / "drive.py"), str(out / "job.json")]
    done = subprocess.run(command, cwd=root, env=environment_for(tool, out), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    outcomes = json.loads((out / "outcomes.json").read_text())
    client = MlflowClient(url)
    return {
        name: told(client, outcomes[name], out / f"{i}.json", places, f"{tool}: {name}", scenarios[name])
        for i, name in enumerate(scenarios)
    }


def told(
    client: MlflowClient, outcome: dict[str, Any], dump: Path, places: dict[str, str], experiment: str, scenario: Scenario
) -> dict[str, Any]:
    names = [experiment, str(scenario.arguments.get("experiment_name", "")).replace("{tool}", places["tool"])]
    found = [client.get_experiment_by_name(name) for name in names if name]
    runs = [run for one in found if one for run in client.search_runs([one.experiment_id])]
    assert len(runs) <= 1
    seen = json.loads(dump.read_text()) if dump.exists() else {"argv": None, "cwd": None, "env": None}
    if runs and seen["env"]:
        run = runs[0]
        assert seen["env"] == {
            "MLFLOW_RUN_ID": run.info.run_id,
            "MLFLOW_EXPERIMENT_ID": run.info.experiment_id,
            "MLFLOW_TRACKING_URI": client.tracking_uri,
        }
    tags = {key: value for key, value in (runs[0].data.tags if runs else {}).items() if key != "mlflow.runName"}
    temporary = {} if seen["cwd"] is None or seen["cwd"].startswith(places["root"]) else {"fetched": seen["cwd"].partition("/inner")[0]}
    return emptied(
        {
            "outcome": outcome["outcome"],
            "told": outcome.get("status_told"),
            "error": outcome.get("error"),
            "status": runs[0].info.status if runs else None,
            "argv": seen["argv"],
            "cwd": seen["cwd"],
            "params": dict(runs[0].data.params) if runs else {},
            "tags": tags,
            "name": runs[0].info.run_name if runs and "run_name" in scenario.arguments else None,
        },
        temporary | places,
    )


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Told]]:
    folder = tmp_path_factory.mktemp("parity")
    make_tree(folder / "made")
    with running_server(folder / "server") as server:
        roots = {tool: copy_tree(folder / "made", folder / tool) for tool in TOOLS}
        yield {tool: drive(tool, server.url, roots[tool], SCENARIOS) for tool in TOOLS}


@pytest.mark.parametrize("name", SCENARIOS)
def test_both_do_the_same(both: dict[str, Told], name: str) -> None:
    theirs, ours = both["mlflow"][name], both["barograph"][name]
    fields = ("outcome", "told", "status", "argv", "cwd", "params", "tags", "name")
    differing = {field for field in fields if theirs[field] != ours[field]}
    assert differing == {*SCENARIOS[name].differs}, {field: (theirs[field], ours[field]) for field in fields} | {
        "errors": (theirs["error"], ours["error"])
    }


COMMANDS = {
    "succeeds": (0, ["plain", "-P", "alpha=0.25", "-P", "extra=x=y", "--run-name", "named", "--experiment-name", "by name"]),
    "fails": (1, ["plain", "-e", "failing"]),
    "wrong usage": (2, ["plain", "-P", "alpha"]),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_commands_do_the_same(command_server: str, made_tree: Path, tmp_path: Path, name: str) -> None:
    code, arguments = COMMANDS[name]
    started = {tool: start_command(tool, command_server, made_tree, tmp_path, arguments) for tool in TOOLS}
    said = {tool: process.communicate() for tool, process in started.items()}
    assert {tool: process.returncode for tool, process in started.items()} == dict.fromkeys(TOOLS, code), said
    dumps = [tmp_path / f"{tool}.json" for tool in TOOLS]
    seen = [json.loads(dump.read_text())["argv"] if dump.exists() else None for dump in dumps]
    assert seen[0] == seen[1]
    assert said["barograph"][1].count("\n") <= (0 if code == 0 else 1 if code == 1 else 9)


def start_command(tool: str, url: str, root: Path, out: Path, arguments: list[str]) -> subprocess.Popen[str]:
    command = [str(TOOLS[tool] / tool), "run", *arguments, "--env-manager", "local"]
    variables = environment_for(tool, out) | {"MLFLOW_TRACKING_URI": url, "DUMP_TO": str(out / f"{tool}.json")}
    return subprocess.Popen(command, cwd=root, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture(scope="module")
def made_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "tree"
    make_tree(folder)
    return folder


@pytest.fixture(scope="module")
def command_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_server(tmp_path_factory.mktemp("commands")) as server:
        yield server.url
