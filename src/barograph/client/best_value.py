"""Which of some values of a metric is best, as far as its name tells."""

import math
import re
from collections.abc import Sequence

# The web UI's comparison goes by the same words.
_LOWER = re.compile(
    r"(^|[^a-z])(loss|error|err|[a-z]*mse|mae|mape|smape|rmsle|perplexity|latency|duration|time|wer|cer)([^a-z]|$)", re.IGNORECASE
)
_HIGHER = re.compile(
    r"(^|[^a-z])(acc|accuracy|auc|roc_auc|auroc|auprc|f1|f1_score|precision|recall|r2|r2_score|score|map|ndcg|iou|dice|bleu|rouge|reward)"
    r"([^a-z]|$)",
    re.IGNORECASE,
)


def best_of(key: str, values: Sequence[float | None]) -> set[int]:
    """Indexes of the best finite values, ties too; none if the name tells nothing, or nothing stands out."""
    known = [value for value in values if value is not None and math.isfinite(value)]
    lower = bool(_LOWER.search(key))
    if not (lower or _HIGHER.search(key)) or len(known) < 2 or min(known) == max(known):
        return set()
    best = min(known) if lower else max(known)
    return {index for index, value in enumerate(values) if value == best}
