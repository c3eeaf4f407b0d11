"""The backend `slurm`: a batch job of a Slurm cluster, whose nodes see the folders of this machine."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from barograph.errors import BarographError, ExecutionFailed, InvalidValue, Unavailable, shown
from barograph.projects.backends.base import Launch
from barograph.projects.backends.configuration import read_configuration
from barograph.projects.backends.programs import ask
from barograph.projects.backends.slurm_job import ANSWER_S, SlurmJob
from barograph.projects.backends.variables import surroundings
from barograph.settings import user_directory

_SCRIPT = """#!/bin/bash
bash -c -- "$BAROGRAPH_PROJECT_COMMAND"
code=$?
echo "$code" > "$BAROGRAPH_PROJECT_EXIT_FILE"
exit "$code"
"""
_OPTION = re.compile(r"[a-z][a-z0-9-]*")
_OURS = (
    "array", "chdir", "error", "export", "help", "hold", "job-name", "output", "parsable", "test-only", "usage", "version", "wait", "wrap",
)  # fmt: skip


class SlurmConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`options` are long options of sbatch without the dashes: `{"partition": "gpu", "gres": "gpu:1", "exclusive": true}`.

    In `folder` every job gets a folder for its output and its exit code; the nodes must see it.
    """

    options: dict[str, str | int | float | bool] = {}
    folder: str | None = None


class SlurmBackend:
    """Hands commands to sbatch."""

    name = "slurm"
    activates = True
    configuration = SlurmConfig

    def submit(self, launch: Launch, config: Mapping[str, Any]) -> SlurmJob:
        """Submit a batch job in which the command runs."""
        options = read_configuration(SlurmConfig, self.name, config)
        argv = ["sbatch", "--parsable", *(_option(key, value) for key, value in options.options.items())]
        above = Path(options.folder).expanduser() if options.folder else user_directory() / "slurm"
        variables = surroundings(launch)
        above.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix="job-", dir=above.absolute()))
        if "%" in str(folder) or "\\" in str(folder):
            raise InvalidValue(
                f"Slurm would read the folder {shown(str(folder))} as a pattern. Give another one as configuration key folder."
            )
        script = folder / "script.sh"
        script.write_text(_SCRIPT)
        for name in ("SBATCH_ARRAY_INX", "SBATCH_WAIT"):
            variables.pop(name, None)
        variables |= {"BAROGRAPH_PROJECT_COMMAND": launch.command, "BAROGRAPH_PROJECT_EXIT_FILE": str(folder / "exit-code")}
        argv += [f"--job-name=barograph-{launch.run_id}", f"--chdir={launch.directory.absolute()}", f"--output={folder / 'output.log'}"]
        done = ask([*argv, "--export=ALL", str(script)], variables=variables, timeout_s=ANSWER_S)
        if done.returncode:
            raise _refusal(done.stderr.strip()[-2000:], options.options)
        # "12" or "12;cluster"
        job_id, _, cluster = done.stdout.strip().partition(";")
        if not job_id.isdecimal():
            raise ExecutionFailed(f"`sbatch --parsable` said {shown(done.stdout.strip())}, which is not the number of a job.")
        return SlurmJob(job_id, cluster, folder)


def _refusal(complaint: str, options: Mapping[str, object]) -> BarographError:
    """The error that a failure of sbatch means."""
    if "contact" in complaint.lower() and "controller" in complaint.lower():
        return Unavailable(f"The Slurm controller cannot be reached: {complaint}. Try again, or look at `scontrol ping`.")
    return InvalidValue(f"Slurm refused the job with options {shown(dict(options), 400)}: {complaint}")


def _option(key: str, value: str | float | bool) -> str:
    """An option of sbatch as one element of its command line."""
    # Abbreviations are options to sbatch, too.
    if not _OPTION.fullmatch(key) or any(ours.startswith(key) for ours in _OURS):
        raise InvalidValue(
            f"Slurm option {shown(key)} in the configuration key options is not a long option of sbatch, or one that the backend sets."
            " Name options without dashes, such as partition or time."
        )
    if isinstance(value, bool):
        if not value:
            raise InvalidValue(f"Slurm option {key} is false. Leave it out instead.")
        return f"--{key}"
    return f"--{key}={value}"
