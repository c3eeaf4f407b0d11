"""Nothing in a model runs unless its user vouched for it: a canary in every place that code can hide."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import pickle
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import cloudpickle
import pytest
import yaml

import barograph
from barograph.errors import BarographError, InvalidValue, UntrustedModel
from barograph.packaging.trust import is_remembered, remember, user_directory

CANARY = Path("canary")


class Payload:
    def __reduce__(self) -> tuple[Any, ...]:
        return (exec, (f"open({str(CANARY.absolute())!r}, 'w').close()",))


def _model(flavors: dict[str, dict[str, Any]], **files: bytes) -> None:
    Path("model").mkdir()
    Path("model/MLmodel").write_text(yaml.safe_dump({"flavors": flavors, "utc_time_created": "2026-01-01 00:00:00.000000"}))
    for name, content in files.items():
        path = Path("model", name.replace("__", "/").replace("_dot_", "."))
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(content)


def _sklearn(form: str | None) -> None:
    keys = {"pickled_model": "model.pkl", "sklearn_version": "1.5.0"} | ({"serialization_format": form} if form else {})
    _model(
        {"sklearn": keys, "python_function": {"loader_module": "mlflow.sklearn", "model_path": "model.pkl", "predict_fn": "predict"}},
        model_dot_pkl=pickle.dumps(Payload()),
    )


def _custom(**keys: Any) -> dict[str, dict[str, Any]]:
    return {"python_function": {"loader_module": "mlflow.pyfunc.model", "python_model": "python_model.pkl", **keys}}


SCRIPT = b"open('canary', 'w').close()\nfrom barograph.models import set_model\nset_model(lambda x: x)\n"
LOADER = b"open('canary', 'w').close()\ndef _load_pyfunc(path):\n    return None\n"


def _skops() -> None:
    state = {
        "__class__": "Popen", "__module__": "subprocess", "__loader__": "ConstructorFromReduceNode", "protocol": 2,
        "content": {"__class__": "tuple", "__module__": "builtins", "__loader__": "TupleNode", "content": [
            {"__class__": "str", "__module__": "builtins", "__loader__": "JsonNode", "content": '["touch", "canary"]', "is_json": True}]},
    }  # fmt: skip
    _model({"sklearn": {"pickled_model": "model.skops", "serialization_format": "skops", "skops_trusted_types": ["subprocess.Popen"]}})
    with zipfile.ZipFile("model/model.skops", "w") as archive:
        archive.writestr("schema.json", json.dumps(state))


PLACES: dict[str, Callable[[], None]] = {
    "sklearn pickle": lambda: _sklearn("pickle"),
    "sklearn pickle by default": lambda: _sklearn(None),
    "sklearn cloudpickle": lambda: _sklearn("cloudpickle"),
    "skops with a trust list of its own": _skops,
    "custom": lambda: _model(_custom(), python_model_dot_pkl=cloudpickle.dumps(Payload())),
    "custom gzip": lambda: _model(
        _custom(python_model="m.gz", python_model_compression="gzip"), m_dot_gz=gzip.compress(pickle.dumps(Payload()))
    ),
    "custom bzip2": lambda: _model(
        _custom(python_model="m.bz2", python_model_compression="bzip2"), m_dot_bz2=bz2.compress(pickle.dumps(Payload()))
    ),
    "custom lzma": lambda: _model(
        _custom(python_model="m.xz", python_model_compression="lzma"), m_dot_xz=lzma.compress(pickle.dumps(Payload()))
    ),
    "script": lambda: _model(
        {"python_function": {"loader_module": "mlflow.pyfunc.loaders.code_model", "model_code_path": "/home/x/script.py"}},
        script_dot_py=SCRIPT,
    ),
    "loader module in code": lambda: _model(
        {"python_function": {"loader_module": "canary_loader", "code": "code"}}, code__canary_loader_dot_py=LOADER
    ),
    "loader module without code": lambda: _model({"python_function": {"loader_module": "canary_loader"}}),
}


def _load() -> Any:
    manifest = barograph.models.Model.load("model")
    return barograph.pyfunc.load_model("model") if "python_function" in manifest.flavors else barograph.sklearn.load_model("model")


@pytest.mark.parametrize("place", PLACES)
def test_code_of_strangers_does_not_run(place: str) -> None:
    PLACES[place]()
    assert barograph.models.get_model_info("model").flavors
    with pytest.raises(UntrustedModel, match=r"barograph\.models\.trust"):
        _load()
    assert not CANARY.exists()


@pytest.mark.parametrize("place", [place for place in PLACES if "skops" not in place and "without" not in place])
def test_the_same_code_runs_once_vouched_for_so_the_canary_sings(place: str) -> None:
    PLACES[place]()
    barograph.models.trust("model")
    with suppress(BarographError, AttributeError):  # the payload is no model
        _load()
    assert CANARY.exists()


def test_the_setting_opens_the_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    _sklearn("pickle")
    monkeypatch.setenv("MLFLOW_ALLOW_PICKLE_DESERIALIZATION", "true")
    barograph.sklearn.load_model("model")
    assert CANARY.exists()


def test_bytes_vouched_for_in_one_part_are_not_taken_for_another() -> None:
    _model(_custom(), python_model_dot_pkl=cloudpickle.dumps(Payload()))
    barograph.models.trust("model")
    for change in ({"python_model": "other.pkl"}, {"loader_module": "canary_loader"}, {"code": "code"}):
        flavors = _custom(**change)
        Path("model/MLmodel").write_text(yaml.safe_dump({"flavors": flavors}))
        Path("model/code").mkdir(exist_ok=True)
        Path("model/other.pkl").write_bytes(Path("model/python_model.pkl").read_bytes())
        with pytest.raises(UntrustedModel):
            _load()
    assert not CANARY.exists()


def test_files_added_to_vouched_code_are_noticed() -> None:
    _model({"python_function": {"loader_module": "canary_loader", "code": "code"}}, code__harmless_dot_py=b"")
    barograph.models.trust("model")
    Path("model/code/canary_loader.py").write_bytes(LOADER)
    with pytest.raises(UntrustedModel):
        _load()


@pytest.mark.parametrize("name", ["../stolen.pkl", "/etc/passwd", "link.pkl"])
def test_a_model_names_no_files_outside_its_directory(name: str) -> None:
    _model({"sklearn": {"pickled_model": name, "serialization_format": "pickle"}})
    Path("stolen.pkl").write_bytes(pickle.dumps(1))
    Path("model/link.pkl").symlink_to(Path("stolen.pkl").absolute())
    with pytest.raises(InvalidValue, match="not inside"):
        barograph.sklearn.load_model("model")


def test_the_memory_is_the_users_alone() -> None:
    remember("a" * 64)
    remember("a" * 64)
    memory = user_directory() / "trusted-models"
    assert memory.read_text() == "a" * 64 + "\n"
    assert user_directory().stat().st_mode & 0o777 == 0o700
    assert memory.stat().st_mode & 0o777 == 0o600
    assert is_remembered("a" * 64)
    memory.chmod(0o666)
    with pytest.warns(UserWarning, match="others could have written"):
        assert not is_remembered("a" * 64)
