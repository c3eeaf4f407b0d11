"""Journals as bytes: whatever is cut or damaged, every whole record before it comes back."""

import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barograph.model import Logged, Parcel, Receipt, RunStatus
from barograph.store.wrap.journal.gather import Gatherer
from barograph.store.wrap.journal.journal import Journal
from barograph.store.wrap.journal.leftovers import leftovers
from barograph.store.wrap.journal.reading import Reading
from barograph.store.wrap.journal.record import KEY_KIND, RUN_KIND, VERSION, Title, logged_frame, name_frame, point_frame, title_frame

RUN = "a" * 32
Record = tuple[int, int, float] | dict[str, str]

INT64 = st.integers(-(2**63), 2**63 - 1)
POINTS = st.tuples(INT64, st.integers(0, 2**63 - 1), st.floats(width=64))
TAGS = st.dictionaries(st.sampled_from(["a", "b", "ü"]), st.text(max_size=20), min_size=1)
RECORDS = st.lists(st.one_of(POINTS, TAGS), max_size=12)


def frames_of(records: list[Record]) -> list[bytes]:
    """A journal that begins with its title and the names of its run and its metric."""
    head = title_frame(Title(VERSION, "w", "http://x", 1)) + name_frame(RUN_KIND, 0, RUN) + name_frame(KEY_KIND, 0, "loss")
    frames = [
        logged_frame(Logged(run_id=RUN, tags=record)) if isinstance(record, dict) else point_frame(0, 0, *record) for record in records
    ]
    return [head, *frames]


def expected(records: list[Record]) -> tuple[list[str], dict[str, str]]:
    """Points as texts, in which NaN equals itself, and tags."""
    tags: dict[str, str] = {}
    for record in records:
        if isinstance(record, dict):
            tags |= record
    return [repr(record) for record in records if not isinstance(record, dict)], tags


def told(runs: tuple[Logged, ...]) -> tuple[list[str], dict[str, str]]:
    points = [repr(point) for logged in runs for series in logged.series for point in zip(*series.columns(), strict=True)]
    return points, {key: value for logged in runs for key, value in logged.tags.items()}


@given(RECORDS, st.data())
def test_a_journal_cut_anywhere_gives_back_every_whole_record(records: list[Record], data: st.DataObject) -> None:
    frames = frames_of(records)
    content = b"".join(frames)
    cut = data.draw(st.integers(0, len(content)))
    found = Gatherer().gather(content[:cut])
    whole, end = -1, 0
    for frame in frames:
        end += len(frame)
        whole += end <= cut
    assert found.records == max(0, whole)
    assert told(found.runs) == expected(records[: max(0, whole)])


@given(RECORDS.filter(bool), st.data())
def test_damage_ends_the_journal_before_it(records: list[Record], data: st.DataObject) -> None:
    frames = frames_of(records)
    content = bytearray(b"".join(frames))
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= 1 << data.draw(st.integers(0, 7))
    found = Gatherer().gather(bytes(content))
    assert found.records < len(records)
    assert told(found.runs) == expected(records[: found.records])


@given(st.binary(max_size=300))
def test_noise_is_no_journal(noise: bytes) -> None:
    found = Gatherer().gather(noise)
    assert (found.runs, found.records, found.size) == ((), 0, 0)


@given(RECORDS, st.lists(st.integers(0, 14), max_size=6))
def test_a_server_that_knows_some_of_it_gets_the_rest_once(records: list[Record], answers: list[int]) -> None:
    """However much of what is offered the server turns out to have, or takes, it ends up with every record once."""
    content = b"".join(frames_of(records))
    reading, stored = Reading(lambda offset, size: content[offset : offset + size], "w", 1), 0
    taken: list[str] = []
    surprises = iter(answers)
    while (parcel := reading.parcel(len(content))) is not None:
        assert parcel.first == stored + 1
        unseen = min(next(surprises, 0), parcel.last - stored)
        if unseen:  # an earlier request that was thought lost had come through, with another grouping
            taken += [repr(record) for record in records[stored : stored + unseen]]
            stored += unseen
        else:
            taken += [repr(record) for record in records[stored : parcel.last]]
            stored = parcel.last
        assert reading.advance(parcel, Receipt(last=stored))
    assert taken == [repr(record) for record in records]


