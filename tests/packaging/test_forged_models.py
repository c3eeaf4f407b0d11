"""Forged numbers in skops files: refused with a reason, and the process lives."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import sparse
from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor, HistGradientBoostingRegressor, RandomForestRegressor
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeRegressor

from barograph.errors import DamagedModel
from barograph.packaging.skops_file import SkopsFile, dump

X = np.linspace(0, 1, 120).reshape(40, 3) ** 2
Y = X[:, 0] * 3
C = (X[:, 0] > 0.2).astype(int)

Members = dict[str, bytes]


def _forged(model: Any, change: Callable[[dict[str, Any], Members], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(dump(model))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    schema = json.loads(members.pop("schema.json"))
    change(schema, members)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.writestr("schema.json", json.dumps(schema))
    return target.getvalue()


def _find(schema: Any, key: str) -> Any:
    """The first value under `key` anywhere in the file."""
    if isinstance(schema, dict):
        if key in schema:
            return schema[key]
        schema = list(schema.values())
    if isinstance(schema, list):
        for item in schema:
            found = _find(item, key)
            if found is not None:
                return found
    return None


def _array(members: Members, state: dict[str, Any]) -> Any:
    return np.load(io.BytesIO(members[state["file"]]))


def _store(members: Members, state: dict[str, Any], array: Any) -> None:
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=False)
    members[state["file"]] = stream.getvalue()


def _edit(key: str, edit: Callable[[Any], Any]) -> Callable[[dict[str, Any], Members], None]:
    def change(schema: dict[str, Any], members: Members) -> None:
        state = _find(schema, key)
        _store(members, state, edit(_array(members, state)))

    return change


def _set(field: str, row: int, value: int) -> Callable[[dict[str, Any], Members], None]:
    def edit(nodes: Any) -> Any:
        nodes[field][row] = value
        return nodes

    return _edit("nodes", edit)


def _number(text: str) -> dict[str, Any]:
    """A number of its own: equal numbers of a file are else one object, named by id."""
    return {"__class__": "str", "__module__": "builtins", "__loader__": "JsonNode", "content": text, "is_json": True}


def _json(key: str, text: str) -> Callable[[dict[str, Any], Members], None]:
    def change(schema: dict[str, Any], _: Members) -> None:
        _tree(schema)["content"]["content"][key] = _number(text)

    return change


def _drop(key: str) -> Callable[[dict[str, Any], Members], None]:
    def change(schema: dict[str, Any], _: Members) -> None:
        state = _find(schema, "nodes")
        tree = _tree(schema)
        assert state is not None
        tree["content"]["content"].pop(key)
        tree["content"]["key_types"]["content"].pop()

    return change


def _tree(schema: Any) -> dict[str, Any]:
    found = _with(schema, lambda item: item.get("__loader__") == "TreeNode")
    assert found is not None
    return found


def _with(schema: Any, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any] | None:
    if isinstance(schema, dict):
        if wanted(schema):
            return schema
        schema = list(schema.values())
    for item in schema if isinstance(schema, list) else ():
        found = _with(item, wanted)
        if found is not None:
            return found
    return None


def _no_state(schema: dict[str, Any], _: Members) -> None:
    tree = _tree(schema)
    tree["content"]["content"] = {}
    tree["content"]["key_types"]["content"] = []


def _outputs(schema: dict[str, Any], _: Members) -> None:
    _tree(schema)["__reduce__"]["args"]["content"][2] = _number("1000000")


def _features(schema: dict[str, Any], _: Members) -> None:
    _tree(schema)["__reduce__"]["args"]["content"][0] = _number("1000000")


def _by_constructor(schema: dict[str, Any], _: Members) -> None:
    tree = _tree(schema)
    args = tree["__reduce__"]["args"]
    tree.update({"__loader__": "ConstructorFromReduceNode", "content": args})


def _shared(nodes: Any) -> Any:
    inner = np.flatnonzero(nodes["left_child"] >= 0)
    nodes["right_child"][inner[0]] = nodes["left_child"][inner[0]]
    return nodes


TREES: dict[str, Callable[[dict[str, Any], Members], None]] = {
    "left child far outside": _set("left_child", 0, 1 << 40),
    "right child outside": _set("right_child", 0, 10_000),
    "negative child": _set("left_child", 0, -7),
    "child is itself": _set("left_child", 0, 0),
    "cycle": _set("right_child", 1, 0),
    "shared child": _edit("nodes", _shared),
    "half a leaf": _set("right_child", 0, -1),
    "feature outside": _set("feature", 0, 1 << 40),
    "negative feature": _set("feature", 0, -1),
    "nodes cut off": _edit("nodes", lambda nodes: nodes[:1]),
    "no nodes": _edit("nodes", lambda nodes: nodes[:0]),
    "nodes are numbers": _edit("nodes", lambda nodes: np.zeros(len(nodes))),
    "values cut off": _edit("values", lambda values: values[:1]),
    "values of another shape": _edit("values", lambda values: values.reshape(-1)),
    "values are whole numbers": _edit("values", lambda values: values.astype(np.int64)),
    "more nodes than there are": _json("node_count", "100000"),
    "nodes counted by text": _json("node_count", '"7"'),
    "shallower than it is": _json("max_depth", "0"),
    "nodes missing": _drop("nodes"),
    "values missing": _drop("values"),
    "no state at all": _no_state,
    "more outputs than classes": _outputs,
    "more features than the data": _features,
    "built by its constructor": _by_constructor,
}


@pytest.mark.parametrize("forgery", TREES)
@pytest.mark.parametrize(
    "model", [DecisionTreeRegressor(), RandomForestRegressor(2, random_state=0)], ids=lambda model: type(model).__name__
)
def test_forged_trees_are_refused(forgery: str, model: Any) -> None:
    content = _forged(model.fit(X, Y), TREES[forgery])
    with pytest.raises(DamagedModel):
        SkopsFile(content, "model.skops").load()


def test_a_forged_tree_would_crash_the_process_unchecked_and_raises_here(tmp_path: Path) -> None:
    forged = tmp_path / "model.skops"
    forged.write_bytes(_forged(RandomForestRegressor(2, random_state=0).fit(X, Y), TREES["left child far outside"]))
    predict = ".predict([[0.0] * 3])"
    unchecked = f"import sys; from skops import io; io.load(sys.argv[1], trusted=['sklearn.tree._tree.Tree']){predict}"
    checked = (
        "import sys; from pathlib import Path; from barograph.packaging.skops_file import SkopsFile\n"
        f"SkopsFile(Path(sys.argv[1]).read_bytes(), 'model.skops').load(){predict}"
    )
    crashed = subprocess.run([sys.executable, "-c", unchecked, str(forged)], capture_output=True, text=True, check=False)
    assert crashed.returncode < 0
    refused = subprocess.run([sys.executable, "-c", checked, str(forged)], capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "DamagedModel" in refused.stderr


def _categorical(nodes: Any) -> Any:
    nodes["is_categorical"][0] = 1
    return nodes


HIST: dict[str, Callable[[dict[str, Any], Members], None]] = {
    "child outside": _set("left", 0, 1 << 30),
    "child is itself": _set("left", 0, 0),
    "feature outside": _set("feature_idx", 0, 1 << 30),
    "negative feature": _set("feature_idx", 0, -5),
    "unknown category": _edit("nodes", _categorical),
    "no nodes": _edit("nodes", lambda nodes: nodes[:0]),
    "bit sets of another form": _edit("raw_left_cat_bitsets", lambda sets: np.zeros((0, 2), dtype=np.uint32)),
}


@pytest.mark.parametrize("forgery", HIST)
def test_forged_histogram_trees_are_refused(forgery: str) -> None:
    content = _forged(HistGradientBoostingRegressor(max_iter=2, min_samples_leaf=2).fit(X, Y), HIST[forgery])
    with pytest.raises(DamagedModel):
        SkopsFile(content, "model.skops").load()


def test_gradient_boosting_whose_parts_do_not_match_is_refused() -> None:
    wide = GradientBoostingRegressor(n_estimators=2).fit(X, Y)
    wide.estimators_[0, 0] = DecisionTreeRegressor().fit(X[:, :2], Y)
    with pytest.raises(DamagedModel, match="features"):
        SkopsFile(dump(wide), "model.skops").load()
    more = GradientBoostingRegressor(n_estimators=2).fit(X, Y)
    more.estimators_ = np.hstack([more.estimators_] * 3)
    with pytest.raises(DamagedModel, match="trees a stage"):
        SkopsFile(dump(more), "model.skops").load()
    other = GradientBoostingClassifier(n_estimators=2).fit(X, C)
    other.estimators_[0, 0].n_features_in_ = 2
    with pytest.raises(DamagedModel):
        SkopsFile(dump(other), "model.skops").load()


def test_support_vectors_that_do_not_match_are_refused() -> None:
    for change in (
        lambda model: setattr(model, "_dual_coef_", model._dual_coef_[:, :1]),
        lambda model: setattr(model, "_intercept_", np.zeros(0)),
        lambda model: setattr(model, "_n_support", model._n_support * 100),
        lambda model: setattr(model, "support_vectors_", model.support_vectors_[:, :1].copy()),
    ):
        model = SVC().fit(X, C)
        change(model)
        with pytest.raises(DamagedModel):
            SkopsFile(dump(model), "model.skops").load()


def test_neighbours_with_targets_outside_their_classes_are_refused() -> None:
    for change in (lambda model: setattr(model, "_y", model._y + 50), lambda model: setattr(model, "_y", model._y[:3])):
        model = KNeighborsClassifier(algorithm="brute").fit(X, C)
        assert SkopsFile(dump(model), "model.skops").load().predict(X).tolist() == model.predict(X).tolist()
        change(model)
        with pytest.raises(DamagedModel):
            SkopsFile(dump(model), "model.skops").load()


def test_sparse_matrices_with_indices_outside_are_refused() -> None:
    matrix = sparse.csr_matrix(np.eye(4))
    assert SkopsFile(dump({"m": matrix}), "model.skops").load()["m"].toarray().tolist() == np.eye(4).tolist()
    matrix.indices[0] = 400
    with pytest.raises(DamagedModel):
        SkopsFile(dump({"m": matrix}), "model.skops").load()


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + bytes(18), b"nonsense"])
def test_files_that_are_no_skops_files_are_refused(content: bytes) -> None:
    with pytest.raises(DamagedModel):
        SkopsFile(content, "model.skops").load()


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        block = bytes(1 << 20)
        with archive.open("bomb.npy", "w", force_zip64=True) as member:
            for _ in range(1100):
                member.write(block)
    with pytest.raises(DamagedModel, match="expand"):
        SkopsFile(target.getvalue(), "model.skops").load()
