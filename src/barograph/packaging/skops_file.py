"""Reading skops files: audit first, check what skops leaves unchecked, only then construct.

skops can say that an object is of a trusted type, not that its numbers are sound. So arrays of trees are read and checked after the audit
and before a tree is built from them, and every object is checked again before anyone gets it. This is the only module that touches skops'
internals (`get_tree`, `Node.children`), because its public `load` offers no place between audit and construction.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from typing import Any
from zipfile import BadZipFile, ZipFile

from barograph.errors import DamagedModel, UntrustedModel
from barograph.packaging.integrity import Inconsistent, check_object
from barograph.packaging.trusted import TRUSTED_TYPES

_TREE = "sklearn.tree._tree.Tree"
_MAX_EXPANSION = 200
_FREE_EXPANSION_BYTES = 1 << 30


class SkopsFile:
    """The bytes of a skops file. Making one parses nothing."""

    def __init__(self, content: bytes, name: str) -> None:
        self.content = content
        self.name = name

    def untrusted_types(self, extra: Iterable[str] = ()) -> list[str]:
        """Full names of types in the file that neither the reviewed list nor `extra` has."""
        root = self._parse(extra)
        return sorted(root.get_unsafe_set() - {*TRUSTED_TYPES, *extra})

    def unlisted_types(self) -> set[str]:
        """Full names of types in the file that skops alone does not trust."""
        return set(self._parse(None).get_unsafe_set())

    def load(self, extra: Iterable[str] = ()) -> Any:
        """The object in the file. Untrusted types raise `UntrustedModel`, unsound contents `DamagedModel`."""
        root = self._parse(extra)
        untrusted = sorted(root.get_unsafe_set() - {*TRUSTED_TYPES, *extra})
        if untrusted:
            raise UntrustedModel(
                f"{self.name} holds types that are not on the reviewed list: {', '.join(untrusted)}. If you know where it comes from, vouch"
                " for exactly these bytes with barograph.models.trust(model_uri) and load it again."
            )
        try:
            nodes = list(_walk(root))
            for node in nodes:
                _check_before_building(node)
            loaded = root.construct()
            for node in nodes:
                check_object(node.construct())
        except Inconsistent as problem:
            raise DamagedModel(self.name, str(problem)) from problem
        except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, ImportError) as problem:
            raise self._damaged(problem) from problem
        return loaded

    def _parse(self, extra: Iterable[str] | None) -> Any:
        from skops.io._audit import get_tree  # type: ignore[import-untyped]  # skops ships no types
        from skops.io._utils import read_schema  # type: ignore[import-untyped]  # skops ships no types

        try:
            with ZipFile(io.BytesIO(self.content)) as archive:
                expanded = sum(member.file_size for member in archive.infolist())
                if expanded > max(_FREE_EXPANSION_BYTES, _MAX_EXPANSION * len(self.content)):
                    raise DamagedModel(self.name, f"its {len(self.content)} bytes expand to {expanded}")
                schema, context = read_schema(archive)
                return get_tree(schema, context, trusted=None if extra is None else [*TRUSTED_TYPES, *extra])
        except (BadZipFile, EOFError, LookupError, RecursionError, TypeError, ValueError, AttributeError, NotImplementedError) as problem:
            raise self._damaged(problem) from problem

    def _damaged(self, problem: BaseException) -> DamagedModel:
        return DamagedModel(self.name, f"{type(problem).__name__}: {problem}")


def _walk(root: Any) -> Iterator[Any]:
    """Every node of a parsed file once, parts before what is made of them."""
    seen: set[int] = set()
    waiting: list[tuple[Any, bool]] = [(root, False)]
    while waiting:
        node, parts_done = waiting.pop()
        if parts_done:
            yield node
        elif id(node) not in seen:
            seen.add(id(node))
            waiting.append((node, True))
            waiting.extend((part, False) for part in _parts(node))


def _parts(node: Any) -> Iterator[Any]:
    if hasattr(node, "cached"):
        yield node.cached
    for name, child in node.children.items():
        if not (_is_tree(node) and name == "constructor"):
            members = child if isinstance(child, list) else child.values() if isinstance(child, dict) else [child]
            yield from (member for member in members if hasattr(member, "construct"))


def _is_tree(node: Any) -> bool:
    return type(node).__name__ == "TreeNode"


def _check_before_building(node: Any) -> None:
    named_tree = f"{node.module_name}.{node.class_name}" == _TREE
    if not _is_tree(node):
        if named_tree and not hasattr(node, "cached"):
            raise Inconsistent("a tree is to be built in another way than trees are saved")
        return
    from barograph.packaging.integrity.trees import check_tree_state

    if not named_tree:
        raise Inconsistent("a tree goes by another name")
    args, state = _resolved(node.children["args"]), _resolved(node.children["attrs"])
    members = args.children.get("content"), state.children.get("content")
    if type(args).__name__ != "TupleNode" or type(state).__name__ != "DictNode" or not members[0] or not members[1]:
        raise Inconsistent("a tree lacks its arrays")
    for member in (*members[0], *members[1].values()):
        if type(_resolved(member)).__name__ not in ("JsonNode", "NdArrayNode"):
            raise Inconsistent("a tree holds something else than numbers and arrays")
    check_tree_state(args.construct(), state.construct())


def _resolved(node: Any) -> Any:
    for _ in range(10):
        if not hasattr(node, "cached"):
            return node
        node = node.cached
    raise Inconsistent("an object refers to itself")


def dump(value: object) -> bytes:
    """The skops file of an object; what skops cannot represent raises its `UnsupportedTypeException` or another TypeError."""
    import zipfile

    from skops import io as skops_io  # type: ignore[import-untyped]  # skops ships no types

    return bytes(skops_io.dumps(value, compression=zipfile.ZIP_DEFLATED, compresslevel=1))


def schema_of(content: bytes) -> dict[str, Any]:
    """The parsed `schema.json` of a skops file, for looking without building."""
    with ZipFile(io.BytesIO(content)) as archive:
        return dict(json.loads(archive.read("schema.json")))
