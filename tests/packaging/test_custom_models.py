"""Custom models: classes, functions, scripts and loader modules."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import barograph
from barograph.errors import InvalidValue, SchemaViolation
from barograph.pyfunc import PythonModel, PythonModelContext


class Adder(PythonModel):
    def __init__(self, amount: float) -> None:
        self.amount = amount

    def predict(self, context: Any, model_input: Any, params: dict[str, Any] | None = None) -> Any:
        return model_input + self.amount + (params or {}).get("more", 0)


class Short(PythonModel):
    def predict(self, model_input: Any) -> Any:
        return [len(row) for row in model_input]


class Reader(PythonModel):
    def load_context(self, context: PythonModelContext) -> None:
        self.table = json.loads(Path(context.artifacts["table"]).read_text())
        self.factor = context.model_config["factor"]

    def predict(self, context: PythonModelContext, model_input: Any, params: Any = None) -> Any:
        return [self.table[key] * self.factor for key in model_input["key"]]


def test_a_class_its_parameters_and_its_signature() -> None:
    frame = pd.DataFrame({"a": [1.0, 2.0]})
    barograph.pyfunc.save_model("model", python_model=Adder(0.5), input_example=(frame, {"more": 1.0}))
    model = barograph.pyfunc.load_model("model")
    assert model.predict(frame)["a"].tolist() == [2.5, 3.5]
    assert model.predict({"a": 1}, {"more": 10})["a"].tolist() == [11.5]
    with pytest.raises(SchemaViolation, match="missing inputs"):
        model.predict(pd.DataFrame({"b": [1.0]}))
    with pytest.raises(SchemaViolation, match="more"):
        model.predict(frame, {"more": "1"})
    assert isinstance(model.unwrap_python_model(), Adder)


def test_the_short_form_and_data_as_they_are_without_a_signature() -> None:
    barograph.pyfunc.save_model("model", python_model=Short())
    assert barograph.pyfunc.load_model("model").predict(["a", "bcd"]) == [1, 3]


def test_a_function() -> None:
    factor = 3

    def triple(data: Any) -> Any:
        import colorsys  # noqa: F401  # importing is the point

        return data * factor

    barograph.pyfunc.save_model("model", python_model=triple)
    assert barograph.pyfunc.load_model("model").predict(np.array([1, 2])).tolist() == [3, 6]
    assert Path("model/requirements.txt").read_text().startswith("cloudpickle==")


def test_packages_that_a_model_uses_are_required() -> None:
    def fit(data: Any) -> Any:
        import scipy.stats

        return scipy.stats.zscore(np.asarray(data))

    barograph.pyfunc.save_model("model", python_model=fit)
    names = {line.partition("==")[0] for line in Path("model/requirements.txt").read_text().splitlines()}
    assert {"cloudpickle", "numpy", "scipy"} <= names
    assert not {"barograph", "pandas", "pytest"} & names


def test_artifacts_and_configuration() -> None:
    for place in ("one", "two"):
        Path(place).mkdir()
        Path(place, "table.json").write_text(json.dumps({"x": 2 if place == "one" else 5}))
    artifacts = {"table": "one/table.json", "other": "two/table.json"}
    barograph.pyfunc.save_model("model", python_model=Reader(), artifacts=artifacts, model_config={"factor": 10})
    frame = pd.DataFrame({"key": ["x"]})
    assert barograph.pyfunc.load_model("model").predict(frame) == [20]
    assert barograph.pyfunc.load_model("model", model_config={"factor": 7}).predict(frame) == [14]
    with pytest.warns(UserWarning, match="colour"):
        barograph.pyfunc.load_model("model", model_config={"colour": 1})
    kept = barograph.models.Model.load("model").flavors["python_function"]["artifacts"]
    assert {entry["path"] for entry in kept.values()} == {"artifacts/0/table.json", "artifacts/1/table.json"}


def test_a_script() -> None:
    Path("double.py").write_text(
        "from barograph.models import ModelConfig, set_model\n"
        "config = ModelConfig(development_config={'by': 2})\n"
        "set_model(lambda data: data * config.get('by'))\n"
    )
    barograph.pyfunc.save_model("model", python_model="double.py")
    assert barograph.pyfunc.load_model("model").predict(np.array([4])).tolist() == [8]
    assert not list(Path("model").glob("*.pkl"))


def test_a_loader_module_with_code_and_data(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("mine").mkdir()
    Path("mine/own_loader_module.py").write_text(
        "class Constant:\n    def __init__(self, value): self.value = value\n    def predict(self, data): return [self.value] * len(data)\n"
        "def _load_pyfunc(path):\n    with open(path) as file:\n        return Constant(file.read())\n"
    )
    Path("value.txt").write_text("7")
    monkeypatch.setattr(sys, "path", sys.path.copy())
    barograph.pyfunc.save_model("model", loader_module="own_loader_module", data_path="value.txt", code_paths=["mine/own_loader_module.py"])
    assert barograph.pyfunc.load_model("model").predict([1, 2]) == ["7", "7"]
    sys.modules.pop("own_loader_module")


@pytest.mark.parametrize(
    "given",
    [{}, {"python_model": Adder(1), "loader_module": "x"}, {"python_model": 3}, {"python_model": Adder}, {"python_model": "missing.py"},
     {"python_model": Adder(1), "artifacts": {"a": "missing.txt"}}, {"python_model": Adder(1), "code_paths": ["missing"]}],
)  # fmt: skip
def test_what_is_no_model_is_refused_and_leaves_nothing(given: dict[str, Any]) -> None:
    with pytest.raises(InvalidValue):
        barograph.pyfunc.save_model("model", **given)
    assert not list(Path().iterdir())


def test_a_model_that_fails_on_its_example_is_saved_with_a_warning() -> None:
    def fail(data: Any) -> Any:
        raise KeyError("nothing")

    with pytest.warns(UserWarning, match="KeyError"):
        barograph.pyfunc.save_model("model", python_model=fail, input_example=pd.DataFrame({"a": [1]}))
    signature = barograph.models.Model.load("model").signature
    assert signature is not None
    assert signature.outputs is None


@pytest.mark.parametrize(
    ("example", "form", "serving"),
    [
        (pd.DataFrame({"a": [1, 2], "b": ["x", None]}), {"columns": ["a", "b"], "data": [[1, "x"], [2, float("nan")]]}, "dataframe_split"),
        (pd.DataFrame([[1]]), {"data": [[1]]}, "dataframe_split"),
        (np.array([[1.0, np.nan]]), [[1.0, None]], "inputs"),
        ({"x": np.array([1])}, {"x": [1]}, "inputs"),
        ([1, "a"], [1, "a"], "inputs"),
        ({"messages": ["hi"]}, {"messages": ["hi"]}, "messages"),
    ],
)
def test_examples_are_kept_in_the_form_of_the_format(example: Any, form: Any, serving: str) -> None:
    with pytest.warns() if isinstance(example, list) else _nothing():
        barograph.pyfunc.save_model("model", python_model=lambda data: data, input_example=example)
    assert repr(json.loads(Path("model/input_example.json").read_text())) == repr(form)
    assert serving in json.loads(Path("model/serving_input_example.json").read_text())
    assert json.loads(str(barograph.models.convert_input_example_to_serving_input(example))) is not None


class _nothing:  # noqa: N801 - a context manager used like a function
    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


@pytest.mark.parametrize("example", [pd.Series([1]), (1, 2, 3), [np.array([1])], {"a": np.array([1]), "b": 2}])
def test_examples_of_other_types_are_refused(example: Any) -> None:
    with pytest.raises(InvalidValue, match="input_example"):
        barograph.pyfunc.save_model("model", python_model=lambda data: data, input_example=example)
