"""What a search asks and the page it gets."""

from typing import Generic, TypeVar

import msgspec

from barograph.model.lifecycle import View

T = TypeVar("T")


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """A search: filter text in the filter language, `order_by` texts ("metrics.rmse DESC"), view, page size and token.

    `max_results=None` asks for the default of the thing searched. A token is opaque and continues the same query.
    """

    filter: str = ""
    order_by: tuple[str, ...] = ()
    view: View = View.ACTIVE_ONLY
    max_results: int | None = None
    page_token: str | None = None


class MetricOrder(msgspec.Struct, frozen=True, kw_only=True):
    """One sort key of a logged-model search: an attribute or `metrics.<key>`, the latter optionally on one dataset."""

    field_name: str
    ascending: bool = True
    dataset_name: str | None = None
    dataset_digest: str | None = None


class Page(msgspec.Struct, Generic[T], frozen=True):
    """One page of results and the token of the next, `None` on the last."""

    items: tuple[T, ...]
    next_token: str | None = None
