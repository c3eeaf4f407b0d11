"""Estimators whose native code reads several arrays side by side, trusting that they are equally long."""

from __future__ import annotations

from typing import Any

import numpy as np

from barograph.packaging.integrity.inconsistent import Inconsistent


def check_support_vectors(estimator: Any) -> None:
    """libsvm: coefficients, intercepts and probabilities must match the classes and support vectors (sklearn/svm/_libsvm.pyx)."""
    vectors = getattr(estimator, "support_vectors_", None)
    if vectors is None:
        return
    counts = np.asarray(getattr(estimator, "_n_support", ()))
    n_vectors = vectors.shape[0] if not getattr(estimator, "_sparse", False) else int(counts.sum())
    classifies = getattr(estimator, "_impl", None) in ("c_svc", "nu_svc")
    groups = len(counts) if classifies else 2
    pairs = groups * (groups - 1) // 2
    if counts.ndim != 1 or len(counts) < 1 or (counts < 0).any() or (classifies and int(counts.sum()) != n_vectors):
        raise Inconsistent("a support vector machine counts other support vectors than it has")
    coefficients = getattr(estimator, "_dual_coef_", None)
    if getattr(coefficients, "shape", None) != (groups - 1, n_vectors) or getattr(estimator, "support_", counts).shape != (n_vectors,):
        raise Inconsistent("a support vector machine's coefficients do not match its support vectors")
    intercepts = getattr(estimator, "_intercept_", None)
    probabilities = [getattr(estimator, name, None) for name in ("_probA", "_probB")]
    if getattr(intercepts, "shape", None) != (pairs,) or any(
        part is not None and part.size not in (0, pairs, 1 if not classifies else pairs) for part in probabilities
    ):
        raise Inconsistent("a support vector machine's intercepts do not match its classes")
    if vectors.ndim != 2 or vectors.shape[1] not in (getattr(estimator, "n_features_in_", None), *getattr(estimator, "shape_fit_", ())[:1]):
        raise Inconsistent("a support vector machine's vectors have other features than its data")


def check_neighbors(estimator: Any) -> None:
    """Nearest neighbours look up targets by the position of a training row."""
    rows = getattr(estimator, "_fit_X", None)
    targets = getattr(estimator, "_y", None)
    if rows is None or targets is None:
        return
    if not isinstance(targets, np.ndarray) or targets.ndim < 1 or len(targets) != rows.shape[0]:
        raise Inconsistent("nearest neighbours have other targets than rows")
    classes = getattr(estimator, "classes_", None)
    if classes is None:
        return
    lists = classes if isinstance(classes, list) else [classes]
    columns = targets.reshape(len(targets), -1)
    if columns.shape[1] != len(lists):
        raise Inconsistent("nearest neighbours have other outputs than lists of classes")
    for column, known in zip(columns.T, lists, strict=True):
        if column.dtype.kind not in "iu" or (len(column) and (column.min() < 0 or column.max() >= len(known))):
            raise Inconsistent("nearest neighbours have targets outside their classes")
