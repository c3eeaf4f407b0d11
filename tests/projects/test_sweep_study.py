"""What is tried next follows from seed, number and history alone, and pruners see what was logged."""

from __future__ import annotations

from typing import Any

import pytest

from barograph.projects.sweeps.reading import read_sweep
from barograph.projects.sweeps.spec import Sweep
from barograph.projects.sweeps.study import Study
from barograph.projects.sweeps.trial import Trial, TrialState

RANGES = {"x": {"min": -3.0, "max": 3.0}, "y": {"min": 1, "max": 8}, "k": {"values": ["a", "b", 1, 1.5, True]}}
STEPS = {"x": {"min": -3.0, "max": 3.0, "step": 0.5}, "y": {"min": 1, "max": 8}}


def sweep_by(method: str, **more: Any) -> Sweep:
    return read_sweep(
        {"method": method, "metric": {"name": "loss"}, "trials": 50, "parameters": STEPS if method == "grid" else RANGES} | more
    )


def value_of(trial: Trial) -> float:
    x, y = float(trial.proposal.parameters["x"]), float(trial.proposal.parameters["y"])
    return x**2 + (y - 3) ** 2


def go_on(study: Study, numbers: range) -> list[Trial]:
    trials = []
    for number in numbers:
        trial = Trial(number=number, run_id=str(number), name="", proposal=study.ask(number), state=TrialState.COMPLETE)
        trials.append(Trial(**{**{name: getattr(trial, name) for name in trial.__struct_fields__}, "value": value_of(trial)}))
        study.tell(number, TrialState.COMPLETE, trials[-1].value)
    return trials


@pytest.mark.parametrize("method", ["grid", "random", "tpe", "cmaes"])
def test_a_resumed_sweep_tries_what_it_would_have_tried(method: str) -> None:
    sweep = sweep_by(method)
    whole = go_on(Study(sweep, 7, "s"), range(40))
    assert len({tuple(trial.proposal.parameters.items()) for trial in whole}) == 40
    for cut in (0, 1, 13, 29):
        study = Study(sweep, 7, "s")
        study.restore(whole[:cut], {})
        assert go_on(study, range(cut, min(cut + 6, 40))) == whole[cut : cut + 6]


@pytest.mark.parametrize("method", ["random", "tpe", "cmaes"])
def test_another_seed_tries_other_values(method: str) -> None:
    first, second = (Study(sweep_by(method), seed, "s").ask(0) for seed in (1, 2))
    assert first != second


def test_a_trial_that_is_run_again_is_known_as_running() -> None:
    study = Study(sweep_by("tpe"), 7, "s")
    cut_off = Trial(number=0, run_id="0", name="", proposal=Study(sweep_by("tpe"), 7, "s").ask(0))
    study.restore([cut_off], {})
    assert study.ask(1) != cut_off.proposal
    study.tell(0, TrialState.COMPLETE, 1.0)
    study.tell(1, TrialState.FAILED, None)


@pytest.mark.parametrize("pruner", ["median", "hyperband"])
def test_trials_that_do_badly_are_given_up_and_so_after_a_resume(pruner: str) -> None:
    sweep = sweep_by("random", pruner={"type": pruner, "startup_trials": 3, "max_steps": 9} if pruner == "hyperband" else pruner)
    study = Study(sweep, 7, "s")
    good = [(step, 1.0 + number / 100) for number in range(1) for step in range(10)]
    trials, histories = [], {}
    for number in range(8):
        trial = Trial(number=number, run_id=str(number), name="", proposal=study.ask(number), state=TrialState.COMPLETE, value=1.0)
        study.report(number, good)
        study.tell(number, TrialState.COMPLETE, 1.0)
        trials.append(trial)
        histories[trial.run_id] = good
    resumed = Study(sweep, 7, "s")
    resumed.restore(trials, histories)
    for each in (study, resumed):
        each.ask(8)
        assert each.report(8, [(-1, 99.0), (0, 99.0), (1, 99.0), (2, 99.0), (9, 99.0)])


def test_without_a_pruner_nothing_is_given_up() -> None:
    study = Study(sweep_by("random"), 7, "s")
    for number in range(8):
        study.ask(number)
        assert not study.report(number, [(step, float(number)) for step in range(10)])
        study.tell(number, TrialState.COMPLETE, float(number))
