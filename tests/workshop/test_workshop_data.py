"""Broken CSV files are refused with file, column and row; generated farms look like farms."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from windfarm.data import COLUMNS, FEATURES, BrokenDataError, read_csv, split
from windfarm.generate import CUT_IN, CUT_OUT, N_TURBINES, RATED, RATED_POWER, farm_power, generate, turbine_power
from workshop_clients import EXAMPLE, Farm

HEADER = "," + ",".join(COLUMNS)


def written(folder: Path, *lines: str) -> Path:
    path = folder / "farm.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def row(date: str, **other: str) -> str:
    return ",".join([date, *(other.get(column, "1.5") for column in COLUMNS)])


def test_the_real_data_are_read_whole(farm: Farm) -> None:
    days = read_csv(farm.days)
    assert list(days.columns) == list(COLUMNS)
    assert days.index.is_monotonic_increasing
    assert len(days) == len(farm.days.read_text().splitlines()) - 1
    parts = split(days)
    assert list(parts.train.columns) == list(FEATURES)
    assert (parts.train.index[0], parts.train.index[-1]) == (pd.Timestamp("2014-01-01"), pd.Timestamp("2018-01-01"))
    assert (parts.validation.index[0], parts.validation.index[-1]) == (pd.Timestamp("2018-01-01"), pd.Timestamp("2019-01-01"))
    assert len(parts.validation) == 366
    assert len(parts.scored) == 4


@pytest.mark.parametrize(
    ("lines", "column", "row_number", "said"),
    [
        ([",power", "2014-01-01,1"], "temperature_00", None, "the header lacks 'temperature_00'"),
        ([HEADER], None, None, "no row below the header"),
        ([""], None, None, "not a CSV table"),
        ([HEADER, row("2014-01-01"), row("2014-01-02", wind_speed_08="calm")], "wind_speed_08", 2, "'calm' is not a finite number"),
        ([HEADER, row("2014-01-01", power="")], "power", 1, "the cell is empty"),
        ([HEADER, row("2014-01-01", power="inf")], "power", 1, "'inf' is not a finite number"),
        ([HEADER, row("2014-01-01"), row("01/02/2014")], "(first, the date)", 2, "'01/02/2014' is not a date"),
        ([HEADER, row("2014-01-01"), row("2014-01-01")], "(first, the date)", 2, "'2014-01-01' is there twice"),
        ([HEADER, row("2014-01-01"), row("2014-01-02") + ",7,8"], None, None, "line 3"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(
    tmp_path: Path, lines: list[str], column: str | None, row_number: int | None, said: str
) -> None:
    path = written(tmp_path, *lines)
    with pytest.raises(BrokenDataError, match=re.escape(said)) as caught:
        read_csv(path)
    assert str(caught.value).startswith(str(path))
    assert (caught.value.column, caught.value.row) == (column, row_number)
    if row_number is not None:
        assert f"row {row_number} (line {row_number + 1} of the file)" in str(caught.value)


def test_missing_folder_and_binary_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenDataError, match="no such file"):
        read_csv(tmp_path / "absent.csv")
    with pytest.raises(BrokenDataError, match="cannot be read"):
        read_csv(tmp_path)
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BrokenDataError, match="not UTF-8"):
        read_csv(tmp_path / "binary.csv")


def test_data_without_the_training_years_are_refused(tmp_path: Path) -> None:
    days = read_csv(written(tmp_path, HEADER, row("2020-01-01")))
    with pytest.raises(ValueError, match="no day to train on from 2014-01-01 to 2018-01-01; the data have 2020-01-01"):
        split(days)


def test_the_script_says_what_is_wrong_in_one_line(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER, row("2014-01-01", power="much"))
    command = [sys.executable, str(EXAMPLE / "workshop.py"), "--data", str(path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.strip() == f"{path}, column 'power', row 1 (line 2 of the file): 'much' is not a finite number."
    assert sorted(file.name for file in tmp_path.iterdir()) == ["farm.csv"]


def test_a_generated_farm_is_complete_and_repeatable() -> None:
    days = generate(seed=3)
    assert len(days) == 2557
    assert list(days.columns) == list(COLUMNS)
    assert np.isfinite(days.to_numpy()).all()
    assert days["power"].between(0.0, N_TURBINES * RATED_POWER).all()
    assert days[["wind_direction_00", "wind_direction_08", "wind_direction_16"]].stack().between(0.0, 360.0).all()
    pd.testing.assert_frame_equal(days, generate(seed=3))
    assert not days.equals(generate(seed=4))


def test_a_generated_farm_has_seasons_memory_and_a_power_that_follows_the_wind() -> None:
    days = generate()
    january, july = days[days.index.month == 1], days[days.index.month == 7]
    assert january["temperature_08"].mean() < july["temperature_08"].mean() - 8.0
    assert january["wind_speed_08"].mean() > july["wind_speed_08"].mean()
    assert days["temperature_00"].autocorr(1) > 0.8
    assert days["wind_speed_08"].corr(days["power"]) > 0.6


def test_a_generated_farm_survives_the_way_through_a_file(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "windfarm.generate", str(tmp_path / "farm.csv")], cwd=EXAMPLE, check=True)
    pd.testing.assert_frame_equal(read_csv(tmp_path / "farm.csv"), generate(), check_freq=False)


def test_a_turbine_cuts_in_rises_and_cuts_out() -> None:
    power = turbine_power(np.array([0.0, CUT_IN - 0.1, CUT_IN, 8.0, RATED, CUT_OUT, CUT_OUT + 0.1]))
    assert power[[0, 1, 2, 6]].tolist() == [0.0, 0.0, 0.0, 0.0]
    assert power[[4, 5]].tolist() == [RATED_POWER, RATED_POWER]
    assert 0.0 < power[3] < RATED_POWER


def test_cold_air_carries_more_and_a_wake_costs() -> None:
    def day(value: float) -> np.ndarray:
        return np.full((1, 3), value)

    across = farm_power(day(8.0), day(0.0), day(15.0))
    assert farm_power(day(8.0), day(0.0), day(-10.0)) > across
    assert farm_power(day(8.0), day(270.0), day(15.0)) < across
    assert farm_power(day(8.0), day(90.0), day(15.0)) == pytest.approx(farm_power(day(8.0), day(270.0), day(15.0)))
