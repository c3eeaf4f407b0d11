"""Variables of the environment that results may depend on, by name: never the whole environment, which holds secrets."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

_OF_THE_MACHINE = ("CUDA_VISIBLE_DEVICES", "CUDA_DEVICE_ORDER")
_THAT_MATTER = (
    "CUBLAS_WORKSPACE_CONFIG",
    "JAX_ENABLE_X64",
    "LANG",
    "LC_ALL",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "NVIDIA_TF32_OVERRIDE",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "PYTHONHASHSEED",
    "PYTHONOPTIMIZE",
    "PYTHONUTF8",
    "TF_CUDNN_DETERMINISTIC",
    "TF_DETERMINISTIC_OPS",
    "TZ",
)
_SEED = re.compile(r"(^|[_.\-])(seed|seeds|random_?state|rng)($|[_.\-0-9])", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def variables_that_matter(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Those that are set; the environment is that of this process unless given."""
    held = os.environ if environment is None else environment
    return {name: held[name] for name in sorted((*_THAT_MATTER, *_OF_THE_MACHINE)) if name in held}


def variables_to_set(recorded: Mapping[str, str]) -> dict[str, str]:
    """The ones among recorded variables that another machine can be given, too."""
    return {name: value for name, value in recorded.items() if name in _THAT_MATTER}


def seed_hints(parameters: Mapping[str, str], variables: Mapping[str, str]) -> dict[str, str]:
    """Parameters whose names sound like seeds, and Python's own for hashes."""
    found = {name: value for name, value in parameters.items() if _SEED.search(_CAMEL.sub("_", name))}
    if "PYTHONHASHSEED" in variables:
        found["PYTHONHASHSEED"] = variables["PYTHONHASHSEED"]
    return found
