"""Decision trees of scikit-learn: nodes in arrays, children and features as indices that native code does not check.

Source of the layout: sklearn/tree/_tree.pyx, `Node` and `Tree.__setstate__`. Trees are numbered so that children follow their parent.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from barograph.packaging.integrity.inconsistent import Inconsistent

LEAF = -1
NO_FEATURE = -2


def check_tree_state(args: Any, state: Any) -> None:
    """Check what a `Tree` is about to be built from: (n_features, n_classes, n_outputs), and counts, nodes and values."""
    if not isinstance(args, tuple) or len(args) != 3:
        raise Inconsistent("a tree needs its numbers of features, classes and outputs")
    n_features, n_classes, n_outputs = args
    if not _is_count(n_features, 0) or not _is_count(n_outputs, 1):
        raise Inconsistent(f"a tree has {n_features!r} features and {n_outputs!r} outputs")
    if not isinstance(n_classes, np.ndarray) or n_classes.shape != (n_outputs,) or n_classes.dtype.kind != "i" or (n_classes < 1).any():
        raise Inconsistent("a tree's numbers of classes do not match its outputs")
    if not isinstance(state, dict) or not {"max_depth", "node_count", "nodes", "values"} <= state.keys():
        raise Inconsistent("a tree lacks its arrays of nodes and values")
    nodes, values = state["nodes"], state["values"]
    if not isinstance(nodes, np.ndarray) or nodes.ndim != 1 or len(nodes) < 1 or nodes.dtype.names is None:
        raise Inconsistent("a tree's nodes are no array of records")
    if not _is_count(state["node_count"], 1) or state["node_count"] != len(nodes):
        raise Inconsistent(f"a tree counts {state['node_count']!r} nodes but has {len(nodes)}")
    shape = (len(nodes), n_outputs, int(n_classes.max()))
    if not isinstance(values, np.ndarray) or values.shape != shape or values.dtype.kind != "f":
        raise Inconsistent(f"a tree's values are not numbers of shape {shape}")
    left, right, feature = (_indices(nodes, name) for name in ("left_child", "right_child", "feature"))
    leaf = left == LEAF
    if ((right == LEAF) != leaf).any():
        raise Inconsistent("a tree has nodes with one child")
    check_features(feature[~leaf], n_features)
    if (feature[leaf] != NO_FEATURE).any():
        raise Inconsistent("a tree has leaves that test a feature")
    depth = check_children(left, right, leaf)
    if not _is_count(state["max_depth"], depth) or state["max_depth"] > len(nodes):
        raise Inconsistent(f"a tree of depth {depth} says {state['max_depth']!r}")


def _is_count(value: object, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value < 1 << 31


def _indices(nodes: Any, name: str) -> Any:
    if name not in nodes.dtype.names or nodes.dtype[name].kind not in "iu":
        raise Inconsistent(f"a tree's nodes have no whole numbers {name!r}")
    return nodes[name].astype(np.int64)


def check_features(feature: Any, n_features: int) -> None:
    """Each feature is one of `n_features`."""
    if ((feature < 0) | (feature >= n_features)).any():
        raise Inconsistent(f"a tree tests features outside the {n_features} there are")


def check_children(left: Any, right: Any, leaf: Any) -> int:
    """Depth of the tree. Children follow their parent, lie within the arrays, and each node but the first is the child of exactly one."""
    inner = np.flatnonzero(~leaf)
    children = np.concatenate([left[inner], right[inner]])
    if (children <= np.concatenate([inner, inner])).any() or (children >= len(left)).any():
        raise Inconsistent("a tree has children before their parent or outside its nodes")
    if len(children) != len(left) - 1 or (np.bincount(children, minlength=len(left))[1:] != 1).any():
        raise Inconsistent("a tree has nodes with no parent or several")
    depth = 0
    level = inner[:1] if not leaf[0] else inner[:0]
    while len(level):
        depth += 1
        below = np.concatenate([left[level], right[level]])
        level = below[~leaf[below]]
    return depth


def check_decision_tree(estimator: Any) -> None:
    """The estimator checks data against its own number of features, so its tree must have the same."""
    tree = getattr(estimator, "tree_", None)
    if tree is None:
        return
    if type(tree).__name__ != "Tree" or getattr(estimator, "n_features_in_", None) != tree.n_features:
        raise Inconsistent("a decision tree's number of features is not that of its nodes")


def check_gradient_boosting(estimator: Any) -> None:
    """Native code adds each tree's value to a column of the initial predictions: trees and columns must match."""
    stages = getattr(estimator, "estimators_", None)
    if stages is None:
        return
    if not isinstance(stages, np.ndarray) or stages.ndim != 2 or stages.size == 0:
        raise Inconsistent("gradient boosting has no table of trees")
    for member in stages.ravel():
        check_decision_tree(member)
        tree = getattr(member, "tree_", None)
        if tree is None or tree.n_features != getattr(estimator, "n_features_in_", None) or tree.n_outputs * tree.max_n_classes != 1:
            raise Inconsistent("a tree of gradient boosting has other features or outputs than the whole")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            start = estimator._raw_predict_init(np.zeros((1, estimator.n_features_in_), dtype=np.float32))  # noqa: SLF001  # no public way
    except Exception as problem:  # whatever fails here would fail in predict
        raise Inconsistent(f"gradient boosting has no initial prediction ({problem})") from problem
    if start.shape != (1, stages.shape[1]):
        raise Inconsistent(f"gradient boosting has {stages.shape[1]} trees a stage for {start.shape[1:]} columns of predictions")
