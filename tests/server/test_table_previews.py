"""Windows of tables over HTTP: every form, the ends of files, and files made to hurt."""

from __future__ import annotations

import io
import json
import struct
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from server_caller import Answer, Caller

from barograph.store.memory import MemoryStore

ROUTE = "/api/barograph/1/artifacts/table"
PLAIN = 'id,name,ratio,ok\n1,one,0.5,true\n2,,nan,false\n3,"th,\n""ree""",-inf,\n'
COLUMNS = {"id": [1, 2, 3], "name": ["one", None, "three"]}


class Files:
    """Files of one run."""

    def __init__(self, server: Caller) -> None:
        self.server = server
        self.run_id = server.new_run()
        self.folder = server.artifacts / "0" / self.run_id / "artifacts"
        self.folder.mkdir(parents=True)

    def put(self, name: str, content: bytes | str) -> Path:
        place = self.folder / name
        place.write_bytes(content.encode() if isinstance(content, str) else content)
        return place

    def ask(self, name: str, offset: int = 0, count: int = 100) -> Answer:
        return self.server.get(ROUTE, run_id=self.run_id, path=name, offset=offset, count=count)

    def window(self, name: str, offset: int = 0, count: int = 100) -> dict[str, Any]:
        answer = self.ask(name, offset, count)
        assert answer.status == 200, answer.data
        return dict(answer.json)

    def columns(self, name: str, offset: int = 0, count: int = 100) -> dict[str, tuple[str, list[Any]]]:
        return {column["name"]: (column["type"], column["values"]) for column in self.window(name, offset, count)["columns"]}

    def refusal(self, name: str) -> str:
        answer = self.ask(name)
        assert (answer.status, answer.code) == (400, "INVALID_PARAMETER_VALUE"), answer.data
        assert "cannot be previewed" in answer.message
        return answer.message


@pytest.fixture
def files(server: Caller) -> Files:
    assert isinstance(server.store, MemoryStore)
    return Files(server)


def test_separated_values_become_typed_columns(files: Files) -> None:
    files.put("a.csv", PLAIN)
    assert files.columns("a.csv") == {
        "id": ("integer", [1, 2, 3]),
        "name": ("text", ["one", None, 'th,\n"ree"']),
        "ratio": ("number", [0.5, "NaN", "-Infinity"]),
        "ok": ("boolean", [True, False, None]),
    }
    window = files.window("a.csv", 1, 1)
    assert (window["rows"], window["total_rows"], window["next_offset"], window["size_bytes"]) == (1, 3, 2, len(PLAIN))
    assert "next_offset" not in files.window("a.csv", 1)


@pytest.mark.parametrize(
    ("name", "content", "names"),
    [
        ("tab.tsv", "a\tb,c\n1\t2\n", ["a", "b,c"]),
        ("semicolon.csv", "a;b\n1;2\n", ["a", "b"]),
        ("mark.csv", b"\xef\xbb\xbfa,b\r\n1,2", ["a", "b"]),
        ("only-names.csv", "a,b", ["a", "b"]),
        ("wider.csv", "a\n1,2\n\n", ["a", "column 2"]),
        ("codes.csv", "zip,large\n007,9007199254740993\n", ["zip", "large"]),
        ("broken.csv", b"a,\xff\xfe\n\xff,1\n", ["a", "��"]),
    ],
)
def test_variants_of_separated_values(files: Files, name: str, content: bytes | str, names: list[str]) -> None:
    files.put(name, content)
    assert list(files.columns(name)) == names


def test_what_only_looks_like_a_number_stays_whole(files: Files) -> None:
    files.put("codes.csv", "zip,large\n007,9007199254740993\n")
    assert files.columns("codes.csv") == {"zip": ("text", ["007"]), "large": ("integer", ["9007199254740993"])}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("split.json", json.dumps({"columns": ["id", "name"], "index": [0, 1, 2], "data": [[1, "one"], [2, None], [3, "three"]]})),
        ("array.json", json.dumps([{"id": 1, "name": "one"}, {"id": 2}, {"id": 3, "name": "three"}], indent=2)),
        ("lines.jsonl", '{"id": 1, "name": "one"}\n\n{"id": 2, "name": null}\n{"id": 3, "name": "three"}'),
    ],
)
def test_json_tables(files: Files, name: str, content: str) -> None:
    files.put(name, content)
    assert files.columns(name) == {"id": ("integer", COLUMNS["id"]), "name": ("text", COLUMNS["name"])}
    assert files.columns(name, 2, 1) == {"id": ("integer", [3]), "name": ("text", ["three"])}
    assert files.window(name, 0, 1)["total_rows"] == 3
    assert files.window(name, 7)["rows"] == 0


