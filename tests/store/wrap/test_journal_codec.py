"""Journals as bytes."""

from hypothesis import given
from hypothesis import strategies as st

from barograph.store.wrap.journal.codec import framed, payloads

PAYLOADS = st.lists(st.binary(min_size=1, max_size=200), max_size=8)


@given(PAYLOADS, st.data())
def test_a_journal_cut_anywhere_gives_back_every_whole_frame(written: list[bytes], data: st.DataObject) -> None:
    content = b"".join(map(framed, written))
    cut = data.draw(st.integers(0, len(content)))
    whole, end = 0, 0
    for payload in written:
        end += len(framed(payload))
        whole += end <= cut
    assert list(payloads(content[:cut])) == written[:whole]


@given(PAYLOADS.filter(bool), st.data())
def test_a_damaged_frame_ends_the_journal(written: list[bytes], data: st.DataObject) -> None:
    content = bytearray(b"".join(map(framed, written)))
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= 1 << data.draw(st.integers(0, 7))
    found = list(payloads(bytes(content)))
    assert found == written[: len(found)]
    assert len(found) < len(written)
