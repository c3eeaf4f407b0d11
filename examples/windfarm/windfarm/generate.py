"""Invent a wind farm: one row a day, weather three times a day, and the mean power that four turbines would have made of it.

    python -m windfarm.generate farm.csv --seed 7

Nothing here is measured. The weather is a wind vector and a temperature with memory and seasons; the power follows from physics:

- **Weather.** The wind blows as a vector (east, north) about a prevailing south-westerly; each component is a first-order autoregressive
  process over eight-hour steps, stronger in winter, so speed and direction change together and calm days follow calm days. Temperature
  is a yearly wave, a daily wave and an autoregressive anomaly.
- **Turbine.** No power below the cut-in speed, the cube of the wind up to the rated speed, constant power from there, none above
  the cut-out speed. Cold air is denser: the curve is entered with `v (rho / rho0)^(1/3)`, as IEC 61400-12-1 normalises wind speeds.
- **Farm.** The turbines stand in a row from west to east. Wind along the row leaves those behind in the wake of those in front: they see
  up to `WAKE_DEFICIT` less wind. Availability and measurement noise come on top.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from windfarm.data import COLUMNS, HOURS

CUT_IN, RATED, CUT_OUT = 3.0, 12.0, 25.0  # m/s
RATED_POWER = 3000.0  # kW of one turbine
N_TURBINES = 4
WAKE_DEFICIT = 0.12
AIR_15C = 288.15  # K: the curve of a turbine is given for this air

Values = npt.NDArray[np.float64]


def turbine_power(speed: Values) -> Values:
    """Power in kW of one turbine at hub wind `speed` in m/s, in air of standard density."""
    rising = RATED_POWER * (speed**3 - CUT_IN**3) / (RATED**3 - CUT_IN**3)
    power = np.clip(rising, 0.0, RATED_POWER)
    return np.where((speed < CUT_IN) | (speed > CUT_OUT), 0.0, power)


def _memory(rng: np.random.Generator, n: int, phi: float, sd: float) -> Values:
    """A first-order autoregressive series of length `n` with standard deviation `sd` and correlation `phi` between neighbours."""
    shocks = rng.normal(0.0, sd * np.sqrt(1.0 - phi**2), n)
    series = np.empty(n)
    series[0] = rng.normal(0.0, sd)
    for i in range(1, n):
        series[i] = phi * series[i - 1] + shocks[i]
    return series


def farm_power(speed: Values, direction: Values, temperature: Values) -> Values:
    """Mean power in kW of the farm, without noise. The arrays are (n_days, n_hours); the result is (n_days,)."""
    density = AIR_15C / (273.15 + temperature)
    effective = speed * np.cbrt(density)
    off_row = np.radians(direction - 270.0)
    along = np.exp(-((np.sin(off_row) / 0.4) ** 2))  # 1 along the row, from either end; 0 across it
    front = turbine_power(effective)
    behind = turbine_power(effective * (1.0 - WAKE_DEFICIT * along))
    power: Values = (front + (N_TURBINES - 1) * behind).mean(axis=1)
    return power


def generate(seed: int = 7, start: str = "2014-01-01", end: str = "2020-12-31") -> pd.DataFrame:
    """One row a day from `start` to `end`, both included, with the columns of `windfarm.data.COLUMNS`; the same for the same seed.

    Temperatures in degrees Celsius, wind directions in degrees from north where the wind comes from, speeds in m/s, power in kW.
    """
    rng = np.random.default_rng(seed)
    days = pd.date_range(start, end, name="date")
    n = len(days) * len(HOURS)
    clock = np.tile(np.array(HOURS, dtype=float), len(days))
    day = np.repeat(days.day_of_year.to_numpy(dtype=float), len(HOURS)) + clock / 24.0
    winter = np.cos(2.0 * np.pi * (day - 15.0) / 365.25)  # 1 in mid January, -1 in mid July
    afternoon = np.cos(2.0 * np.pi * (clock - 15.0) / 24.0)

    temperature = 11.5 - 7.0 * winter + 2.5 * afternoon + _memory(rng, n, 0.93, 2.6)
    strength = 1.0 + 0.3 * winter
    east = strength * (2.4 + _memory(rng, n, 0.70, 4.2))  # where the wind blows to
    north = strength * (1.2 + _memory(rng, n, 0.70, 3.4))
    speed = np.hypot(east, north)
    direction = np.degrees(np.arctan2(-east, -north)) % 360.0

    shape = (len(days), len(HOURS))
    ideal = farm_power(speed.reshape(shape), direction.reshape(shape), temperature.reshape(shape))
    availability = 1.0 - 0.08 * rng.beta(1.0, 6.0, len(days))
    noise = rng.normal(0.0, 0.01 * N_TURBINES * RATED_POWER, len(days))
    power = np.clip(ideal * availability + noise, 0.0, N_TURBINES * RATED_POWER)

    columns: dict[str, Values] = {}
    for i, hour in enumerate(HOURS):
        columns[f"temperature_{hour:02d}"] = temperature.reshape(shape)[:, i].round(3)
        columns[f"wind_direction_{hour:02d}"] = direction.reshape(shape)[:, i].round(2)
        columns[f"wind_speed_{hour:02d}"] = speed.reshape(shape)[:, i].round(3)
    columns["power"] = power.round(2)
    return pd.DataFrame(columns, index=days)[list(COLUMNS)]


def main() -> None:
    """Write a generated farm as CSV."""
    parser = argparse.ArgumentParser(description="Write seven invented years of a wind farm as CSV.")
    parser.add_argument("path", type=Path)
    parser.add_argument("--seed", type=int, default=7, help="another seed is another farm's weather (default 7)")
    options = parser.parse_args()
    generate(options.seed).to_csv(options.path)


if __name__ == "__main__":
    main()