def test_json_rows_of_other_kinds(files: Files) -> None:
    files.put("numbers.json", "[1, 2.5, NaN, null]")
    assert files.columns("numbers.json") == {"value": ("number", [1, 2.5, "NaN", None])}
    files.put("lists.json", "[[1, true], [2]]")
    assert files.columns("lists.json") == {"column 1": ("integer", [1, 2]), "column 2": ("boolean", [True, None])}
    image = {"type": "image", "filepath": "table_images/a.png", "compressed_filepath": "table_images/a.webp"}
    files.put("mixed.json", json.dumps([{"a": {"x": [1]}, "b": image}, {"a": "text", "b": None}]))
    assert files.columns("mixed.json") == {"a": ("json", ['{"x":[1]}', "text"]), "b": ("image", ["table_images/a.webp", None])}


def test_a_cut_json_file_shows_what_is_there(files: Files) -> None:
    files.put("cut.json", '[{"a": "ü"}, {"a": "y"}, {"a": ')
    window = files.window("cut.json")
    assert (window["rows"], window["total_rows"], window["unfinished"]) == (2, 2, True)


def test_parquet(files: Files) -> None:
    table = pa.table(
        {
            **COLUMNS,
            "when": pa.array([0, 1, 2], pa.timestamp("ms", "UTC")),
            "raw": [b"\x01", b"", None],
            "nested": [[1, 2], None, []],
            "x": [0.5, float("nan"), float("inf")],
        }
    )
    pq.write_table(table, files.put("t.parquet", b""), row_group_size=2)
    columns = files.columns("t.parquet")
    assert columns["id"] == ("integer", COLUMNS["id"][:2])  # a window ends with its row group
    assert columns["nested"] == ("json", ["[1,2]", None])
    assert columns["raw"] == ("text", ["0x01", "0x"])
    assert columns["x"] == ("number", [0.5, "NaN"])
    window = files.window("t.parquet")
    assert (window["rows"], window["total_rows"], window["next_offset"]) == (2, 3, 2)
    assert files.columns("t.parquet", 2)["when"][1] == ["1970-01-01 00:00:00.002000+00:00"]
    assert files.window("t.parquet", 3)["rows"] == 0


def test_a_row_deep_inside_a_parquet_file(files: Files) -> None:
    pq.write_table(pa.table({"n": range(300_000)}), files.put("long.parquet", b""))
    assert files.columns("long.parquet", 250_000, 3) == {"n": ("integer", [250_000, 250_001, 250_002])}


def test_windows_of_a_large_file_join_to_all_of_it(files: Files) -> None:
    rows = 300_000
    files.put("large.csv", "n,text\n" + "".join(f'{n},"row, {n}"\n' for n in range(rows)))
    first = files.window("large.csv", 0, 1_000)
    assert "total_rows" not in first
    assert abs(first["about_rows"] - rows) < rows / 2
    assert first["next_offset"] == 1_000
    for offset in (123_456, 5, 299_995, 123_000):
        columns = files.columns("large.csv", offset, 5)
        assert columns["n"][1] == list(range(offset, offset + 5))
        assert columns["text"][1][0] == f"row, {offset}"
    assert files.window("large.csv", 0, 10)["total_rows"] == rows
    files.put("large.csv", "n\n1\n")
    assert files.columns("large.csv") == {"n": ("integer", [1])}


def test_one_request_reads_no_more_than_its_share(files: Files) -> None:
    place = files.put("huge.csv", b"")
    line = b"1," + b"x" * 1_000 + b"\n"
    with place.open("wb") as file:
        file.write(b"a,b\n")
        for _ in range(200):
            file.write(line * 1_000)
    answer = files.ask("huge.csv", 190_000, 1)
    assert answer.status == 400
    assert "the last one known" in answer.message
    for offset in (120_000, 180_000, 190_000):
        assert files.window("huge.csv", offset, 1)["rows"] == 1


def test_cells_and_windows_are_bounded(files: Files) -> None:
    files.put("wide.csv", ",".join(f"c{n}" for n in range(1_500)) + "\n" + (",".join(["1"] * 1_500) + "\n") * 400)
    window = files.window("wide.csv", 0, 1_000)
    assert (len(window["columns"]), window["hidden_columns"]) == (1_000, 500)
    assert window["rows"] <= 201
    assert window["next_offset"] == window["rows"]
    files.put("long.jsonl", json.dumps({"a": "x" * 100_000}) + "\n")
    window = files.window("long.jsonl")
    assert window["cut"] is True
    assert len(window["columns"][0]["values"][0]) < 3_000
    assert files.ask("wide.csv", 0, 1_001).status == 400
    assert files.ask("wide.csv", -1, 10).status == 400


