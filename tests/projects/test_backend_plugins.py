"""Backends of other packages, which are installed as distributions in a folder of the path."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from threading import Thread
from uuid import uuid4

import pytest

from barograph.errors import ExecutionFailed, InvalidValue, NotSupported
from barograph.model import RunStatus
from barograph.projects.backends.base import Launch, TaggedJob
from barograph.projects.backends.plugins import plugin, plugin_names
from barograph.projects.backends.table import backend, backend_names
from barograph.projects.spec import PythonEnvironment
from barograph.testing.contract.backends import wait_until

MODULE = '''
    import threading
    from enum import Enum


    class Run:
        """What plugins of MLflow return, with the words or numbers that they use for states."""

        def __init__(self, given, run_id):
            self.given, self.run_id = given, run_id
            self.ended = threading.Event()
            self.state = {"word": "RUNNING", "number": 1}[given["params"]["states"]]

        def finish(self, word, number):
            self.state = word if isinstance(self.state, str) else number
            self.ended.set()

        def wait(self):
            self.ended.wait(30)
            return self.state in ("FINISHED", 3)

        def get_status(self):
            return self.state

        def cancel(self):
            self.finish("FAILED", 4)


    class ForMlflow:
        def run(self, project_uri, entry_point, params, version, backend_config, tracking_uri, experiment_id):
            if "error" in params:
                raise RuntimeError(params["error"])
            if "nothing" in params:
                return None
            given = dict(locals())
            own = backend_config.get("own", False)
            return Run(given, "f" * 32 if own else backend_config["_mlflow_local_backend_run_id"])


    class ForBarograph:
        name = "both"
        activates = True

        def submit(self, launch, config):
            return config["job"]


    class Neither:
        pass


    def broken():
        raise ImportError("its library is missing")
'''
ENTRY_POINTS = """
    [mlflow.project_backend]
    yarn = windplugin:ForMlflow
    both = windplugin:ForMlflow
    local = windplugin:ForMlflow
    queue = windplugin:ForMlflow
    odd-mlflow = windplugin:Neither
    broken = windplugin:broken

    [barograph.project_backend]
    both = windplugin:ForBarograph
    odd = windplugin:Neither
"""


@pytest.fixture(autouse=True)
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "windplugin.py").write_text(dedent(MODULE))
    about = tmp_path / "windplugin-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: windplugin\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(dedent(ENTRY_POINTS))
    monkeypatch.syspath_prepend(tmp_path)
    yield
    sys.modules.pop("windplugin", None)


def _launch(**parameters: str) -> Launch:
    return Launch(
        run_id=uuid4().hex, experiment_id="7", command="", directory=Path("/nowhere"), activation=None, environment=PythonEnvironment(),
        variables={"MLFLOW_TRACKING_URI": "http://127.0.0.1:5000"}, uri="https://example.org/p.git#sub", version="v1", entry_point="train",
        parameters={"states": "word", **parameters},
    )  # fmt: skip


def test_plugins_are_found_by_name() -> None:
    assert {"yarn", "both", "odd"} <= set(plugin_names())
    assert backend("yarn").name == "yarn"
    assert not backend("yarn").activates
    assert plugin("no-such") is None
    assert backend_names().count("queue") == 1
    assert {"local", "yarn", "odd"} <= set(backend_names())


def test_a_plugin_for_barograph_comes_first() -> None:
    found = backend("both")
    assert (found.name, found.activates) == ("both", True)
    marker = object()
    assert found.submit(_launch(), {"job": marker}) is marker


def test_no_plugin_replaces_a_backend_of_ours() -> None:
    assert type(backend("queue")).__module__ == "barograph.projects.backends.local_queue"


def test_an_unknown_name_is_refused_with_those_known() -> None:
    with pytest.raises(InvalidValue, match="no-such") as refused:
        backend("no-such")
    assert all(name in refused.value.message for name in ("local", "ray", "yarn", "both"))


def test_a_plugin_of_mlflow_is_given_what_mlflow_gives() -> None:
    launch = _launch(alpha="0.1")
    job = backend("yarn").submit(launch, {"cluster": "a", "ENV_MANAGER": "uv"})
    given = job._submitted.given  # type: ignore[attr-defined]  # the plugin's own object
    assert {key: value for key, value in given.items() if key != "self"} == {
        "project_uri": "https://example.org/p.git#sub", "entry_point": "train", "params": {"states": "word", "alpha": "0.1"},
        "version": "v1", "tracking_uri": "http://127.0.0.1:5000", "experiment_id": "7",
        "backend_config": {
            "_mlflow_local_backend_run_id": launch.run_id, "cluster": "a", "ENV_MANAGER": "uv", "SYNCHRONOUS": False, "DOCKER_ARGS": {},
            "STORAGE_DIR": None, "build_image": False, "docker_auth": None,
        },
    }  # fmt: skip
    assert isinstance(job, TaggedJob)
    assert (job.id, dict(job.tags)) == (launch.run_id, {})


def test_a_run_that_a_plugin_made_itself_is_a_tag() -> None:
    job = backend("yarn").submit(_launch(), {"own": True})
    assert isinstance(job, TaggedJob)
    assert (job.id, dict(job.tags)) == ("f" * 32, {"barograph.project.pluginRun": "f" * 32})


@pytest.mark.parametrize("states", ["word", "number"])
@pytest.mark.parametrize(
    ("word", "number", "meant"), [("FINISHED", 3, RunStatus.FINISHED), ("FAILED", 4, RunStatus.FAILED), ("KILLED", 5, RunStatus.KILLED)]
)
def test_states_of_plugins_are_understood(states: str, word: str, number: int, meant: RunStatus) -> None:
    job = backend("yarn").submit(_launch(states=states), {})
    assert job.status() is RunStatus.RUNNING
    job._submitted.finish(word, number)  # type: ignore[attr-defined]  # the plugin's own object
    assert (job.wait(), job.status(), job.wait()) == (meant, meant, meant)
    job.cancel()
    assert job.status() is meant


def test_cancelling_wakes_whoever_waits() -> None:
    job = backend("yarn").submit(_launch(), {})
    told: list[RunStatus] = []
    thread = Thread(target=lambda: told.append(job.wait()))
    thread.start()
    job.cancel()
    thread.join(30)
    wait_until(lambda: job.status() is RunStatus.KILLED)
    assert told == [RunStatus.KILLED]


def test_what_plugins_do_wrong_is_told_with_their_name() -> None:
    with pytest.raises(ExecutionFailed, match=r"yarn.*RuntimeError: no room"):
        backend("yarn").submit(_launch(error="no room"), {})
    with pytest.raises(ExecutionFailed, match="returned nothing"):
        backend("yarn").submit(_launch(nothing="1"), {})
    with pytest.raises(InvalidValue, match=r"odd of the package windplugin.*submit"):
        backend("odd")
    with pytest.raises(InvalidValue, match="no method run"):
        backend("odd-mlflow")
    with pytest.raises(NotSupported, match="its library is missing"):
        backend("broken")
