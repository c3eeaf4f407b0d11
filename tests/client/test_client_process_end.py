"""What becomes of open runs when a process ends."""

import subprocess
import sys
from pathlib import Path

import pytest

import barograph

PROGRAM = """
import threading
import barograph
barograph.set_tracking_uri({uri!r})
barograph.start_run(run_name="outer")
barograph.start_run(run_name="inner", nested=True)
thread = threading.Thread(target=barograph.start_run, kwargs={{"run_name": "thread"}})
thread.start()
thread.join()
{end}
"""


@pytest.mark.parametrize(
    ("end", "status"),
    [("", "FINISHED"), ("raise ValueError('broken')", "FAILED"), ("barograph.end_run('KILLED'); barograph.end_run('KILLED')", "KILLED")],
)
def test_every_open_run_ends_with_the_process(sqlite_uri: str, tmp_path: Path, end: str, status: str) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM.format(uri=sqlite_uri, end=end))
    ended = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, check=False)
    assert ended.returncode == (1 if status == "FAILED" else 0), ended.stderr
    runs = {run.info.run_name: run.info.status for run in barograph.search_runs(output_format="list")}
    assert runs == {"outer": status, "inner": status, "thread": "FINISHED" if status == "KILLED" else status}
