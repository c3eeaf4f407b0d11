"""Programs written for MLflow run on Barograph without an edit."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

IMPORTS = """
import mlflow
import mlflow.sklearn
import mlflow.pyfunc as pyfunc
from mlflow import MlflowClient
from mlflow.artifacts import download_artifacts
from mlflow.client import MlflowClient as OfClient
from mlflow.entities import Metric, Param, RunTag, ViewType
from mlflow.entities.model_registry import ModelVersion
from mlflow.entities.run import Run
from mlflow.entities.run_info import RunInfo
from mlflow.entities.view_type import ViewType as OfModule
from mlflow.exceptions import MlflowException, RestException
from mlflow.models import infer_signature
from mlflow.models.signature import ModelSignature
from mlflow.store.entities.paged_list import PagedList
from mlflow.tracking import MlflowClient as OfTracking
from mlflow.tracking.client import MlflowClient as OfTrackingClient
from mlflow.tracking.fluent import start_run
from mlflow.types.schema import ColSpec, Schema
"""


def run(directory: Path, *arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    if text is not None:
        (directory / "script.py").write_text(text)
    return subprocess.run(
        [sys.executable, "-m", "barograph.as_mlflow", *arguments], cwd=directory, capture_output=True, text=True, check=False
    )


def test_every_usual_import_is_barograph_s(tmp_path: Path) -> None:
    done = run(
        tmp_path,
        "script.py",
        text=IMPORTS + "import barograph, barograph.sklearn, barograph.tracking.client\n"
        "assert mlflow is barograph and mlflow.sklearn is barograph.sklearn and pyfunc is barograph.pyfunc\n"
        "assert MlflowClient is OfClient is OfTracking is OfTrackingClient is barograph.MlflowClient\n"
        "assert ViewType is OfModule and start_run is barograph.start_run\n"
        "assert barograph.sklearn.__spec__.name == 'barograph.sklearn' and barograph.__spec__.name == 'barograph'\n"
        "import importlib; importlib.reload(mlflow.exceptions)\n",
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_script_is_the_main_program(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "neighbour.py").write_text("value = 5\n")
    (tmp_path / "sub" / "main.py").write_text(
        "import pickle, sys\nfrom dataclasses import dataclass\nimport neighbour\n"
        "@dataclass\nclass Point:\n    x: int\n"
        "assert pickle.loads(pickle.dumps(Point(1))) == Point(1)\n"
        "print(__name__, __file__, sys.argv, neighbour.value, 'as_mlflow' in globals())\n"
    )
    done = run(tmp_path, "sub/main.py", "--flag", "x")
    assert done.stdout == "__main__ sub/main.py ['sub/main.py', '--flag', 'x'] 5 False\n", done.stderr
    (tmp_path / "package.py").write_text("import sys, mlflow\nprint(__name__, mlflow.__name__, sys.argv[1:])\n")
    assert run(tmp_path, "-m", "package", "a").stdout == "__main__ barograph ['a']\n"


def test_tracebacks_are_those_of_python(tmp_path: Path) -> None:
    text = "def fail():\n    raise ValueError('broken')\n\nfail()\n"
    ours = run(tmp_path, "script.py", text=text)
    plain = subprocess.run([sys.executable, "script.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ours.returncode == plain.returncode == 1
    assert ours.stderr.replace(str(tmp_path) + "/", "") == plain.stderr.replace(str(tmp_path) + "/", "")
    wrong = run(tmp_path, "script.py", text="def f(:\n")
    assert "SyntaxError" in wrong.stderr
    assert "as_mlflow.py" not in wrong.stderr
    assert run(tmp_path, "script.py", text="import sys; sys.exit(3)\n").returncode == 3


def test_an_uncaught_exception_fails_the_run(tmp_path: Path) -> None:
    run(tmp_path, "script.py", text="import mlflow\nmlflow.start_run()\nmlflow.log_metric('m', 1)\nraise ValueError\n")
    status = run(tmp_path, "script.py", text="import mlflow\nprint(mlflow.search_runs()['status'].tolist())\n")
    assert status.stdout == "['FAILED']\n", status.stderr


@pytest.mark.parametrize(
    "module", ["mlflow.xgboost", "mlflow.projects.backend", "mlflow.store.tracking", "mlflow.nothing", "mlflow.entities.trace"]
)
def test_what_is_missing_cannot_be_imported(tmp_path: Path, module: str) -> None:
    done = run(
        tmp_path, "script.py", text=f"try:\n    import {module}\nexcept ImportError as error:\n    print(type(error).__name__, error)\n"
    )
    assert done.stdout.startswith("ModuleNotFoundError No module named 'mlflow."), done.stderr
    assert "Barograph" in done.stdout


def test_bad_calls_explain(tmp_path: Path) -> None:
    assert "usage:" in run(tmp_path).stderr
    missing = run(tmp_path, "absent.py")
    assert (missing.returncode, missing.stderr) == (1, "Cannot run absent.py: No such file or directory\n")


def test_an_installed_mlflow_is_not_used(tmp_path: Path) -> None:
    real = tmp_path / "mlflow"
    real.mkdir()
    (real / "__init__.py").write_text("raise RuntimeError('the real one')\n")
    done = run(tmp_path, "script.py", text="import mlflow\nprint(mlflow.__name__)\n")
    assert done.stdout == "barograph\n", done.stderr


def test_installing_too_late_is_told(tmp_path: Path) -> None:
    (tmp_path / "mlflow.py").write_text("")
    program = "import mlflow\nimport barograph.as_mlflow\nbarograph.as_mlflow.install()\n"
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "before the first `import mlflow`" in done.stderr


def test_installing_and_uninstalling(tmp_path: Path) -> None:
    (tmp_path / "mlflow.py").write_text("name = 'real'\n")
    program = (
        "import sys, barograph.as_mlflow as switch\nswitch.install()\nswitch.install()\nimport mlflow.entities\nassert mlflow.entities\n"
        "switch.uninstall()\nassert not [name for name in sys.modules if name.startswith('mlflow')]\nimport mlflow\nprint(mlflow.name)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout == "real\n", done.stderr


def test_a_notebook_switches_with_a_magic(tmp_path: Path) -> None:
    cells = ["%load_ext barograph.as_mlflow", "import mlflow\nfrom mlflow.tracking import MlflowClient\nprint(mlflow.__name__)"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert notebook.cells[1].outputs[0]["text"] == "barograph\n"
