"""Artifacts in the browser: every kind of file, large tables, folders as zip files, and files that are broken or gone."""

from __future__ import annotations

import base64
import io
import json
import re
import struct
import wave
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from forms import SIZES, in_every_form
from playwright.sync_api import Page, expect
from ui_seeding import HOSTILE, START_MS, Api, Seeded, _finish, _png, _run

Visit = Callable[..., AbstractContextManager[Page]]
Keep = Callable[[Page, str], None]
ROWS = 30_000


def _notebook() -> bytes:
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": ["epoch 1\n", "epoch 2\n"]},
        {"output_type": "display_data", "data": {"image/png": base64.b64encode(_png(60, 30)).decode(), "text/plain": "<Figure>"}},
        {"output_type": "execute_result", "data": {"text/html": f"<b>frame</b><script>alert(1)</script>{HOSTILE}"}},
        {"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": ["\x1b[0;31mValueError\x1b[0m: no"]},
    ]
    cells = [
        {"cell_type": "markdown", "source": ["# Forecast of power\n", HOSTILE]},
        {"cell_type": "code", "source": "model.fit(x, y)\nmodel.score(x, y)", "execution_count": 7, "outputs": outputs},
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}).encode()


def _sound() -> bytes:
    sink = io.BytesIO()
    with wave.open(sink, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8_000)
        file.writeframes(b"".join(struct.pack("<h", (n * 300) % 8_000) for n in range(8_000)))
    return sink.getvalue()


def _parquet() -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table({"turbine": [f"T{n % 7}" for n in range(500)], "power": [n / 8 for n in range(500)]}), sink)
    return sink.getvalue()


def _pdf() -> bytes:
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj%sendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"xref\n0 4\n0000000000 65535 f \n" + table + b"trailer<</Root 1 0 R/Size 4>>\nstartxref\n%d\n%%%%EOF" % len(body)


def _svg() -> bytes:
    return b"<svg xmlns='http://www.w3.org/2000/svg' width='80' height='40'><script>alert(1)</script><rect width='80' height='40'/></svg>"


