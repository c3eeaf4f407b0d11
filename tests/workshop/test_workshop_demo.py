"""`make demo` in a process: server, workshop, check, and a clean end."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from workshop_clients import EXAMPLE, Farm

DEMO = [sys.executable, str(EXAMPLE / "demo.py")]


def test_the_demo_runs_checks_its_pages_and_leaves_nothing_running(farm: Farm, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    command = [*DEMO, "--data", str(farm.days), "--folder", str(folder), "--exit"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"\d+ pages answer\.", done.stdout)
    assert "has the alias champion" in done.stdout
    assert not [process for process in psutil.process_iter(["cwd"]) if process.info["cwd"] == str(folder)]


def test_the_demo_keeps_serving_until_it_is_interrupted(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    with subprocess.Popen([*DEMO, "--folder", str(folder)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as demo:
        try:
            assert demo.stdout is not None
            lines = []
            for line in demo.stdout:
                lines.append(line)
                if "Ctrl-C stops the server" in line:
                    break
            assert demo.poll() is None, "".join(lines)
            demo.send_signal(signal.SIGINT)
            assert demo.wait(60) == 0
        finally:
            demo.kill()  # the block would wait for it
    deadline = time.monotonic() + 10
    while [process for process in psutil.process_iter(["cwd"]) if process.info["cwd"] == str(folder)]:
        assert time.monotonic() < deadline, "The server outlived the demo."


def test_a_broken_file_stops_the_demo_before_anything_is_made(tmp_path: Path) -> None:
    broken = tmp_path / "farm.csv"
    broken.write_text("date,power\n2014-01-01,1\n")
    command = [*DEMO, "--data", str(broken), "--folder", str(tmp_path / "demo"), "--exit"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{broken}, column 'temperature_00': the header lacks 'temperature_00', ")
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "demo").exists()
