"""scikit-learn models there and back, with the defaults."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.base import BaseEstimator
from sklearn.cluster import KMeans
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import (
    AdaBoostRegressor,
    ExtraTreesRegressor,
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    IsolationForest,
    RandomForestClassifier,
    RandomForestRegressor,
    StackingRegressor,
)
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV
from sklearn.naive_bayes import GaussianNB
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC, SVR
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

import barograph
from barograph.errors import InvalidValue, NotFound, UntrustedModel

REGRESSORS = [
    LinearRegression(),
    Ridge(),
    DecisionTreeRegressor(max_leaf_nodes=7),
    DecisionTreeRegressor(ccp_alpha=0.01),
    RandomForestRegressor(5, random_state=0),
    ExtraTreesRegressor(5, random_state=0),
    AdaBoostRegressor(n_estimators=3, random_state=0),
    GradientBoostingRegressor(n_estimators=5),
    GradientBoostingRegressor(n_estimators=3, init="zero"),
    HistGradientBoostingRegressor(max_iter=5),
    HistGradientBoostingRegressor(max_iter=5, categorical_features=["direction"]),
    SVR(),
    MLPRegressor(hidden_layer_sizes=(4,), max_iter=20, random_state=0),
    StackingRegressor([("a", Ridge()), ("b", DecisionTreeRegressor(max_depth=2))], cv=2),
    GridSearchCV(Ridge(), {"alpha": [0.1, 1.0]}, cv=2),
]
CLASSIFIERS = [
    LogisticRegression(),
    GaussianNB(),
    DecisionTreeClassifier(),
    RandomForestClassifier(5, random_state=0),
    GradientBoostingClassifier(n_estimators=3),
    HistGradientBoostingClassifier(max_iter=3),
    SVC(),
]


def _named(model: Any) -> str:
    return type(model).__name__


def _fitted(model: Any, frame: pd.DataFrame, target: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return model.fit(frame, target)


@pytest.mark.parametrize("model", REGRESSORS, ids=_named)
def test_regressors_predict_the_same_after_loading(model: Any, frame: pd.DataFrame) -> None:
    _fitted(model, frame, frame["speed"] ** 3)
    barograph.sklearn.save_model(model, "model", input_example=frame[:2])
    loaded = barograph.pyfunc.load_model("model")
    assert loaded.predict(frame).tolist() == model.predict(frame).tolist()
    assert type(barograph.sklearn.load_model("model")) is type(model)


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("model", CLASSIFIERS, ids=_named)
def test_classifiers_predict_the_same_after_loading(model: Any, classes: int, frame: pd.DataFrame) -> None:
    _fitted(model, frame, np.array(["calm", "windy", "storm"])[np.arange(len(frame)) % classes])
    barograph.sklearn.save_model(model, "model", pyfunc_predict_fn="predict_proba" if hasattr(model, "predict_proba") else "predict")
    loaded = barograph.pyfunc.load_model("model").predict(frame)
    expected = model.predict_proba(frame) if hasattr(model, "predict_proba") else model.predict(frame)
    assert loaded.tolist() == expected.tolist()


def test_a_pipeline_of_scaler_and_one_hot_encoder_predicts_the_same(frame: pd.DataFrame) -> None:
    frame["site"] = np.where(frame["speed"] > 6, "north", "south")
    columns = ColumnTransformer([("n", StandardScaler(), ["speed", "direction"]), ("c", OneHotEncoder(), ["site"])])
    model = make_pipeline(columns, RandomForestRegressor(5, random_state=0)).fit(frame, frame["speed"])
    barograph.sklearn.save_model(model, "model", input_example=frame[:2])
    loaded = barograph.pyfunc.load_model("model")
    assert loaded.predict(frame).tolist() == model.predict(frame).tolist()
    assert [spec.name for spec in loaded.metadata.get_input_schema()] == ["speed", "direction", "site"]  # type: ignore[union-attr]  # of the fitted model


@pytest.mark.parametrize("model", [IsolationForest(n_estimators=3, random_state=0), KMeans(2, random_state=0)], ids=_named)
def test_models_without_target(model: Any, frame: pd.DataFrame) -> None:
    model.fit(frame)
    barograph.sklearn.save_model(model, "model")
    assert barograph.sklearn.load_model("model").predict(frame).tolist() == model.predict(frame).tolist()


@pytest.mark.parametrize("form", ["skops", "cloudpickle", "pickle"])
def test_what_a_user_saved_the_user_can_load(form: str, frame: pd.DataFrame) -> None:
    model = Ridge().fit(frame, frame["speed"])
    barograph.sklearn.save_model(model, "model", serialization_format=form)
    assert barograph.sklearn.load_model("model").coef_.tolist() == model.coef_.tolist()


def test_the_files_are_those_of_the_format(frame: pd.DataFrame) -> None:
    model = RandomForestRegressor(2).fit(frame, frame["speed"])
    barograph.sklearn.save_model(model, "model", input_example=frame[:2], metadata={"site": "north"})
    assert sorted(file.name for file in Path("model").iterdir()) == [
        "MLmodel", "conda.yaml", "input_example.json", "model.skops", "python_env.yaml", "requirements.txt", "serving_input_example.json",
    ]  # fmt: skip
    manifest = barograph.models.Model.load("model")
    assert manifest.flavors["sklearn"]["skops_trusted_types"] == ["sklearn.tree._tree.Tree"]
    assert manifest.flavors["python_function"]["loader_module"] == "mlflow.sklearn"
    assert manifest.metadata == {"site": "north"}
    assert manifest.load_input_example("model").equals(frame[:2])
    requirements = Path("model/requirements.txt").read_text().splitlines()
    assert {line.partition("==")[0] for line in requirements} == {"scikit-learn", "skops", "numpy", "pandas"}
    assert all("==" in line for line in requirements)


class Shifted(BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """An estimator of the user's own."""

    def predict(self, data: Any) -> Any:
        return data["speed"] + 1


