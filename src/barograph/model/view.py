"""Saved views: ways to look at an experiment, by name."""

import msgspec

from barograph.errors import InvalidValue, MissingValue, shown

MAX_NAME = 120
MAX_SEARCH = 16_000
MAX_OWNER = 200
MAX_VIEWS = 500


class NewView(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller says of a view to be saved. `search` is what stands behind the `?` of the page's address.

    `owner` is whose it is; empty is everybody's.
    """

    experiment_id: str
    name: str
    search: str
    owner: str = ""


class SavedView(msgspec.Struct, frozen=True, kw_only=True):
    """A view as it is kept. `revision` grows with every change, so that one change does not undo another unseen.

    `is_default` marks the one view in which the experiment opens for everybody.
    """

    view_id: str
    experiment_id: str
    name: str
    search: str
    owner: str = ""
    is_default: bool = False
    revision: int
    created_ms: int
    updated_ms: int


def check_view_name(name: str) -> str:
    """Return a view's name without blanks around it, or raise."""
    kept = name.strip()
    if not kept:
        raise MissingValue("name")
    if len(kept) > MAX_NAME:
        raise InvalidValue(f"View name {shown(kept)} has {len(kept)} characters, more than the {MAX_NAME} allowed. Shorten it.")
    return kept


def check_view_search(search: str) -> str:
    """Return the text of an address, or raise."""
    if len(search) > MAX_SEARCH:
        raise InvalidValue(
            f"The view's address has {len(search)} characters, more than the {MAX_SEARCH} that are kept. Select fewer runs or columns."
        )
    return search.removeprefix("?")


def check_view_owner(owner: str) -> str:
    """Return an owner, or raise."""
    if len(owner) > MAX_OWNER:
        raise InvalidValue(f"Owner {shown(owner)} has {len(owner)} characters, more than the {MAX_OWNER} allowed.")
    return owner
