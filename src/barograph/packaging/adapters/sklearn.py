"""scikit-learn estimators: skops by default, cloudpickle or pickle if asked."""

from __future__ import annotations

import pickle
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from barograph.errors import DamagedModel, InvalidValue, shown
from barograph.packaging import foreign_names, skops_file
from barograph.packaging.adapters import Predictor, SavedFlavor
from barograph.packaging.gate import Gate
from barograph.packaging.manifest import Model
from barograph.packaging.requirements import merged, packages_of, pinned

SKOPS, CLOUDPICKLE, PICKLE = "skops", "cloudpickle", "pickle"
FORMATS = (SKOPS, CLOUDPICKLE, PICKLE)
PREDICT_FUNCTIONS = ("predict", "predict_proba", "predict_log_proba", "predict_joint_log_proba", "score", "transform")


def recognise(model: object) -> bool:
    """Whether it is an estimator."""
    base = sys.modules.get("sklearn.base")
    return base is not None and isinstance(model, base.BaseEstimator)


def save(model: Any, directory: Path, options: dict[str, Any]) -> SavedFlavor:
    """Options: serialization_format, pyfunc_predict_fn, skops_trusted_types."""
    form = options.get("serialization_format") or SKOPS
    predict_fn = options.get("pyfunc_predict_fn") or "predict"
    if form not in FORMATS:
        raise InvalidValue(f"Unrecognized serialization format {shown(form)}. Use one of {', '.join(FORMATS)}.")
    if predict_fn not in PREDICT_FUNCTIONS:
        raise InvalidValue(f"Unrecognized pyfunc_predict_fn {shown(predict_fn)}. Use one of {', '.join(PREDICT_FUNCTIONS)}.")
    name = "model.skops" if form == SKOPS else "model.pkl"
    if form == SKOPS:
        content, needed, modules = _skops(model, tuple(options.get("skops_trusted_types") or ()))
    else:
        content, modules = (pickle.dumps(model), {type(model).__module__}) if form == PICKLE else foreign_names.dump_with_modules(model)
        needed = None
    (directory / name).write_bytes(content)
    import sklearn

    keys = {
        "pickled_model": name,
        "serialization_format": form,
        "sklearn_version": sklearn.__version__,
        "skops_trusted_types": needed,
        "code": None,
    }
    generic = None
    if hasattr(model, predict_fn):
        generic = {"loader_module": "mlflow.sklearn", "model_path": name, "predict_fn": predict_fn}
    else:
        warnings.warn(f"{type(model).__name__} has no {predict_fn}, so it can be loaded as scikit-learn model only.", stacklevel=2)
    return SavedFlavor(keys=keys, python_function=generic, requirements=merged(default_requirements(form), packages_of(modules)))


def default_requirements(form: str = SKOPS) -> list[str]:
    """Pinned packages that every model of this format needs."""
    packages = {SKOPS: ["scikit-learn", "skops"], CLOUDPICKLE: ["scikit-learn", "cloudpickle"]}.get(form, ["scikit-learn"])
    return [pinned(package) for package in packages]


def _skops(model: Any, extra: tuple[str, ...]) -> tuple[bytes, list[str] | None, set[str]]:
    """Content, types that a reader with skops' own list must be told to trust, and modules named in the file."""
    remedy = f"Save it with serialization_format='{CLOUDPICKLE}', which executes code when it is loaded."
    try:
        content = skops_file.dump(model)
    except (TypeError, ValueError, AttributeError, pickle.PicklingError) as problem:
        raise InvalidValue(f"skops cannot represent {shown(model)}: {problem} {remedy}") from problem
    file = skops_file.SkopsFile(content, "model.skops")
    untrusted = file.untrusted_types(extra)
    if untrusted:
        raise InvalidValue(
            f"{type(model).__name__} holds types that are not on the reviewed list: {', '.join(untrusted)}. Name them in"
            f" skops_trusted_types if they are safe to build from a file. {remedy}"
        )
    return content, sorted(file.unlisted_types()) or None, set(_modules(skops_file.schema_of(content)))


def _modules(schema: Any) -> Iterator[str]:
    waiting = [schema]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if isinstance(item.get("__module__"), str):
                yield item["__module__"]
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)


def _payload(manifest: Model) -> tuple[str, str]:
    keys = manifest.flavors.get("sklearn") or {}
    name = keys.get("pickled_model") or manifest.flavors.get("python_function", {}).get("model_path") or "model.pkl"
    return str(name), str(keys.get("serialization_format") or PICKLE)


def sealed(manifest: Model) -> list[str]:
    """The payload."""
    return [_payload(manifest)[0]]


def load(gate: Gate, manifest: Model, model_config: dict[str, Any]) -> Any:  # noqa: ARG001  # estimators have no configuration
    """The estimator."""
    name, form = _payload(manifest)
    if form not in FORMATS:
        raise DamagedModel("MLmodel", f"serialization_format is {shown(form)}")
    return gate.read_skops(name) if form == SKOPS else gate.read_pickle(name)


class _Estimator:
    """Calls the chosen method of an estimator."""

    def __init__(self, model: Any, predict_fn: str) -> None:
        self.model = model
        self.predict_fn = predict_fn

    def predict(self, data: Any, params: dict[str, Any] | None = None) -> Any:  # noqa: ARG002  # estimators take no parameters
        return getattr(self.model, self.predict_fn)(data)


def predict(model: Any, keys: dict[str, Any]) -> Predictor:
    """The estimator behind the method that was chosen when it was saved."""
    name = keys.get("predict_fn") or "predict"
    if name not in PREDICT_FUNCTIONS:
        raise DamagedModel("MLmodel", f"predict_fn is {shown(name)}")
    return _Estimator(model, name)
