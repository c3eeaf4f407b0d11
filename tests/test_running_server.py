from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from barograph.testing.server import running_server


def test_a_server_runs_until_the_block_ends(tmp_path: Path) -> None:
    with running_server(tmp_path) as server:
        assert server.process.poll() is None
        with urlopen(f"{server}/health") as answer:
            assert answer.read() == b"OK"
    assert server.process.returncode is not None
    with pytest.raises(URLError):
        urlopen(f"{server.url}/health")


def test_a_server_that_does_not_start_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RuntimeError, match="ended with exit code 2"), running_server(tmp_path, "--no-such-option"):
        pass
    assert "no-such-option" in capsys.readouterr().err


def test_a_failing_block_shows_the_log_and_stops_the_server(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ZeroDivisionError), running_server(tmp_path) as server:
        raise ZeroDivisionError
    assert server.process.returncode is not None
    assert server.url in capsys.readouterr().err
