"""Custom models travel to MLflow without Barograph installed, and back without MLflow installed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import barograph

WRITE = """
import sys
{imports}
import pandas as pd

class Adder({module}.PythonModel):
    def __init__(self, amount):
        self.amount = amount
    def load_context(self, context):
        self.ready = True
    def predict(self, context, model_input, params=None):
        assert self.ready and {module}.__name__
        return model_input + self.amount

class Upper({module}.PythonModel):
    def predict(self, model_input: list[str]) -> list[str]:
        return [text.upper() for text in model_input]

def double(model_input):
    return model_input * 2

frame = pd.DataFrame({{"a": [1.0, 2.0]}})
{module}.save_model("adder", python_model=Adder(0.5), input_example=frame)
{module}.save_model("double", python_model=double, input_example=frame)
{module}.save_model("upper", python_model=Upper())
"""
READ = """
import json, sys
{imports}
import pandas as pd

frame = pd.DataFrame({{"a": [1.0, 2.0]}})
print(json.dumps([
    {module}.load_model("adder").predict(frame)["a"].tolist(),
    {module}.load_model("double").predict(frame)["a"].tolist(),
    {module}.load_model("upper").predict(["a", "b"]),
]))
"""
THEIRS = {"imports": "import mlflow.pyfunc; assert 'barograph' not in sys.modules", "module": "mlflow.pyfunc"}
OURS = {"imports": "import barograph.pyfunc; sys.modules['mlflow'] = None", "module": "barograph.pyfunc"}
EXPECTED = [[1.5, 2.5], [2.0, 4.0], ["A", "B"]]


def _run(python: str | Path, script: str) -> str:
    done = subprocess.run([str(python), "-W", "ignore", "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().rpartition("\n")[2]


def test_custom_models_saved_here_load_there(mlflow3_python: Path) -> None:
    _run(sys.executable, WRITE.format(**OURS))
    assert json.loads(_run(mlflow3_python, READ.format(**THEIRS))) == EXPECTED


def test_custom_models_saved_there_load_here_once_vouched_for(mlflow3_python: Path) -> None:
    _run(mlflow3_python, WRITE.format(**THEIRS))
    for name in ("adder", "double", "upper"):
        with pytest.raises(barograph.MlflowException, match=r"barograph\.models\.trust"):
            barograph.pyfunc.load_model(name)
        barograph.models.trust(name)
    assert json.loads(_run(sys.executable, READ.format(**OURS))) == EXPECTED
