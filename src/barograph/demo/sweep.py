"""A sweep over hyper-parameters: parents with their trials as children, and cross-validations with their folds."""

import numpy as np

from barograph.demo.scribe import Scribe, Values, one
from barograph.model import RunStatus

_TRIALS = 100
_EPOCHS = 25
_FOLDS = 5
_MINUTE_MS = 60_000
_OPTIMIZERS = ("adamw", "sgd", "lion")
_PENALTY = {"adamw": 0.0, "sgd": 0.03, "lion": 0.008}
_SWEEP_NOTE = """# Which settings of the gradient boosting?

Two sweeps of 100 trials, by chance and guided. Each trial is a child of its sweep. `val_loss` is what counts.
"""
_FOLDS_NOTE = "# Five folds\n\nEach parent is a model, each child one fold of it."


def write_sweeps(scribe: Scribe) -> str:
    """Two parents with 100 trials each. Returns the experiment's id."""
    experiment_id = scribe.experiment("hyper-parameters", _SWEEP_NOTE, team="forecasting")
    for number, strategy in enumerate(("random", "guided")):
        start_ms = scribe.now_ms - (5 - 2 * number) * 24 * 60 * _MINUTE_MS
        best = 10.0
        trials = []
        for trial in range(_TRIALS):
            setting = _drawn(scribe, trial if strategy == "guided" else 0)
            trials.append((setting, _loss(scribe, setting)))
            best = min(best, trials[-1][1])
        parent = scribe.run(
            experiment_id,
            f"sweep-{strategy}",
            start_ms=start_ms,
            lasted_ms=_TRIALS * 6 * _MINUTE_MS,
            params={"strategy": strategy, "trials": _TRIALS},
            series={"best_val_loss": np.minimum.accumulate(np.array([loss for _, loss in trials]))},
            user="jo",
        )
        for trial, (setting, loss) in enumerate(trials):
            _write_trial(scribe, experiment_id, parent, f"{strategy}-{trial:03}", setting, loss, start_ms + trial * 6 * _MINUTE_MS)
    return experiment_id


def _drawn(scribe: Scribe, learned: int) -> dict[str, object]:
    """Settings by chance, the nearer to the good ones the more was learned."""
    width = 1.0 - 0.75 * learned / _TRIALS
    draw = scribe.random
    return {
        "learning_rate": float(f"{10 ** (-2.4 + width * draw.uniform(-1.6, 1.6)):.3g}"),
        "depth": round(6 + width * draw.uniform(-4, 4)),
        "dropout": round(float(np.clip(0.2 + width * draw.uniform(-0.2, 0.3), 0, 0.5)), 3),
        "batch_size": int(2 ** draw.integers(5, 9)),
        "optimizer": _OPTIMIZERS[int(draw.integers(len(_OPTIMIZERS)))],
    }


def _loss(scribe: Scribe, setting: dict[str, object]) -> float:
    rate, depth = np.log10(float(str(setting["learning_rate"]))), int(str(setting["depth"]))
    dropout, optimizer = float(str(setting["dropout"])), str(setting["optimizer"])
    loss = 0.21 + 0.05 * (rate + 2.4) ** 2 + 0.006 * (depth - 6) ** 2 + 0.4 * (dropout - 0.18) ** 2 + _PENALTY[optimizer]
    return round(float(loss + abs(scribe.random.normal(0, 0.008))), 5)


def _write_trial(
    scribe: Scribe, experiment_id: str, parent: str, name: str, setting: dict[str, object], loss: float, start_ms: int
) -> None:
    diverged = loss > 0.42
    scribe.run(
        experiment_id,
        name,
        start_ms=start_ms,
        lasted_ms=int(scribe.random.integers(2, 6)) * _MINUTE_MS,
        status=RunStatus.FAILED if diverged and scribe.random.random() < 0.4 else RunStatus.FINISHED,
        params=setting,
        series={"val_loss": _curve(scribe, loss), "val_accuracy": one(round(1.02 - 0.6 * loss, 4))},
        parent=parent,
        user="jo",
    )


def _curve(scribe: Scribe, loss: float) -> Values:
    epochs = np.arange(_EPOCHS)
    curve = loss + (0.9 - loss) * np.exp(-epochs / 4) + scribe.random.normal(0, 0.004, _EPOCHS)
    curve[-1] = loss
    return np.asarray(curve, np.float64)


def write_folds(scribe: Scribe) -> str:
    """Three parents with five folds each, and below each fold its fits. Returns the experiment's id."""
    experiment_id = scribe.experiment("cross-validation", _FOLDS_NOTE, team="forecasting")
    for number, (model, base) in enumerate((("ridge", 149.0), ("forest", 121.0), ("boosting", 112.5))):
        start_ms = scribe.now_ms - (30 - number) * 60 * _MINUTE_MS
        scores = np.round(base + scribe.random.normal(0, 4, _FOLDS), 2)
        parent = scribe.run(
            experiment_id,
            f"cv-{model}",
            start_ms=start_ms,
            lasted_ms=_FOLDS * 8 * _MINUTE_MS,
            params={"model": model, "folds": _FOLDS},
            series={"rmse": one(float(scores.mean())), "rmse_std": one(float(scores.std()))},
        )
        for fold, score in enumerate(scores):
            begun = start_ms + fold * 8 * _MINUTE_MS
            child = scribe.run(
                experiment_id,
                f"{model}-fold-{fold + 1}",
                start_ms=begun,
                lasted_ms=8 * _MINUTE_MS,
                params={"model": model, "fold": fold + 1},
                series={"rmse": one(float(score)), "loss": score * (1 + 2 * np.exp(-np.arange(60) / 9))},
                parent=parent,
            )
            if model == "boosting":
                for stage in ("warm-up", "fit"):
                    scribe.run(
                        experiment_id,
                        f"{model}-fold-{fold + 1}-{stage}",
                        start_ms=begun,
                        lasted_ms=4 * _MINUTE_MS,
                        params={"stage": stage},
                        series={"loss": score * (1 + np.exp(-np.arange(30) / 5))},
                        parent=child,
                    )
    return experiment_id
