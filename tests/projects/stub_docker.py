"""Stands for the program docker: it records its command lines, and runs commands of containers as processes here.

A container sees nothing of docker's own environment but what `-e` gives it, works in the mounted folder that `-w` names, and ends with its
first process.
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
ARGUMENTS = sys.argv[3:]
WITH_VALUE = {"--name", "-v", "-e", "-w"}


def image(reference: str) -> Path:
    return STATE / ("image-" + reference.replace("/", "_"))


def inspect() -> int:
    reference = ARGUMENTS[-1]
    if not image(reference).exists():
        print(f"Error: No such image: {reference}", file=sys.stderr)
        return 1
    print(f"{reference}@sha256:0123" if "RepoDigests" in ARGUMENTS[-2] else "sha256:" + "ab" * 32)
    return 0


def build() -> int:
    given = sys.stdin.read()
    (STATE / "dockerfile").write_text(given)
    reference = ARGUMENTS[ARGUMENTS.index("--tag") + 1]
    if "broken" in given:
        print("the recipe is broken", file=sys.stderr)
        return 1
    image(reference).write_text(ARGUMENTS[-1])
    return 0


def run() -> int:
    options: dict[str, list[str]] = {}
    position = 1
    while ARGUMENTS[position].startswith("-"):
        name = ARGUMENTS[position]
        if name in WITH_VALUE:
            options.setdefault(name, []).append(ARGUMENTS[position + 1])
            position += 1
        position += 1
    inside = {"PATH": "/usr/local/bin:/usr/bin:/bin"}
    for given in options.get("-e", []):
        name, has_value, value = given.partition("=")
        if has_value or name in os.environ:
            inside[name] = value if has_value else os.environ[name]
    mounted = {target: source for source, target in (volume.split(":")[:2] for volume in options.get("-v", []))}
    folder = mounted.get(options["-w"][0]) or image(ARGUMENTS[position]).read_text()
    main = subprocess.Popen(ARGUMENTS[position + 1 :], cwd=folder, env=inside, start_new_session=True)
    signal.signal(signal.SIGTERM, lambda *_: main.send_signal(signal.SIGTERM))
    (STATE / f"container-{options['--name'][0]}").write_text(str(main.pid))
    code = main.wait()
    end(main.pid)
    (STATE / f"container-{options['--name'][0]}").unlink(missing_ok=True)
    return code if code >= 0 else 128 - code


def end(group: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def stop() -> int:
    container = STATE / f"container-{ARGUMENTS[-1]}"
    if not container.exists():
        print(f"Error: No such container: {ARGUMENTS[-1]}", file=sys.stderr)
        return 1
    main = int(container.read_text())
    with contextlib.suppress(ProcessLookupError):
        os.kill(main, signal.SIGTERM)
    until = time.monotonic() + float(ARGUMENTS[ARGUMENTS.index("-t") + 1] if "-t" in ARGUMENTS else 0)
    while container.exists() and time.monotonic() < until:
        time.sleep(0.02)
    end(main)
    return 0


def login() -> int:
    (STATE / "password").write_text(sys.stdin.read())
    return 0


def pull() -> int:
    if "missing" in ARGUMENTS[1]:
        return 1
    image(ARGUMENTS[1]).write_text("")
    return 0


with (STATE / "docker.calls").open("a") as record:
    record.write(json.dumps(ARGUMENTS) + "\n")
COMMANDS = {
    "image": inspect, "pull": pull, "build": build, "push": lambda: 0, "login": login, "run": run, "stop": stop,
    "rm": lambda: stop() and 0,
}  # fmt: skip
sys.exit(COMMANDS[ARGUMENTS[0]]())
