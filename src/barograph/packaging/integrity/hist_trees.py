"""Histogram-based gradient boosting: node records and category bit sets that native code follows without checking.

Source of the layout: sklearn/ensemble/_hist_gradient_boosting, `node_struct`, `_predictor.pyx` and `binning.py`.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from barograph.packaging.integrity.inconsistent import Inconsistent
from barograph.packaging.integrity.trees import check_children, check_features

_WORDS_IN_BIT_SET = 8


def check_hist_gradient_boosting(estimator: Any) -> None:
    """Every tree within the estimator's features and categories."""
    stages = getattr(estimator, "_predictors", None)
    if stages is None:
        return
    n_features = getattr(estimator, "n_features_in_", None)
    bins = getattr(estimator, "_bin_mapper", None)
    categorical = getattr(bins, "is_categorical_", None)
    if not isinstance(n_features, int) or not isinstance(categorical, np.ndarray) or categorical.shape != (n_features,):
        raise Inconsistent("gradient boosting does not say which of its features are categorical")
    if categorical.dtype.kind not in "bu":
        raise Inconsistent("gradient boosting does not say which of its features are categorical")
    _check_preparation(getattr(estimator, "_preprocessor", None), n_features)
    for stage in stages:
        if len(stage) != getattr(estimator, "n_trees_per_iteration_", None):
            raise Inconsistent("gradient boosting has stages of different size")
        for predictor in stage:
            _check_predictor(predictor, n_features, categorical.astype(bool))


def _check_preparation(preprocessor: Any, n_features: int) -> None:
    """Categories are encoded before native code reads the data; that must not change how many columns there are."""
    if preprocessor is None:
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            shape = np.shape(preprocessor.transform(np.zeros((2, n_features))))
    except Exception as problem:  # whatever fails here would fail in predict
        raise Inconsistent(f"gradient boosting cannot encode its categories ({problem})") from problem
    if shape != (2, n_features):
        raise Inconsistent(f"gradient boosting encodes {n_features} features as {shape[1:]}")


def _check_predictor(predictor: Any, n_features: int, categorical: Any) -> None:
    from sklearn.ensemble._hist_gradient_boosting.common import PREDICTOR_RECORD_DTYPE

    nodes = getattr(predictor, "nodes", None)
    if not isinstance(nodes, np.ndarray) or nodes.ndim != 1 or len(nodes) < 1 or nodes.dtype != PREDICTOR_RECORD_DTYPE:
        raise Inconsistent("a tree's nodes are no array of records")
    leaf = nodes["is_leaf"] != 0
    inner = nodes[~leaf]
    check_features(inner["feature_idx"], n_features)
    check_children(nodes["left"].astype(np.int64), nodes["right"].astype(np.int64), leaf)
    by_category = inner[inner["is_categorical"] != 0]
    if not categorical[by_category["feature_idx"]].all():
        raise Inconsistent("a tree looks up categories of a feature that has none")
    for name in ("raw_left_cat_bitsets", "binned_left_cat_bitsets"):
        bit_sets = getattr(predictor, name, None)
        if (
            not isinstance(bit_sets, np.ndarray)
            or bit_sets.ndim != 2
            or bit_sets.shape[1] != _WORDS_IN_BIT_SET
            or bit_sets.dtype != np.uint32
        ):
            raise Inconsistent("a tree's category bit sets have another form")
        if (by_category["bitset_idx"] >= len(bit_sets)).any():
            raise Inconsistent("a tree looks up category bit sets that are not there")