def test_types_of_ones_own_are_saved_by_name_and_loaded_by_their_owner(frame: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    own = f"{Shifted.__module__}.Shifted"
    with pytest.raises(InvalidValue, match=own):
        barograph.sklearn.save_model(Shifted(), "refused")
    assert not Path("refused").exists()
    barograph.sklearn.save_model(Shifted(), "model", skops_trusted_types=[own])
    assert barograph.sklearn.load_model("model").predict(frame).tolist() == (frame["speed"] + 1).tolist()
    monkeypatch.setenv("BAROGRAPH_USER_DATA_DIR", str(Path("somebody-else").absolute()))
    with pytest.raises(UntrustedModel, match=own):
        barograph.sklearn.load_model("model")


def test_a_path_in_use_and_unknown_choices_are_refused_before_anything_is_written(frame: pd.DataFrame) -> None:
    model = Ridge().fit(frame, frame["speed"])
    barograph.sklearn.save_model(model, "model")
    with pytest.raises(barograph.MlflowException, match="already exists"):
        barograph.sklearn.save_model(model, "model")
    with pytest.raises(InvalidValue, match="serialization format"):
        barograph.sklearn.save_model(model, "other", serialization_format="joblib")
    with pytest.raises(ValueError, match="only one of"):
        barograph.sklearn.save_model(model, "other", pip_requirements=["a"], extra_pip_requirements=["b"])
    assert [file.name for file in Path().iterdir()] == ["model"]


def test_an_estimator_that_cannot_predict_has_no_generic_flavour(frame: pd.DataFrame) -> None:
    with pytest.warns(UserWarning, match="no predict"):
        barograph.sklearn.save_model(StandardScaler().fit(frame), "model")
    assert barograph.sklearn.load_model("model").mean_ is not None
    with pytest.raises(NotFound, match="python_function"):
        barograph.pyfunc.load_model("model")


def test_requirements_of_ones_own(frame: pd.DataFrame) -> None:
    model = Ridge().fit(frame, frame["speed"])
    Path("wanted.txt").write_text("# comment\nnumpy>=1 # any\n\n-c limits.txt\n")
    Path("limits.txt").write_text("scipy<99\n")
    barograph.sklearn.save_model(model, "model", pip_requirements="wanted.txt")
    assert Path("model/requirements.txt").read_text() == "numpy>=1\n-c constraints.txt"
    assert Path("model/constraints.txt").read_text() == "scipy<99"
    barograph.sklearn.save_model(model, "extra", extra_pip_requirements=["numpy"])
    assert Path("extra/requirements.txt").read_text().splitlines()[0] == "numpy"
    with pytest.raises(InvalidValue, match=r"missing\.txt"):
        barograph.sklearn.save_model(model, "other", pip_requirements="missing.txt")
