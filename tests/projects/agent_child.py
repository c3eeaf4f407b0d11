"""The process of one job for tests: `uri` is a folder, and the entry point a Python script in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from barograph.model import RunStatus
from barograph.model.job import ProjectJob
from barograph.projects.agent.child import main


class Script:
    """A script in the process group of this process, so that it ends when that does."""

    def __init__(self, job: ProjectJob) -> None:
        variables = {**os.environ, "BAROGRAPH_RUN_ID": job.run_id, "JOB_ID": job.job_id, "PARAMETERS": json.dumps(job.parameters)}
        self._cancelled = False
        self._process = subprocess.Popen([sys.executable, str(Path(job.uri) / job.entry_point)], env=variables)

    @property
    def id(self) -> str:
        return str(self._process.pid)

    def status(self) -> RunStatus:
        code = self._process.poll()
        if code is None:
            return RunStatus.RUNNING
        return RunStatus.KILLED if self._cancelled else RunStatus.FAILED if code else RunStatus.FINISHED

    def wait(self) -> RunStatus:
        self._process.wait()
        return self.status()

    def cancel(self) -> None:
        self._cancelled = True
        self._process.kill()
        self._process.wait()

    def abandon(self) -> None:
        self.cancel()


if __name__ == "__main__":
    main(Script)