FILES: dict[str, bytes] = {
    "report/page.html": f"<h1>Report</h1><p style='color:teal'>All is well.</p>{HOSTILE}".encode(),
    "report/readme.md": b"# About\n\nA **bold** word.\n",
    "report/paper.pdf": _pdf(),
    "report/notebook.ipynb": _notebook(),
    "media/tone.wav": _sound(),
    "media/clip.mp4": b"no film at all",
    "media/plot.png": _png(640, 320),
    "media/drawing.svg": _svg(),
    "media/broken.png": b"no image at all",
    "tables/large.csv": b"n,turbine,power\n" + b"".join(b"%d,T%d,%.3f\n" % (n, n % 7, n * 0.25) for n in range(ROWS)),
    "tables/power.parquet": _parquet(),
    "tables/logged.json": json.dumps({"columns": ["turbine", "ok"], "data": [["T1", True], ["T2", False]]}).encode(),
    "tables/broken.parquet": b"PAR1 and nothing else",
    "config/values.json": json.dumps({"model": {"depth": 8, "name": HOSTILE}, "list": list(range(300)), "none": None}).encode(),
    "config/deep.json": b'{"a":' * 400 + b"1" + b"}" * 400,
    "config/plotly.json": json.dumps({"data": [{"type": "bar", "y": [1, 2]}], "layout": {"title": "t"}}).encode(),
    "config/params.yaml": b"model:\n  depth: 8\n  layers: [1, 2]\n",
    "code/train.py": b"".join(b"x_%d = %d\n" % (n, n) for n in range(40_000)),
    "code/line.log": b"x" * 3_000_000,
    "code/unknown.xyz": b"plain words\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def place(seeded: Seeded) -> str:
    """The address of the artifacts of a run that has one file of every kind."""
    api = Api(seeded.url)
    try:
        experiment = api.call("experiments/create", {"name": "files-of-all-kinds"})["experiment_id"]
        info = _run(api, experiment, "all-kinds", START_MS)
        for path, content in FILES.items():
            api.put(str(info["artifact_uri"]), path, content)
        _finish(api, str(info["run_id"]), START_MS)
    finally:
        api.close()
    return f"/experiments/{experiment}/runs/{info['run_id']}?tab=artifacts"


def test_large_tables_come_in_windows(visit: Visit, place: str) -> None:
    with visit(f"{place}&path=run:tables/large.csv") as page:
        expect(page.get_by_role("cell", name="T6").first).to_be_visible()
        expect(page.get_by_text("200 of 30,000 rows loaded")).to_be_visible()
        table = page.get_by_role("table", name="Content")
        assert table.get_by_role("row").count() < 120
        table.hover()
        page.mouse.wheel(0, 33_000)
        expect(page.get_by_text("1,200 of")).to_be_visible()
        page.mouse.wheel(0, 33_000)
        expect(page.get_by_text("2,200 of")).to_be_visible()
        page.get_by_role("button", name="power", exact=True).click()
        page.get_by_role("button", name="power", exact=True).click()
        expect(page.get_by_role("columnheader", name="power")).to_have_attribute("aria-sort", "descending")
        expect(page.get_by_text("sorted among those loaded")).to_be_visible()
        page.get_by_text("Source", exact=True).click()
        expect(page.get_by_text("n,turbine,power")).to_be_visible()
        assert "view=source" in page.url


def test_other_tables(visit: Visit, place: str) -> None:
    with visit(f"{place}&path=run:tables/power.parquet") as page:
        expect(page.get_by_role("cell", name="T6").first).to_be_visible()
        expect(page.get_by_text("500 rows")).to_be_visible()
        page.get_by_role("button", name="logged.json").click()
        expect(page.get_by_role("cell", name="T2")).to_be_visible()
        expect(page.get_by_role("cell", name="false")).to_be_visible()
        page.get_by_text("Tree", exact=True).click()
        expect(page.get_by_role("button", name="columns: [2]")).to_be_visible()


def test_text_and_values(visit: Visit, place: str) -> None:
    with visit(f"{place}&path=run:code/train.py") as page:
        expect(page.get_by_text("x_0 = 0", exact=True)).to_be_visible()
        expect(page.get_by_text(f"of {len(FILES['code/train.py']) // 1024} KiB are shown")).to_be_visible()
        page.get_by_role("button", name="Load more").click()
        page.get_by_role("button", name="Load more").click()
        expect(page.get_by_role("button", name="Load more")).to_have_count(0)
        page.get_by_role("button", name="line.log").click()
        expect(page.get_by_text("more characters")).to_be_visible()
        page.get_by_role("button", name="unknown.xyz").click()
        page.get_by_role("button", name="Show it as text").click()
        expect(page.get_by_text("plain words")).to_be_visible()
    with visit(f"{place}&path=run:config/values.json") as page:
        expect(page.get_by_text(json.dumps(HOSTILE))).to_be_visible()
        page.get_by_role("button", name="list: [300]").click()
        expect(page.get_by_role("button", name="Show more of 200")).to_be_visible()
        page.get_by_role("button", name="deep.json").click()
        for _ in range(6):
            page.get_by_role("button", name="a: {1}").last.click()
        page.get_by_role("button", name="plotly.json").click()
        expect(page.get_by_text("A Plotly figure")).to_be_visible()
        page.get_by_role("button", name="params.yaml").click()
        expect(page.get_by_text("layers: [1, 2]")).to_be_visible()
        page.get_by_text("Tree", exact=True).click()
        expect(page.get_by_role("button", name="layers: [2]")).to_be_visible()


def test_images_sound_and_papers(visit: Visit, place: str) -> None:
    with visit(f"{place}&path=run:media/plot.png") as page:
        image = page.get_by_role("img", name="plot.png")
        expect(image).to_be_visible()
        expect(page.get_by_text("640 × 320 · fitted")).to_be_visible()
        page.get_by_role("button", name="Zoom in").click()
        page.get_by_role("button", name="Zoom in").click()
        expect(page.get_by_text("640 × 320 · 225 %")).to_be_visible()
        assert image.evaluate("image => image.getBoundingClientRect().width") == pytest.approx(1_440, abs=4)
        page.get_by_role("button", name="Fit the view").click()
        expect(page.get_by_text("fitted")).to_be_visible()
        page.get_by_role("button", name="drawing.svg").click()
        expect(page.get_by_role("img", name="drawing.svg")).to_be_visible()
        page.get_by_role("button", name="tone.wav").click()
        expect(page.locator("audio")).to_have_js_property("duration", 1)
    with visit(f"{place}&path=run:report/paper.pdf") as page:
        frame = page.locator("iframe[title='paper.pdf']")
        expect(frame).to_have_attribute("src", re.compile("^blob:"))


def test_pages_run_nothing(visit: Visit, place: str) -> None:
    with visit(f"{place}&path=run:report/page.html") as page:
        frame = page.locator("iframe[title='page.html']")
        expect(frame).to_have_attribute("sandbox", "")
        expect(page.frame_locator("iframe[title='page.html']").get_by_role("heading", name="Report")).to_be_visible()
        page.get_by_role("button", name="readme.md").click()
        expect(page.get_by_role("heading", name="About")).to_be_visible()
        page.get_by_role("button", name="notebook.ipynb").click()
        expect(page.get_by_role("heading", name="Forecast of power")).to_be_visible()
        expect(page.get_by_text("model.score(x, y)")).to_be_visible()
        expect(page.get_by_text("ValueError: no")).to_be_visible()
        expect(page.get_by_role("img", name="Output")).to_be_visible()
        expect(page.frame_locator("iframe[title='Output']").get_by_text("frame")).to_be_visible()


def test_broken_and_missing_files(visit: Visit, place: str) -> None:
    with visit(f"{place}&path=run:media/broken.png") as page:
        expect(page.get_by_text("The image cannot be shown")).to_be_visible()
        page.get_by_role("button", name="clip.mp4").click()
        expect(page.get_by_text("The video cannot be played")).to_be_visible()
    with visit(f"{place}&path=run:tables/broken.parquet", refusals=True) as page:
        expect(page.get_by_text("broken.parquet cannot be shown this way")).to_be_visible()
    with visit(f"{place}&path=run:tables/gone.csv", refusals=True) as page:
        expect(page.get_by_text("gone.csv is not there")).to_be_visible()


def test_a_folder_is_downloaded_as_zip(visit: Visit, place: str) -> None:
    with visit(place) as page:
        page.get_by_role("button", name="config").hover()
        with page.expect_download() as download:
            page.get_by_role("link", name="Zip of config").click()
        assert download.value.suggested_filename == "config.zip"
        with zipfile.ZipFile(Path(download.value.path())) as archive:
            assert sorted(archive.namelist()) == sorted(path for path in FILES if path.startswith("config/"))


@in_every_form
def test_files_in_both_themes(visit: Visit, keep: Keep, place: str, theme: str, size: str) -> None:
    shown = {
        "tables/large.csv": ("cell", "T6"),
        "config/values.json": ("button", "list: [300]"),
        "report/notebook.ipynb": ("heading", "Forecast of power"),
        "media/plot.png": ("img", "plot.png"),
        "code/train.py": ("article", "code/train.py"),
        "report/page.html": ("article", "report/page.html"),
        "report/paper.pdf": ("article", "report/paper.pdf"),
    }
    for path, (role, name) in shown.items():
        with visit(f"{place}&path=run:{path}", theme=theme, size=SIZES[size]) as page:
            expect(page.get_by_role(role, name=name).first).to_be_visible()  # type: ignore[arg-type]  # a role, from the table above
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            keep(page, f"file-{Path(path).stem}-{theme}-{size}")
