"""A training process of the soak: logs until a file appears, and keeps a ledger of what it is about to log and what it has logged.

    python benchmarks/soak_writer.py URI LEDGER STOP SEED FIRST_STEP [RUN_ID]

Lines of the ledger: `run ID`; `? KEY STEP VALUE` before a call, one line a point; `!` once the call has returned.
"""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path

import barograph


def main() -> None:
    uri, ledger, stop, seed, first = sys.argv[1:6]
    resumed = sys.argv[6] if len(sys.argv) > 6 else None
    chance = random.Random(int(seed))
    book = os.open(ledger, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    barograph.set_tracking_uri(uri)
    run = barograph.start_run(run_id=resumed)
    os.write(book, f"run {run.info.run_id}\n".encode())
    direct = uri.startswith("sqlite")
    step = int(first)
    while not Path(stop).exists():
        for _ in range(chance.randrange(1, 4 if direct else 40)):
            value = chance.choice([step / 7, -step / 3, float("inf")])
            many = direct or chance.random() < 0.2
            points = {f"m{i}": value + i for i in range(8)} if many else {f"m{step % 8}": value}
            os.write(book, "".join([f"? {key} {step} {number!r}\n" for key, number in points.items()]).encode())
            if many:
                barograph.log_metrics(points, step=step)
            else:
                ((key, number),) = points.items()
                barograph.log_metric(key, number, step=step)
            if chance.random() < 0.02:
                barograph.set_tag("step", step)
            os.write(book, b"!\n")
            step += 1
        time.sleep(chance.random() * 0.4)
    barograph.end_run()


if __name__ == "__main__":
    main()