def test_what_the_server_has_lost_is_noticed() -> None:
    content = b"".join(frames_of([(1, 1, 1.0), (2, 2, 2.0)]))
    reading = Reading(lambda offset, size: content[offset : offset + size], "w", 7)
    parcel = reading.parcel(len(content))
    assert isinstance(parcel, Parcel)
    assert (parcel.first, parcel.last) == (7, 8)
    assert not reading.advance(parcel, Receipt(last=3))
    assert reading.parcel(len(content)) == parcel


def test_two_values_of_a_param_are_told_in_two_parcels() -> None:
    content = b"".join(logged_frame(Logged(run_id=RUN, params={"lr": value})) for value in ("1", "1", "2"))
    found = Gatherer().gather(content)
    assert (found.records, found.runs[0].params) == (2, {"lr": "1"})
    assert Gatherer().gather(content[found.size :]).runs[0].params == {"lr": "2"}


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal("http://127.0.0.1:1", tmp_path / "journals")
    yield journal
    journal.close(remove=False)


def gathered(journal: Journal) -> tuple[list[str], dict[str, str]]:
    runs: list[Logged] = []
    for segment, _ in journal.segments:
        runs += Gatherer().gather(segment.read(0, segment.end)).runs
    return told(tuple(runs))


def test_every_file_of_a_journal_can_be_read_alone(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("barograph.store.wrap.journal.journal._FILE_BYTES", 200)
    points = [("loss", step, step, step / 7) for step in range(50)]
    for point in points:
        assert journal.append(RUN, points=[point])
    assert len(journal.segments) > 5
    assert gathered(journal) == ([repr(point[1:]) for point in points], {})
    assert [first for _, first in journal.segments] == sorted({first for _, first in journal.segments})


def test_numbers_that_do_not_fit_leave_the_journal_as_it_was(journal: Journal) -> None:
    with pytest.raises(Exception, match=r"int too large|argument out of range|format requires"):
        journal.append(RUN, points=[("first", 1, 1, 1.0), ("loss", 2**63, 1, 1.0)])
    journal.append(RUN, Logged(run_id=RUN, status=RunStatus.FINISHED), [("loss", 1, 1, math.inf)])
    assert gathered(journal) == ([repr((1, 1, math.inf))], {})
    assert journal.last == 2


def test_a_journal_that_someone_writes_is_nobodys_leftover(journal: Journal) -> None:
    journal.append(RUN, points=[("loss", 1, 1, 1.0)])
    assert list(leftovers(journal.directory)) == []
    journal.close(remove=False)
    assert [found.title.writer_id for found in leftovers(journal.directory)] == [journal.writer_id]


@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"T", name_frame(RUN_KIND, 0, RUN), title_frame(Title(99, "w", "http://x", 1))])
def test_files_of_other_kinds_are_left_alone(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "w-000001.journal"
    file.write_bytes(content)
    assert list(leftovers(tmp_path)) == []
    assert file.read_bytes() == content


def test_where_no_file_can_be_written_records_wait_in_memory_within_bounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("barograph.store.wrap.journal.journal._MEMORY_BYTES", 300)
    monkeypatch.setattr("barograph.store.wrap.journal.journal._ALL_MEMORY_BYTES", 900)
    (tmp_path / "file").write_text("no directory")
    journal = Journal("http://127.0.0.1:1", tmp_path / "file" / "journals")
    for step in range(100):
        assert journal.append(RUN, points=[("loss", step, step, 0.5)])
    assert 0 < journal.last < 100
    assert journal.last + journal.dropped == 100
    assert gathered(journal)[0] == [repr((step, step, 0.5)) for step in range(journal.last)]
    assert [record.levelname for record in caplog.records] == ["WARNING", "ERROR"]
    journal.segments.popleft()
    kept = journal.last
    journal.append(RUN, points=[("loss", 1, 1, 0.5)])
    assert journal.last == kept + 1
