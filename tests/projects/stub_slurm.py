"""Stands for sbatch, squeue, sacct and scancel: they record their command lines, and jobs really run, each as a group of processes here.

A job that asks for 1000 nodes waits for ever. The queue forgets jobs of the partition `forgetful` when they end, and accounts are kept of
the account `kept` alone. A file `controller-is-down` among the state makes squeue fail.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

STATE = Path(sys.argv[1])
PROGRAM = sys.argv[2]
ARGUMENTS = sys.argv[3:]
KILL_WAIT_S = 0.5


def option(name: str) -> str:
    given = [one.partition("=")[2] for one in ARGUMENTS if one.startswith(f"--{name}=")]
    return given[-1] if given else ""


def say(state: str, job: Path) -> None:
    (job / "part").write_text(state)
    (job / "part").rename(job / "state")


def sbatch() -> int:
    if option("partition") == "nowhere":
        print("sbatch: error: Batch job submission failed: Invalid partition name specified", file=sys.stderr)
        return 1
    if (STATE / "controller-is-down").exists():
        print("sbatch: error: Unable to contact slurm controller (connect failure)", file=sys.stderr)
        return 1
    number = 1
    while True:
        job = STATE / f"job-{number}"
        with contextlib.suppress(FileExistsError):
            job.mkdir()
            break
        number += 1
    (job / "script").write_text(Path(ARGUMENTS[-1]).read_text())
    (job / "options").write_text(json.dumps(ARGUMENTS))
    say("PENDING", job)
    if option("nodes") != "1000" and os.fork() == 0:
        with Path(os.devnull).open("r+") as nothing:
            for number_of_file in (0, 1, 2):
                os.dup2(nothing.fileno(), number_of_file)
        run(job)
        os._exit(0)
    print(f"{number};west" if option("clusters") else number)
    return 0


def run(job: Path) -> None:
    with Path(option("output")).open("wb") as output:
        environment = {**os.environ, "SLURM_JOB_ID": job.name.removeprefix("job-")}
        script = subprocess.Popen(
            ["bash", str(job / "script")], cwd=option("chdir"), env=environment, stdout=output, stderr=output, start_new_session=True
        )
    (job / "group").write_text(str(script.pid))
    say("RUNNING", job)
    cancelled = None
    while script.poll() is None:
        if (job / "cancelled").exists():
            cancelled = cancelled or time.monotonic()
            kill(script.pid, signal.SIGKILL if time.monotonic() > cancelled + KILL_WAIT_S else signal.SIGTERM)
        time.sleep(0.02)
    kill(script.pid, signal.SIGKILL)
    ended = "COMPLETED" if script.returncode == 0 else "FAILED"
    say("CANCELLED by 1000" if cancelled else ended, job)


def kill(group: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, number)


def squeue() -> int:
    if (STATE / "controller-is-down").exists():
        print("squeue: error: Unable to contact slurm controller (connect failure)", file=sys.stderr)
        return 1
    job = STATE / f"job-{option('jobs')}"
    state = (job / "state").read_text().split()[0]
    if "--partition=forgetful" in json.loads((job / "options").read_text()) and state not in ("PENDING", "RUNNING"):
        print("slurm_load_jobs error: Invalid job id specified", file=sys.stderr)
        return 1
    print(state)
    return 0


def sacct() -> int:
    job = STATE / f"job-{option('jobs')}"
    if "--account=kept" not in json.loads((job / "options").read_text()):
        print("Slurm accounting storage is disabled", file=sys.stderr)
        return 1
    print((job / "state").read_text())
    return 0


def scancel() -> int:
    job = STATE / f"job-{ARGUMENTS[-1]}"
    if (job / "state").read_text() == "PENDING" and not (job / "group").exists():
        say("CANCELLED by 1000", job)
    (job / "cancelled").touch()
    return 0


with (STATE / f"{PROGRAM}.calls").open("a") as record:
    record.write(json.dumps(ARGUMENTS) + "\n")
sys.exit({"sbatch": sbatch, "squeue": squeue, "sacct": sacct, "scancel": scancel}[PROGRAM]())
