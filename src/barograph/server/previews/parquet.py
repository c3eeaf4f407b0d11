"""Rows of a Parquet file, where pyarrow is installed: only the pages that hold them are read."""

from importlib.util import find_spec
from itertools import islice
from typing import Any

from barograph.server.previews.cells import MOST_COLUMNS, Cells
from barograph.server.previews.parquet_pages import check_pages
from barograph.server.previews.source import RangeFile, Source
from barograph.wire.previews import TableWindow

_MOST_FOOTER = 16 * 1024 * 1024
_MOST_CELLS = 200_000
_MOST_BYTES = 32 * 1024 * 1024
_MOST_PASSED = 2_000_000
"""Rows of a row group that one request may pass over."""

_BATCH = 256
_WIDE_BATCH = 32_768


def parquet_window(source: Source, offset: int, count: int) -> TableWindow:
    """The rows asked for; the file says itself how many there are."""
    if find_spec("pyarrow") is None:
        raise source.refuse("Parquet files are read with pyarrow, which this server does not have (pip install 'barograph[arrow]').")
    _check_footer(source)
    from pyarrow import ArrowException, ArrowInvalid  # type: ignore[import-untyped]  # ships no types

    try:
        return _read(source, offset, count)
    except (ArrowException, ArrowInvalid, OSError, ValueError, KeyError, NotImplementedError, MemoryError) as error:
        raise source.refuse(f"it cannot be read as Parquet ({str(error).partition(chr(10))[0][:200]}).") from None


def _check_footer(source: Source) -> None:
    if source.size < 12 or source.read(0, 4) != b"PAR1":
        raise source.refuse("it is no Parquet file.")
    tail = source.read(source.size - 8, source.size)
    if tail[4:] != b"PAR1" or int.from_bytes(tail[:4], "little") > min(_MOST_FOOTER, source.size - 12):
        raise source.refuse(f"its last bytes do not describe a table, or in more than {_MOST_FOOTER:,} bytes.")


def _read(source: Source, offset: int, count: int) -> TableWindow:
    import pyarrow.parquet as pq  # type: ignore[import-untyped]  # ships no types

    file = RangeFile(source)
    with pq.ParquetFile(
        file, pre_buffer=False, buffer_size=256 * 1024, thrift_string_size_limit=_MOST_FOOTER, thrift_container_size_limit=1_000_000
    ) as opened:
        names = opened.schema_arrow.names
        shown = list(dict.fromkeys(names))[:MOST_COLUMNS]
        total = opened.metadata.num_rows
        most = max(1, min(count, _MOST_CELLS // max(1, len(shown))))
        group, first = _group(opened.metadata, offset)
        batches = [] if group is None else _batches(source, file, opened, group, offset - first, most, shown)
    cells = Cells()
    values = [[cell for batch in batches for cell in batch.column(at).to_pylist()] for at in range(len(shown))]
    rows = sum(batch.num_rows for batch in batches)
    after = offset + rows
    return TableWindow(
        size_bytes=source.size,
        offset=offset,
        rows=rows,
        columns=tuple([cells.column(name, column) for name, column in zip(shown, values, strict=True)]),
        total_rows=total,
        next_offset=after if rows and after < total else None,
        hidden_columns=len(names) - len(shown),
        cut=cells.cut,
    )


def _group(metadata: Any, offset: int) -> tuple[int | None, int]:
    """The row group that holds a row, and its first row."""
    first = 0
    for number in range(metadata.num_row_groups):
        rows = metadata.row_group(number).num_rows
        if first <= offset < first + rows:
            return number, first
        first += rows
    return None, first


def _batches(source: Source, file: RangeFile, opened: Any, group: int, skip: int, count: int, shown: list[str]) -> list[Any]:
    """Rows [skip, skip + count) of one row group, fewer if it ends or they are large."""
    if skip > _MOST_PASSED:
        raise source.refuse(f"row {skip:,} of its row group {group + 1} lies too far inside; a preview passes {_MOST_PASSED:,} rows.")
    described = opened.metadata.row_group(group)
    wanted = set(shown)
    for at in range(described.num_columns):
        chunk = described.column(at)
        if chunk.path_in_schema.partition(".")[0] in wanted:
            check_pages(source, file, chunk, skip + count)
    size = _BATCH if skip < _WIDE_BATCH else _WIDE_BATCH
    kept: list[Any] = []
    held = 0
    start = 0
    for batch in islice(opened.iter_batches(size, row_groups=[group], columns=shown, use_threads=False), -(-(skip + count) // size)):
        part = batch.slice(max(0, skip - start), max(0, min(skip + count, start + batch.num_rows) - max(skip, start)))
        start += batch.num_rows
        if part.num_rows and start > skip:
            kept.append(part)
            held += part.nbytes
            if held > _MOST_BYTES:
                break
    return kept
