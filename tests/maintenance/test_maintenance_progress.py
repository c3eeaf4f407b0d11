"""The bar is for people who wait: on a terminal, and only when something takes long."""

import sys

import pytest

from barograph.maintenance import progress
from barograph.maintenance.progress import Progress


def shown(capsys: pytest.CaptureFixture[str]) -> str:
    with Progress("Counting", 4) as bar:
        bar.advance()
        bar.reach(4, 4)
    return capsys.readouterr().err


def test_nothing_is_shown_without_a_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_QUIET_S", -1.0)
    assert shown(capsys) == ""


def test_a_terminal_shows_what_takes_long(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert shown(capsys) == ""
    monkeypatch.setattr(progress, "_QUIET_S", -1.0)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "Counting" in shown(capsys)
