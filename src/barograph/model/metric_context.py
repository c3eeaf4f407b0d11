"""The name of a series that was logged in a context: its key, and the context as a suffix that every client can read and write.

    loss                        key "loss"
    loss subset:val             key "loss", context {"subset": "val"}
    loss fold:3 subset:val      key "loss", context {"fold": "3", "subset": "val"}

Each item of the context stands after a space as `name:value`, names in order of code points. In names and values, characters other than
letters, digits, `_`, `.` and `-` are written as the bytes of their UTF-8 form, each `/` and two capital hexadecimal digits: `a b` is
`a/20b`. One key and context have one name, and the name tells both: it is the series, wherever it is kept and whoever logged it.
"""

import re
from collections.abc import Mapping

from barograph.errors import InvalidValue, shown
from barograph.model.limits import MAX_KEY

_ITEM = re.compile(r"([\w.\-/]+):([\w.\-/]+)")
_ESCAPED = re.compile(r"[^\w.\-]")
_ESCAPES = re.compile(r"(?:/[0-9A-F]{2})+")


def contextual_name(key: str, context: Mapping[str, object] | None) -> str:
    """The name of the series of a key in a context; without a context the key itself.

    Names of a context are texts, values texts, numbers or truth values, neither empty. What is not, a key that ends like a context
    itself, and a name of more than 250 characters raise `InvalidValue`.
    """
    if not context:
        if context is None or isinstance(context, Mapping):
            return key
        raise _not_a_context(context)
    if not isinstance(context, Mapping):
        raise _not_a_context(context)
    items = sorted((_text(name, str), _text(value, str | int | float)) for name, value in context.items())
    _, *rest = key.split(" ")
    if rest and _ITEM.fullmatch(rest[-1]):
        raise InvalidValue(
            f"Metric key {shown(key)} ends like a context, {shown(rest[-1])}, and cannot have another. Put all into `context`."
        )
    name = " ".join([key, *(f"{_written(name)}:{_written(value)}" for name, value in items)])
    if len(name) > MAX_KEY:
        raise InvalidValue(
            f"Metric {shown(key)} in its context is named {shown(name)}, {len(name)} characters where {MAX_KEY} are allowed."
            " Shorten the key, or the names or values of the context."
        )
    return name


def key_and_context(name: str) -> tuple[str, dict[str, str]]:
    """The key and the context that a name tells; a name of any other form is a key without a context."""
    if ":" not in name or " " not in name:
        return name, {}
    parts = name.split(" ")
    first = len(parts)
    while first > 1 and _ITEM.fullmatch(parts[first - 1]):
        first -= 1
    items = [part.split(":") for part in parts[first:]]
    try:
        context = {_read(item): _read(value) for item, value in items}
    except ValueError:
        return name, {}
    if len(context) < len(items) or list(context) != sorted(context):
        return name, {}
    if any(
        _written(text) != written
        for item, pair in zip(items, context.items(), strict=True)
        for written, text in zip(item, pair, strict=True)
    ):
        return name, {}
    return " ".join(parts[:first]), context


def _not_a_context(context: object) -> InvalidValue:
    return InvalidValue(
        f'Invalid context {shown(context)}: it is of type {type(context).__name__}. Give a mapping such as {{"subset": "val"}}.'
    )


def _text(value: object, kinds: type | object) -> str:
    if not isinstance(value, kinds):  # type: ignore[arg-type]  # a union of types is one, too
        raise InvalidValue(f"Invalid context: {shown(value)} is of type {type(value).__name__}. Names are texts, values texts or numbers.")
    text = str(value)
    if not text:
        raise InvalidValue("Invalid context: an empty name or value. Leave it out, or give it a text.")
    return text


def _written(text: str) -> str:
    return _ESCAPED.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    try:
        return "".join(f"/{byte:02X}" for byte in found[0].encode())
    except UnicodeEncodeError:
        raise InvalidValue(f"The context holds {shown(found[0])}, half of a surrogate pair, which is no character. Remove it.") from None


def _read(written: str) -> str:
    return _ESCAPES.sub(lambda found: bytes.fromhex(found[0].replace("/", "")).decode(), written)
