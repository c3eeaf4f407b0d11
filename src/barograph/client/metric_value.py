"""Metric values, steps and times as people and libraries give them, made into numbers."""

from time import time
from typing import Any

from barograph.errors import InvalidValue, shown


def metric_value(key: str, value: Any) -> float:
    """The number that a value is: numbers, numeric text, and arrays or tensors of one element. Anything else raises `InvalidValue`."""
    plain = value
    if not isinstance(value, int | float | str) and callable(getattr(value, "item", None)):
        # Arrays and tensors of every library agree on item(): the one element as a Python number, an error if there are more.
        plain = _single(key, value)
    try:
        return float(plain)
    except (TypeError, ValueError, OverflowError):
        raise InvalidValue(
            f"Invalid value {shown(value)} for metric {shown(key)}: not a number. Log numbers as metrics, and text as params or tags."
        ) from None


def _single(key: str, value: Any) -> Any:
    try:
        return value.item()
    except Exception:  # noqa: BLE001  # whatever the array's library raises
        raise InvalidValue(
            f"Invalid value for metric {shown(key)}: {shown(value)} is not a single number. Log one number, such as its mean."
        ) from None


def metric_step(key: str, step: Any) -> int:
    """The whole number that a step is; None is 0."""
    if step is None:
        return 0
    try:
        number = int(step)
        if number == float(step):
            return number
    except (TypeError, ValueError, OverflowError):
        pass
    raise InvalidValue(f"Invalid step {shown(step)} for metric {shown(key)}. Give a whole number.")


def metric_time_ms(key: str, timestamp: Any) -> int:
    """Milliseconds UTC; None is now."""
    if timestamp is None:
        return now_ms()
    try:
        return int(timestamp)
    except (TypeError, ValueError, OverflowError):
        raise InvalidValue(f"Invalid timestamp {shown(timestamp)} for metric {shown(key)}. Give milliseconds since 1970 UTC.") from None


def now_ms() -> int:
    """The present time in milliseconds UTC."""
    return int(time() * 1000)
