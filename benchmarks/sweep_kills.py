"""A sweep is killed -9 at random moments and resumed until it is done; then its trials are counted. Prints JSON.

    python benchmarks/sweep_kills.py [--trials 200] [--workers 2] [--kills 3] [--seconds 0.05] [--seed 0] [--server] [--backend NAME]

The trials call a function, or with `--backend` (and `--backend-config JSON`) run a project there. On a local Ray cluster:

    ray start --head --dashboard-host=127.0.0.1 --disable-usage-stats
    python benchmarks/sweep_kills.py --server --backend ray --backend-config '{"address": "http://127.0.0.1:8265"}'

With `--server` its runs are kept by a server, else in an SQLite file. `faults` are trials that are missing, doubled, or not as they should
be; `performed` is how often the objective was carried out to its end, which a kill may have cut off from being counted.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "projects"))

from killed_sweep import faults, function_command, killed_sweep, processes_of, project_command

from barograph.testing.server import running_server


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=0.05)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--server", action="store_true")
    parser.add_argument("--backend")
    parser.add_argument("--backend-config", default="{}")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["BAROGRAPH_USER_DATA_DIR"] = str(folder / "user")
        if given.server:
            with running_server(folder / "server") as server:
                told = measured(server.url, folder, given)
        else:
            told = measured(f"sqlite:///{folder / 'runs.db'}", folder, given)
    print(json.dumps(told))
    raise SystemExit(1 if told["faults"] else 0)


def measured(uri: str, folder: Path, given: argparse.Namespace) -> dict[str, object]:
    begun = time.monotonic()
    options = {"trials": given.trials, "workers": given.workers, "seconds": given.seconds}
    if given.backend is None:
        command = function_command(uri, folder, **options)
    else:
        command = project_command(uri, folder, **options, backend=given.backend, config=given.backend_config)
    outcome = killed_sweep(command, uri, folder, trials=given.trials, kills=given.kills, chance=random.Random(given.seed))
    return {
        "trials": given.trials,
        "kills": outcome.kills,
        "finished": sum(run.info.status.value == "FINISHED" for run in outcome.children),
        "performed": outcome.performed,
        "begun_again": sum(run.tags["barograph.sweep.attempt"] != "1" for run in outcome.children),
        "faults": faults(outcome, given.trials),
        "left_over_processes": len(processes_of(folder)),
        "seconds": round(time.monotonic() - begun, 1),
    }


if __name__ == "__main__":
    main()