def _sparse(place: Path, start: bytes, size: int, end: bytes = b"") -> None:
    """A file of `size` bytes that takes little of the disk."""
    with place.open("wb") as file:
        file.write(start)
        file.truncate(size)
        file.seek(size)
        file.write(end)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("line.csv", b"a,b\n" + b"x" * 3_000_000, "longer than"),
        ("quote.csv", b'a,b\n"' + b"x\n" * 300_000, "no table of separated values"),
        ("binary.csv", bytes(range(256)), "binary"),
        ("utf16.csv", "a,b\n1,2\n".encode("utf-16"), "UTF-16"),
        ("deep.json", b"[" * 100_000, "nested too deeply"),
        ("deep-rows.json", b'[{"a":' + b"[" * 100_000, "nested too deeply"),
        ("deep.jsonl", b'{"a":' * 100_000, "nested too deeply"),
        ("value.json", b'["' + b"x" * 6_000_000 + b'"]', "more than"),
        ("digits.json", b"[" + b"9" * 6_000_000, "more than"),
        ("object.json", b'{"a": 1}', "no table"),
        ("text.json", b"not json", "no table"),
        ("empty.json", b"", "no table"),
        ("other.bin", b"x", "does not end in"),
        ("no.parquet", b"PAR1", "no Parquet"),
        ("junk.parquet", b"PAR1" + b"x" * 100 + b"\x60\0\0\0PAR1", "cannot be read as Parquet"),
        ("footer.parquet", b"PAR1" + b"x" * 100 + b"\xff\xff\xff\x7fPAR1", "do not describe"),
    ],
)
def test_hostile_files_are_refused_in_words(files: Files, name: str, content: bytes, words: str) -> None:
    files.put(name, content)
    assert words in files.refusal(name)


def test_a_line_of_a_gigabyte(files: Files) -> None:
    _sparse(files.put("line.jsonl", b""), b'{"a": "', 1 << 30)
    assert "no JSON" in files.refusal("line.jsonl")
    _sparse(files.put("line.csv", b""), b"a,b\n" + b"1,2\n" * 20_000, 1 << 30)
    assert files.window("line.csv", 0, 10)["rows"] == 10
    answer = files.ask("line.csv", 19_000, 1_000)
    assert answer.status == 200
    answer = files.ask("line.csv", 20_000, 10)
    assert (answer.status, "longer than" in answer.message) == (400, True)


def test_a_parquet_page_that_unpacks_to_a_gigabyte(files: Files) -> None:
    sink = io.BytesIO()
    pq.write_table(pa.table({"z": [b"\0" * (160 << 20)]}), sink, compression="zstd", use_dictionary=False, write_statistics=False)
    assert len(sink.getvalue()) < 1 << 20
    files.put("bomb.parquet", sink.getvalue())
    assert "unpacks to" in files.refusal("bomb.parquet")


def test_every_cut_of_a_parquet_file_is_answered(files: Files) -> None:
    sink = io.BytesIO()
    pq.write_table(pa.table(COLUMNS), sink)
    whole = sink.getvalue()
    size = struct.unpack("<I", whole[-8:-4])[0]
    for position in range(4, len(whole) - 8, 7):
        broken = bytearray(whole)
        broken[position] ^= 0xFF
        files.put("b.parquet", bytes(broken))
        assert files.ask("b.parquet").status in (200, 400), position
    files.put("b.parquet", whole[: -size // 2] + whole[-8:])
    assert files.ask("b.parquet").status == 400


def test_what_is_not_there(files: Files, server: Caller) -> None:
    missing = files.ask("nope.csv")
    assert (missing.status, missing.code) == (404, "RESOURCE_DOES_NOT_EXIST")
    assert server.get(ROUTE, run_id="0" * 32, path="a.csv").status == 404
    assert server.get(ROUTE, run_id=files.run_id).status == 400
    assert server.get(ROUTE, path="a.csv").status == 400
    assert server.get(ROUTE, run_id=files.run_id, model_id="m-1", path="a.csv").status == 400
    (files.folder / "d.csv").mkdir()
    assert "directory" in files.refusal("d.csv")
    for path in ("../x.csv", "..\\x.csv", "%2e%2e/x.csv", "/etc/x.csv", "a\0.csv"):
        assert server.get(ROUTE, run_id=files.run_id, path=path).status in (400, 404)
