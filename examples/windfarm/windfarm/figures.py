"""The workshop's figures. Each function returns a matplotlib figure of its own; nothing is shown or kept open."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.figure import Figure

Values = npt.NDArray[np.float64]


def wind_and_power(days: pd.DataFrame) -> Figure:
    """Daily power against the wind speed at noon-time, coloured by temperature."""
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    points = axes.scatter(days["wind_speed_08"], days["power"], c=days["temperature_08"], s=6, cmap="coolwarm", alpha=0.7)
    axes.set(xlabel="wind speed at 08:00 (m/s)", ylabel="mean power of the day", title="More wind, more power - up to a point")
    figure.colorbar(points, label="temperature at 08:00 (°C)")
    return figure


def predicted_and_actual(actual: pd.Series[float], predicted: Values, title: str) -> Figure:
    """The validation year twice: over time, and one against the other."""
    figure = Figure(figsize=(11, 4), layout="constrained")
    over_time, against = figure.subplots(1, 2, width_ratios=[2, 1])
    over_time.plot(actual.index, actual, lw=0.8, label="actual")
    over_time.plot(actual.index, predicted, lw=0.8, label="predicted")
    over_time.set(xlabel="date", ylabel="mean power of the day", title=title)
    over_time.legend()
    top = float(max(actual.max(), predicted.max()))
    against.scatter(actual, predicted, s=6, alpha=0.6)
    against.plot([0, top], [0, top], lw=0.8, color="grey")
    against.set(xlabel="actual", ylabel="predicted", aspect="equal")
    return figure


def forecast(actual: pd.Series[float], predictions: dict[str, Values]) -> Figure:
    """The scored days: what each version says, beside what happened."""
    figure = Figure(figsize=(8, 4), layout="constrained")
    axes = figure.subplots()
    width = 0.8 / (len(predictions) + 1)
    places = np.arange(len(actual))
    axes.bar(places, actual, width, label="actual", color="0.6")
    for i, (name, values) in enumerate(predictions.items(), start=1):
        axes.bar(places + i * width, values, width, label=name)
    labels = [f"{day:%Y-%m-%d}" for day in pd.DatetimeIndex(actual.index)]
    axes.set_xticks(places + width * len(predictions) / 2, labels)
    axes.set(ylabel="mean power of the day", title="Forecast of the last days")
    axes.legend()
    return figure
