"""Runs scenarios with `projects.run` of the module that is named, and writes what came of them. Argument: a JSON file with the job."""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path


def main() -> None:
    job = json.loads(Path(sys.argv[1]).read_text())
    module = importlib.import_module(job["module"])
    projects = importlib.import_module(f"{job['module']}.projects")
    module.set_tracking_uri(job["tracking_uri"])
    outcomes = {}
    for name, scenario in job["scenarios"].items():
        module.set_experiment(f"{job['module']}: {name}")
        os.environ["DUMP_TO"] = scenario["dump_to"]
        os.environ.update(scenario["variables"])
        try:
            submitted = projects.run(scenario["uri"], env_manager="local", **scenario["arguments"])
            outcomes[name] = {"outcome": "returned", "run_id": submitted.run_id, "status_told": str(submitted.get_status())}
        except Exception as error:  # noqa: BLE001  # which errors there are is what is asked
            outcomes[name] = {"outcome": "raised", "error": f"{type(error).__name__}: {error}"}
        for variable in scenario["variables"]:
            del os.environ[variable]
    Path(job["outcomes"]).write_text(json.dumps(outcomes))


main()
