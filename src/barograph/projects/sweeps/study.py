"""What to try next: Optuna's samplers and pruners over a study in memory that is made from the trials that are stored.

A trial's values follow from the sweep's seed, its number, and the trials that had ended when it was begun, and from nothing else: a sweep
that is resumed goes on as it would have.
"""

from __future__ import annotations

import hashlib
import math
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

from barograph.errors import NotSupported
from barograph.projects.sweeps.space import grid_point
from barograph.projects.sweeps.spec import Dimension, Pruner, Sweep
from barograph.projects.sweeps.trial import Points, Proposal, Trial, TrialState

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution
    from optuna.pruners import BasePruner
    from optuna.samplers import BaseSampler
    from optuna.trial import FrozenTrial

_GENERATION, _OPTIMIZER = "cma:generation", "cma:optimizer"


def need_optuna(method: str) -> None:
    """Raise `NotSupported`, telling how to install it, if what a method needs is missing."""
    for library in ("optuna", "cmaes") if method == "cmaes" else ("optuna",):
        if find_spec(library) is None:
            raise NotSupported(f"Sweeps need {library}, which is not installed. Install it with: pip install 'barograph[sweeps]'")


class Study:
    """Proposes trials and says which to end early. Numbers are those of the sweep's trials."""

    def __init__(self, sweep: Sweep, seed: int, name: str) -> None:
        import optuna

        self._sweep, self._seed, self._name = sweep, seed, name
        self._distributions = {key: _distribution(dimension) for key, dimension in sweep.parameters.items()}
        self._states = {
            TrialState.COMPLETE: optuna.trial.TrialState.COMPLETE,
            TrialState.PRUNED: optuna.trial.TrialState.PRUNED,
            TrialState.FAILED: optuna.trial.TrialState.FAIL,
        }
        self._begin(_pruner(sweep.pruner))

    def restore(self, trials: Iterable[Trial], histories: Mapping[str, Points]) -> None:
        """Know trials again, ended ones and others, with the metric's points by run where there is a pruner."""
        for trial in sorted(trials, key=lambda each: each.number):
            attributes = {} if trial.proposal.generation is None else {_GENERATION: trial.proposal.generation}
            self._place(trial, attributes)
            if trial.state is not None:
                self.report(trial.number, histories.get(trial.run_id, []))
                self.tell(trial.number, trial.state, trial.value)
        if self._sweep.method == "cmaes":
            self._catch_up()

    def ask(self, number: int) -> Proposal:
        """What a new trial tries."""
        if self._sweep.method == "grid":
            proposal = Proposal(grid_point(self._sweep.parameters, number))
            self._place(Trial(number=number, run_id="", name="", proposal=proposal), {})
            return proposal
        with _quiet():
            self._study.sampler = self._sampler(number)
            asked = self._study.ask(self._distributions)
        self._places[number] = asked.number
        found = self._frozen(asked.number)
        return Proposal(dict(found.params), found.system_attrs.get(_GENERATION))

    def report(self, number: int, points: Sequence[tuple[int, float]]) -> bool:
        """Take in points of a trial's metric by step, and say whether it should end. Steps that are known, or below 0, are passed over."""
        place = self._places[number]
        known = self._frozen(place).intermediate_values
        gives_up = False
        for step, value in points:
            if step < 0 or step in known:
                continue
            with _quiet():
                self._storage.set_trial_intermediate_value(self._id(place), step, value)
                gives_up = self._study.pruner.prune(self._study, self._frozen(place)) or gives_up
        return gives_up

    def tell(self, number: int, state: TrialState, value: float | None) -> None:
        """A trial has ended."""
        given = None if state is TrialState.FAILED or value is None or math.isnan(value) else [value]
        if state is TrialState.COMPLETE and given is None:
            state = TrialState.FAILED
        self._storage.set_trial_state_values(self._id(self._places[number]), self._states[state], given)

    def _begin(self, pruner: BasePruner) -> None:
        import optuna

        direction = self._sweep.metric.goal
        self._places: dict[int, int] = {}
        self._storage = optuna.storages.InMemoryStorage()
        with _quiet():
            self._study = optuna.create_study(storage=self._storage, study_name=self._name, direction=direction, pruner=pruner)
        self._study_id = self._storage.get_study_id_from_name(self._name)

    def _place(self, trial: Trial, attributes: Mapping[str, object]) -> None:
        from optuna.trial import TrialState as State
        from optuna.trial import create_trial

        parameters = trial.proposal.parameters
        running = create_trial(
            state=State.RUNNING, params=dict(parameters), distributions=self._distributions, system_attrs=dict(attributes)
        )
        self._places[trial.number] = len(self._places)
        self._study.add_trial(running)

    def _sampler(self, number: int) -> BaseSampler:
        from optuna import samplers

        seed = int.from_bytes(hashlib.sha256(f"{self._seed}:{number}".encode()).digest()[:4], "big")
        if self._sweep.method == "tpe":
            return samplers.TPESampler(
                seed=seed, constant_liar=True
            )  # what still runs is thought to be no good, so that nothing is tried twice
        if self._sweep.method == "cmaes":
            return samplers.CmaEsSampler(seed=seed, warn_independent_sampling=False)
        return samplers.RandomSampler(seed=seed)

    def _catch_up(self) -> None:
        """Give the state of CMA-ES again, which Optuna keeps as pickles with trials: each question takes it one generation further."""
        import optuna

        trials = list(self._storage.get_all_trials(self._study_id, deepcopy=True))
        complete = [trial for trial in trials if trial.state == optuna.trial.TrialState.COMPLETE]
        places = self._places
        while complete:
            self._begin(self._study.pruner)
            self._places = places
            self._study.add_trials(trials)
            with _quiet():
                self._study.sampler = self._sampler(0)
                asked = self._frozen(self._study.ask(self._distributions).number)
            state = {key: value for key, value in asked.system_attrs.items() if key.startswith(_OPTIMIZER)}
            if not state:
                break
            complete[-1].system_attrs.update(state)
        if complete:
            self._begin(self._study.pruner)
            self._places = places
            self._study.add_trials(trials)

    def _id(self, place: int) -> int:
        return self._storage.get_trial_id_from_study_id_trial_number(self._study_id, place)

    def _frozen(self, place: int) -> FrozenTrial:
        return self._storage.get_trial(self._id(place))


def _distribution(dimension: Dimension) -> BaseDistribution:
    from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

    if dimension.values is not None:
        return CategoricalDistribution(dimension.values)
    low, high = dimension.min or 0, dimension.max or 0
    if dimension.type == "int":
        return IntDistribution(int(low), int(high), log=dimension.log, step=int(dimension.step or 1))
    return FloatDistribution(float(low), float(high), log=dimension.log, step=dimension.step)


def _pruner(pruner: Pruner) -> BasePruner:
    from optuna import pruners

    if pruner.type == "median":
        return pruners.MedianPruner(
            n_startup_trials=pruner.startup_trials, n_warmup_steps=pruner.warmup_steps, interval_steps=pruner.interval_steps
        )
    if pruner.type == "hyperband":
        return pruners.HyperbandPruner(
            min_resource=pruner.min_steps, max_resource=pruner.max_steps or "auto", reduction_factor=pruner.reduction_factor
        )
    return pruners.NopPruner()


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what Optuna says of itself: that something is experimental, or that a study begins."""
    import optuna

    before = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        optuna.logging.set_verbosity(before)
