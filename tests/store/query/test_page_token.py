import base64
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barograph.errors import InvalidValue
from barograph.store.query import page_token


@given(st.integers(1, 2**63 - 1), st.text("0123456789abcdef", max_size=24))
def test_tokens_round_trip(offset: int, digest: str) -> None:
    assert page_token.decode(page_token.encode(offset, digest), digest) == offset


@pytest.mark.parametrize("token", [None, ""])
def test_no_token_starts_at_the_first_row(token: str | None) -> None:
    assert page_token.decode(token) == 0


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b'{"offset": 0}', b'{"offset": -3}', b'{"offset": "x"}', b'{"offset": 99999999999999999999}', b"\xff"]
)
def test_foreign_contents_are_refused(content: bytes) -> None:
    with pytest.raises(InvalidValue, match="page token"):
        page_token.decode(base64.b64encode(content).decode() or "====")


@given(st.text(min_size=1))
def test_any_text_is_a_token_or_refused(text: str) -> None:
    with suppress(InvalidValue):
        assert page_token.decode(text) > 0


def test_the_token_of_another_query_is_refused() -> None:
    token = page_token.encode(5, page_token.fingerprint("metrics.a > 1"))
    with pytest.raises(InvalidValue, match="another query"):
        page_token.decode(token, page_token.fingerprint("metrics.a > 2"))


def test_fingerprints_keep_parts_apart() -> None:
    assert page_token.fingerprint("ab", "c") != page_token.fingerprint("a", "bc")
