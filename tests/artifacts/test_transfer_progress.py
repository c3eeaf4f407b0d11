import io
import sys
from pathlib import Path

import pytest

from barograph.artifacts import progress
from barograph.artifacts.chunks import FileChunks
from barograph.artifacts.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def pass_through(tmp_path: Path, total: int) -> None:
    (tmp_path / "f").write_bytes(bytes(total))
    with Progress("Uploading", total) as bar:
        counted = bar.counted(FileChunks(tmp_path / "f"))
        for _ in range(2):
            assert sum(len(piece) for piece in counted) == total
        assert getattr(counted, "size_bytes", None) == total


def test_a_long_transfer_shows_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    monkeypatch.setattr(progress, "_QUIET_S", -1.0)
    monkeypatch.setenv("TERM", "xterm")
    pass_through(tmp_path, 3_000_000)
    assert "Uploading" in terminal.getvalue()
    assert "MB" in terminal.getvalue()


def test_a_short_transfer_shows_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    monkeypatch.setattr(progress, "_QUIET_S", 3_600.0)
    pass_through(tmp_path, 10)
    assert terminal.getvalue() == ""


def test_nothing_is_shown_where_nobody_looks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "stderr", log := io.StringIO())
    monkeypatch.setattr(progress, "_QUIET_S", -1.0)
    pass_through(tmp_path, 10)
    assert log.getvalue() == ""
