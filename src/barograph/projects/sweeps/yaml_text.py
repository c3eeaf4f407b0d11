"""YAML as people write it: `1e-4` is a number, and `on`, `off`, `yes` and `no` are words, as in YAML 1.2."""

from __future__ import annotations

import re
from typing import Any

import yaml

from barograph.errors import InvalidValue

_BOOLEAN = "tag:yaml.org,2002:bool"
_FLOAT = "tag:yaml.org,2002:float"
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


class _Loader(yaml.SafeLoader):
    """PyYAML's safe loader with the numbers and booleans of YAML 1.2, which refuses keys that stand twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, str) and key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} stands there twice", key_node.start_mark)
            seen.add(str(key))
        return super().construct_mapping(node, deep=deep)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in (_BOOLEAN, _FLOAT)]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOLEAN, re.compile(r"true|True|TRUE|false|False|FALSE"), list("tTfF"))
_Loader.add_implicit_resolver(_FLOAT, re.compile(rf"^(?:{_NUMBER.pattern})$"), list("-+0123456789."))


def read_yaml(text: str, what: str) -> Any:
    """The value of a text. One that cannot be read raises `InvalidValue` with line and column."""
    try:
        return yaml.load(text, _Loader)  # noqa: S506  # a safe loader
    except yaml.YAMLError as error:
        raise InvalidValue(f"{what} cannot be read as YAML: {' '.join(str(error).split())}") from None


def write_yaml(value: Any) -> str:
    """The text of a value, keys in their order."""
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True)
