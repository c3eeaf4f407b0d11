"""What runs have been logged under: searches of keys and values, to choose from."""

from typing import Literal

import msgspec

from barograph.model.lifecycle import View

KeyKind = Literal["metrics", "params", "tags"]


class RunKeySearch(msgspec.Struct, frozen=True, kw_only=True):
    """Keys of one kind, of runs of these experiments (of all active ones if none are given).

    `text` stands somewhere in the key, in upper or lower case. At most `max_results` keys are given, 100 unless said otherwise.
    """

    experiment_ids: tuple[str, ...] = ()
    view: View = View.ACTIVE_ONLY
    kind: KeyKind
    text: str = ""
    max_results: int | None = None


class RunKey(msgspec.Struct, frozen=True):
    """A key, and whether it tells runs apart: they were seen with different values, or some without one."""

    name: str
    varies: bool


class RunKeys(msgspec.Struct, frozen=True):
    """Keys that begin with the text, then those that hold it, each by name without regard to case. `more` says that some were cut off."""

    keys: tuple[RunKey, ...]
    more: bool = False


class RunValueSearch(msgspec.Struct, frozen=True, kw_only=True):
    """Values, beginning with `prefix`, of a key that is written `params.<key>` or `tags.<key>`.

    At most `max_results` are given, 100 unless said otherwise.
    """

    experiment_ids: tuple[str, ...] = ()
    view: View = View.ACTIVE_ONLY
    key: str
    prefix: str = ""
    max_results: int | None = None
