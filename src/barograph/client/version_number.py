"""Numbers of model versions as people write them."""

from barograph.errors import InvalidValue, shown


def version_number(version: object) -> int:
    """The version that an int or its decimal text means; anything else raises `InvalidValue`."""
    text = str(version)
    if isinstance(version, bool) or not isinstance(version, int | str) or not text.isascii() or not text.isdecimal() or len(text) > 18:
        raise InvalidValue(f"Invalid model version {shown(version)}. Versions are whole numbers from 1.")
    return int(text)
