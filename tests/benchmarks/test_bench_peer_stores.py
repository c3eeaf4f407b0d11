"""What the benchmarks put into databases of the peers is the same runs, in the peers' columns."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
TRANSLATE = """
import made_up, peer_stores
shape = made_up.Shape(metrics=3, params=2, tags=2, points=1)
keys = dict(zip([*shape.metric_keys(), *shape.param_keys(), *shape.tag_keys()], range(1, 99)))
place = made_up.Place(1, "artifacts/1", keys, last_run=0, last_series=0)
rows = peer_stores._translated(made_up.rows(shape, (0, 5), 0, 5, place), {number: key for key, number in keys.items()}, "1")
for table, columns in peer_stores._COLUMNS.items():
    assert {len(row) for row in rows[table]} == {len(columns.split(","))}, table
assert [row[1] for row in rows["runs"]] == [f"run-{number}" for number in range(5)]
assert len({row[0] for row in rows["params"]}) == 5 and {row[1] for row in rows["params"]} == {"p0", "p1"}
assert {row[1] for row in rows["metrics"]} == {"m0", "m1", "m2"}
print("same")
"""


def test_runs_are_translated_into_the_columns_of_peers() -> None:
    done = subprocess.run([sys.executable, "-c", TRANSLATE], cwd=BENCHMARKS, check=True, stdout=subprocess.PIPE, text=True)
    assert done.stdout == "same\n"
