"""Digests that tell versions of a dataset apart: the first 8 hexadecimal digits of an MD5 over its first rows, size and names.

MLflow computes the same, so that both name one dataset alike. They are fingerprints, not protection against forgery.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_ROWS = 10_000


def frame_digest(frame: "pd.DataFrame") -> str:
    """Digest of a DataFrame: its first 10,000 rows in columns of text or numbers, its length, and all column names."""
    import numpy as np
    import pandas as pd

    head = frame.head(_ROWS)
    texts = [position for position in range(head.shape[1]) if all(isinstance(cell, str) for cell in head.iloc[:, position])]
    numbers = head.select_dtypes(include=[np.number]).columns
    known = head[head.columns[texts].union(numbers)]
    row_hashes = pd.util.hash_pandas_object(known).to_numpy()
    return _digest([row_hashes.tobytes(), np.int64(len(frame)).tobytes(), *(str(column).encode() for column in frame.columns)])


def arrays_digest(*groups: Any) -> str:
    """Digest of arrays, or mappings of arrays by name: the first 10,000 elements and the shape of each. None is left out."""
    parts: list[bytes] = []
    for group in groups:
        if group is None:
            continue
        arrays = [group[key] for key in sorted(group)] if isinstance(group, Mapping) else [group]
        for array in arrays:
            parts.extend(_array_parts(array))
    return _digest(parts)


def _array_parts(array: Any) -> Iterable[bytes]:
    import numpy as np
    import pandas as pd

    head = array.flatten()[:_ROWS]
    try:
        yield pd.util.hash_array(head).tobytes()
    except TypeError:
        # Elements that cannot be hashed count by number only.
        yield np.int64(head.size).tobytes()
    for length in array.shape:
        yield np.int64(length).tobytes()


def _digest(parts: Iterable[bytes]) -> str:
    total = hashlib.md5(usedforsecurity=False)
    for part in parts:
        total.update(part)
    return total.hexdigest()[:8]
