"""Regression: the power of a wind farm from the weather forecast, by several kinds of models."""

import numpy as np

from barograph.demo.picture import plot, scatter
from barograph.demo.scribe import Scribe, Values, one
from barograph.model import Dataset, DatasetInput, RunStatus

DAY_MS = 86_400_000
_BLUE, _ORANGE = (31, 119, 180), (230, 126, 34)
_HOURS = 480
Grid = dict[str, tuple[object, ...]]
_MODELS: tuple[tuple[str, str, float, Grid], ...] = (
    ("ridge", "LinearModel", 148.0, {"alpha": (0.1, 1.0, 10.0)}),
    ("forest", "RandomForest", 121.0, {"n_estimators": (100, 200, 300), "max_depth": (8, 16)}),
    ("boosting", "GradientBoosting", 114.0, {"n_estimators": (200, 400), "learning_rate": (0.03, 0.1)}),
    ("network", "MLP", 118.0, {"hidden": ("64,64", "128,128"), "learning_rate": (0.001, 0.003)}),
)
_NOTE = """# Power of the wind farm

Hourly power in kW from the forecast of wind speed, direction and temperature. Trained on **2018 and 2019**, measured on 2020.

* `rmse` is in kW, less is better; the farm has 1.5 MW.
* Versions of **WindFarmPower** come from here.
"""


def write_wind_farm(scribe: Scribe) -> list[tuple[str, str, float]]:
    """Runs of all settings of all models. Returns (experiment id, run id, rmse in kW) of each."""
    experiment_id = scribe.experiment("wind-farm", _NOTE, team="forecasting")
    data = DatasetInput(
        dataset=Dataset(name="windfarm-2018-2019", digest="a1b2c3d4", source_type="local", source='{"uri": "windfarm.csv"}'),
        tags={"mlflow.data.context": "training"},
    )
    made = []
    start_ms = scribe.now_ms - 12 * DAY_MS
    for kind, family, base, grid in _MODELS:
        for number, setting in enumerate(_settings(grid)):
            start_ms += int(scribe.random.integers(2, 9)) * 3_600_000
            made.append(_write(scribe, experiment_id, kind, family, base - 2.5 * number, setting, start_ms, data))
    scribe.run(
        experiment_id,
        "network-512",
        start_ms=start_ms + 3_600_000,
        lasted_ms=42_000,
        status=RunStatus.FAILED,
        params={"model": "MLP", "hidden": "512,512", "learning_rate": 0.3},
        series={"train/loss": np.array([1.1, 8.4, 912.0, float("nan")])},
        tags={"team": "forecasting"},
        note="Diverged: the learning rate is far too great.",
        datasets=(data,),
    )
    return made


def _settings(grid: Grid) -> list[dict[str, object]]:
    settings: list[dict[str, object]] = [{}]
    for key, values in grid.items():
        settings = [{**setting, key: value} for setting in settings for value in values]
    return settings


def _write(
    scribe: Scribe, experiment_id: str, kind: str, family: str, base: float, setting: dict[str, object], start_ms: int, data: DatasetInput
) -> tuple[str, str, float]:
    rmse = round(base + float(scribe.random.normal(0, 2)), 2)
    measured = _power(scribe)
    forecast = np.clip(measured + scribe.random.normal(0, rmse, _HOURS), 0, 1_500)
    label = "-".join(str(value) for value in setting.values()).replace(",", "x")
    lasted_ms = int(scribe.random.integers(20, 400)) * 1_000
    run_id = scribe.run(
        experiment_id,
        f"{kind}-{label}",
        start_ms=start_ms,
        lasted_ms=lasted_ms,
        params={"model": family, "features": "speed,direction,temperature", **setting},
        series={
            "rmse": one(rmse),
            "mae": one(round(rmse * 0.74, 2)),
            "r2": one(round(1 - (rmse / 420) ** 2, 4)),
            "val/rmse_by_month": _by_month(scribe, rmse),
        },
        tags={"team": "forecasting", "mlflow.source.name": f"train_{kind}.py", "mlflow.source.git.commit": scribe.hex(20)},
        datasets=(data,),
    )
    scribe.put(experiment_id, run_id, "plots/forecast.png", plot([(measured[:168], _BLUE), (forecast[:168], _ORANGE)]))
    scribe.put(experiment_id, run_id, "plots/measured_by_forecast.png", scatter(forecast, measured, _BLUE))
    rows = "\n".join(f"{hour},{a:.1f},{b:.1f}" for hour, (a, b) in enumerate(zip(measured, forecast, strict=True)))
    scribe.put(experiment_id, run_id, "data/forecast.csv", f"hour,measured_kw,forecast_kw\n{rows}\n".encode())
    scribe.put_json(experiment_id, run_id, "config.json", {"model": family, **setting})
    return experiment_id, run_id, rmse


def _power(scribe: Scribe) -> Values:
    """Hourly power in kW of shape `(480,)`: wind that comes and goes, through the curve of a turbine."""
    hours = np.arange(_HOURS)
    gusts = np.convolve(scribe.random.normal(0, 1, _HOURS + 23), np.ones(24) / 24, "valid") * 9
    speed = np.clip(8 + gusts + 1.5 * np.sin(hours / 24 * 2 * np.pi), 0, 25)
    return np.asarray(1_500 / (1 + np.exp(-(speed - 8.5) * 0.9)), np.float64)


def _by_month(scribe: Scribe, rmse: float) -> Values:
    months = np.arange(12)
    return np.round(rmse * (1 + 0.18 * np.cos(months / 12 * 2 * np.pi)) + scribe.random.normal(0, 2, 12), 2)
