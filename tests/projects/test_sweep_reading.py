"""What a sweep's file may say, and what is told of one that is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barograph.errors import InvalidValue
from barograph.projects.sweeps.reading import read_sweep
from barograph.projects.sweeps.space import grid_point, grid_size
from barograph.projects.sweeps.spec import Dimension, Metric, Pruner, Sweep, Target
from barograph.projects.sweeps.yaml_text import read_yaml

WHOLE = """
name: tune
project:
  uri: train
  entry_point: fit
  parameters: {data: wind.csv}
method: tpe
parameters:
  lr: {min: 1e-4, max: 1e-1, log: true}
  depth: {min: 2, max: 8}
  momentum: {min: 0, max: 1, type: float}
  optimizer: {values: [adam, on, 1e-3, 5, true]}
metric: {name: val/loss, goal: maximize}
trials: 40
workers: 2
pruner: median
seed: 7
timeout: 3600
max_failures: 5
"""


def test_a_file_is_read_as_it_is_meant(tmp_path: Path) -> None:
    (tmp_path / "sweep.yaml").write_text(WHOLE)
    assert read_sweep(tmp_path / "sweep.yaml") == Sweep(
        name="tune",
        project=Target(uri=str(tmp_path / "train"), entry_point="fit", parameters={"data": "wind.csv"}),
        method="tpe",
        parameters={
            "lr": Dimension(min=1e-4, max=1e-1, log=True, type="float"),
            "depth": Dimension(min=2, max=8, type="int"),
            "momentum": Dimension(min=0.0, max=1.0, type="float"),
            "optimizer": Dimension(values=("adam", "on", 1e-3, 5, True)),
        },
        metric=Metric(name="val/loss", goal="maximize"),
        trials=40,
        workers=2,
        pruner=Pruner(type="median"),
        seed=7,
        timeout=3600,
        max_failures=5,
    )


@pytest.mark.parametrize("uri", ["https://host/repo.git#part", "git@host:group/repo", "file:///srv/repo", "ssh://git@host/repo"])
def test_addresses_stay_as_they_are(uri: str) -> None:
    sweep = read_sweep(sound(project={"uri": uri}))
    assert sweep.project is not None
    assert sweep.project.uri == uri


def test_a_grid_has_all_its_points_unless_fewer_are_asked_for() -> None:
    grid = {"method": "grid", "parameters": {"a": {"values": [1, 2, 3]}, "b": {"min": 0.0, "max": 0.3, "step": 0.1}}}
    assert read_sweep(sound(**grid, trials=None)).trials == 12
    assert read_sweep(sound(**grid, trials=5)).trials == 5


def sound(**changes: Any) -> dict[str, Any]:
    whole = {"parameters": {"x": {"min": 0.0, "max": 1.0}}, "metric": {"name": "loss"}, "trials": 3} | changes
    return {key: value for key, value in whole.items() if value is not None}


def one(**dimension: Any) -> dict[str, Any]:
    return sound(parameters={"x": dimension})


WRONG: list[tuple[dict[str, Any], list[str]]] = [
    (sound(trails=5), ["trails", "5", "no such key", "trials"]),
    (sound(parameters=None), ["parameters is missing"]),
    (sound(metric=None), ["metric is missing"]),
    (sound(trials=None), ["trials is missing"]),
    (sound(trials="many"), ["trials", "'many'", "int"]),
    (sound(trials=0), ["trials is 0", "1 to"]),
    (sound(workers=0), ["workers is 0"]),
    (sound(seed=-1), ["seed is -1"]),
    (sound(timeout=0), ["timeout is 0"]),
    (sound(max_failures=0), ["max_failures is 0"]),
    (sound(method="luck"), ["method", "'luck'"]),
    (sound(metric={"name": "loss", "goal": "least"}), ["metric.goal", "'least'"]),
    (sound(metric={"name": "loss", "target": 1}), ["metric", "target", "name, goal"]),
    (sound(metric={"name": "a;b"}), ["metric.name", "'a;b'"]),
    (sound(metric="loss"), ["metric", "'loss'"]),
    (sound(pruner="often"), ["pruner.type", "'often'"]),
    (sound(pruner={"type": "median", "interval_steps": 0}), ["pruner.interval_steps is 0"]),
    (sound(parameters={}), ["parameters is {}"]),
    (sound(parameters={"a;b": {"values": [1]}}), ["'a;b'"]),
    (one(), ["parameters.x", "min is missing"]),
    (one(min=1), ["parameters.x", "max is missing"]),
    (one(min=1, max="ten"), ["parameters.x.max", "'ten'"]),
    (one(min=1, max=1), ["parameters.x.min is 1", "not below"]),
    (one(min=1.5, max=3, type="int"), ["parameters.x", "int", "1.5"]),
    (one(min=0, max=3.0, log=True), ["parameters.x.min", "above 0"]),
    (one(min=1, max=9, step=2, log=True), ["parameters.x", "step, 2", "log"]),
    (one(min=1, max=9, step=0), ["parameters.x.step is 0"]),
    (one(min=1, max=9, step=20), ["parameters.x.step is 20"]),
    (one(min=1, max=float("inf")), ["parameters.x.max is inf"]),
    (one(values=[]), ["parameters.x.values is empty"]),
    (one(values=[1, 1]), ["parameters.x.values", "twice"]),
    (one(values=[1, [2]]), ["parameters.x.values[1]", "[2]"]),
    (one(values=[float("nan")]), ["parameters.x.values holds nan"]),
    (one(values=[1], min=0), ["parameters.x", "values and a range"]),
    (one(minimum=1), ["parameters.x", "minimum", "values, min, max"]),
    (sound(method="grid"), ["parameters.x", "grid cannot try all"]),
    (sound(method="grid", parameters={"x": {"values": [1, 2]}}, trials=3), ["trials is 3", "2 points"]),
    (sound(method="cmaes"), ["'cmaes'", "two parameters"]),
    (sound(project={"uri": "p", "parameters": {"x": 1}}), ["project.parameters.x is fixed"]),
    (sound(project={"path": "p"}), ["project", "path", "uri"]),
    (one(values=["v" * 9_000, "w"]), ["characters a trial"]),
]


@pytest.mark.parametrize(("data", "told"), WRONG, ids=[" ".join(told) for _, told in WRONG])
def test_what_is_wrong_is_named_with_key_and_value(data: dict[str, Any], told: list[str]) -> None:
    with pytest.raises(InvalidValue) as raised:
        read_sweep(data)
    assert [part for part in told if part not in raised.value.message] == [], raised.value.message


@pytest.mark.parametrize("text", ["a: [", "a: 1\na: 2", "- 1", "!!python/object/apply:os.system ['true']", "\x00"])
def test_a_file_that_is_no_mapping_of_plain_values_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "sweep.yaml").write_text(text)
    with pytest.raises(InvalidValue, match=r"sweep\.yaml"):
        read_sweep(tmp_path / "sweep.yaml")
    with pytest.raises(InvalidValue, match="nowhere"):
        read_sweep(tmp_path / "nowhere.yaml")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_of_yaml_are_those_of_python(number: float) -> None:
    assert read_yaml(repr(number), "it") == number


finite = st.one_of(
    st.lists(st.integers(), min_size=1, max_size=4, unique=True).map(lambda values: Dimension(values=tuple(values))),
    st.tuples(st.integers(-5, 5), st.integers(1, 5)).map(lambda ends: Dimension(min=ends[0], max=ends[0] + ends[1], type="int")),
    st.tuples(st.integers(-5, 5), st.integers(1, 9)).map(
        lambda ends: Dimension(min=float(ends[0]), max=ends[0] + ends[1] / 10, step=0.1, type="float")
    ),
)


@given(st.dictionaries(st.sampled_from("abc"), finite, min_size=1))
def test_the_points_of_a_grid_are_all_different_and_within(parameters: dict[str, Dimension]) -> None:
    size = grid_size(parameters)
    points = [grid_point(parameters, number) for number in range(size)]
    assert len({tuple(point.items()) for point in points}) == size
    for point in points:
        for name, dimension in parameters.items():
            if dimension.values is None:
                assert dimension.min is not None
                assert dimension.max is not None
                assert dimension.min - 1e-9 <= float(point[name]) <= dimension.max + 1e-9
            else:
                assert point[name] in dimension.values
