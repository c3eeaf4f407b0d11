"""Checks on numbers in a model file that native code would follow without looking, so that a forged file cannot crash or spy.

Each check raises `Inconsistent` with the reason. `check_object` is for objects already built and not yet used; `check_tree_state` comes
before a tree is built.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from barograph.packaging.integrity.inconsistent import Inconsistent

_CHECKS: dict[str, str] = {
    "BaseDecisionTree": "trees:check_decision_tree",
    "BaseGradientBoosting": "trees:check_gradient_boosting",
    "BaseHistGradientBoosting": "hist_trees:check_hist_gradient_boosting",
    "BaseLibSVM": "vectors:check_support_vectors",
    "NeighborsBase": "vectors:check_neighbors",
    "_cs_matrix": "sparse:check_compressed",
}
"""Class, found among an object's bases by name -> the check of its instances. Names avoid importing what the model does not use."""


def check_object(value: object) -> None:
    """Check one object; types without a check pass."""
    for base in type(value).__mro__:
        place = _CHECKS.get(base.__name__)
        if place:
            module, _, name = place.partition(":")
            check: Callable[[Any], None] = getattr(import_module(f"{__name__}.{module}"), name)
            check(value)


__all__ = ["Inconsistent", "check_object"]
