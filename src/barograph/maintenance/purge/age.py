"""Ages as people write them."""

import re

from barograph.errors import InvalidValue, shown

_NUMBER = r"(\d+(?:\.\d+)?)"
_AGE = re.compile(rf"(?:{_NUMBER}d)?(?:{_NUMBER}h)?(?:{_NUMBER}m)?(?:{_NUMBER}s)?")
_UNITS_MS = (86_400_000, 3_600_000, 60_000, 1_000)


def parse_age(text: str) -> int:
    """Milliseconds of an age such as `30d` or `1d2h3m4s`; numbers may have fractions."""
    found = _AGE.fullmatch(text.strip())
    if found is None or not any(found.groups()):
        raise InvalidValue(f"Invalid age {shown(text)}. Write days, hours, minutes and seconds in this order, as 30d or 1d2h3m4s.")
    return round(sum(float(number or 0) * unit for number, unit in zip(found.groups(), _UNITS_MS, strict=True)))
