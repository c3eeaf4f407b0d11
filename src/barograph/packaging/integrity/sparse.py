"""Compressed sparse matrices: index arrays that native code follows without checking."""

from __future__ import annotations

from typing import Any

from barograph.packaging.integrity.inconsistent import Inconsistent


def check_compressed(matrix: Any) -> None:
    """Index pointers ascend and indices lie within the shape."""
    try:
        matrix.check_format(full_check=True)
    except (ValueError, TypeError, AttributeError) as problem:
        raise Inconsistent(f"a sparse matrix's indices are out of order or range ({problem})") from problem
