"""Read a wind farm's days from a CSV file, and cut them into the parts that the workshop trains, validates and scores on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

HOURS = (0, 8, 16)
FEATURES = tuple(f"{quantity}_{hour:02d}" for hour in HOURS for quantity in ("temperature", "wind_direction", "wind_speed"))
TARGET = "power"
COLUMNS = (*FEATURES, TARGET)

TRAIN = ("2014-01-01", "2018-01-01")
VALIDATE = ("2018-01-01", "2019-01-01")
SCORED_DAYS = 4


class BrokenDataError(ValueError):
    """A file cannot be used; the message names the file, and the column and row where that applies."""

    def __init__(self, path: Path, problem: str, *, column: str | None = None, row: int | None = None) -> None:
        where = "" if column is None else f", column {column!r}"
        where += "" if row is None else f", row {row} (line {row + 1} of the file)"
        super().__init__(f"{path}{where}: {problem}")
        self.path = path
        self.column = column
        self.row = row


def read_csv(path: Path) -> pd.DataFrame:
    """The days in `path`, oldest first, with the columns `COLUMNS` as floats and a daily date index.

    The first column holds the date (ISO 8601); further columns than the expected ones are left out. Rows count from 1 after the header.
    Raises `BrokenDataError` for what is missing, unreadable, not a number, or there twice.
    """
    raw = _text_cells(path)
    missing = [column for column in COLUMNS if column not in raw.columns]
    if missing:
        listed = ", ".join(repr(column) for column in missing)
        raise BrokenDataError(
            path, f"the header lacks {listed}. Expected are a date and {', '.join(COLUMNS)}.", column=missing[0], row=None
        )
    if raw.empty:
        raise BrokenDataError(path, "there is no row below the header.")
    date_column = str(raw.columns[0]) or "(first, the date)"
    dates = pd.to_datetime(raw.iloc[:, 0], format="%Y-%m-%d", errors="coerce")
    _refuse(path, date_column, raw.iloc[:, 0], dates.isna(), "is not a date like 2014-01-31")
    _refuse(path, date_column, raw.iloc[:, 0], dates.duplicated(), "is there twice")
    columns = {}
    for column in COLUMNS:
        numbers = pd.to_numeric(raw[column], errors="coerce").astype(float)
        _refuse(path, column, raw[column], numbers.isna() | numbers.isin([np.inf, -np.inf]), "is not a finite number")
        columns[column] = numbers.to_numpy()
    return pd.DataFrame(columns, index=pd.DatetimeIndex(dates, name="date")).sort_index()


def _text_cells(path: Path) -> pd.DataFrame:
    """All cells as text, so that a bad one can be quoted as it stands in the file."""
    try:
        raw = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8", index_col=False, on_bad_lines="error")
    except FileNotFoundError:
        raise BrokenDataError(path, "there is no such file.") from None
    except OSError as error:
        raise BrokenDataError(path, f"the file cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BrokenDataError(path, f"the file is not UTF-8 text (byte {error.start}).") from error
    except (pd.errors.EmptyDataError, pd.errors.ParserError) as error:
        raise BrokenDataError(path, f"the file is not a CSV table: {error}".strip()) from error
    return raw.rename(columns={"Unnamed: 0": ""})


def _refuse(path: Path, column: str, cells: pd.Series[str], bad: pd.Series[bool], problem: str) -> None:
    """Raise for the first cell that is marked bad."""
    if bad.any():
        position = int(np.argmax(bad.to_numpy()))
        cell = str(cells.iloc[position])
        raise BrokenDataError(
            path, f"the cell is empty and {problem}." if not cell else f"{cell!r} {problem}.", column=column, row=position + 1
        )


@dataclass(frozen=True)
class Split:
    """Features (n_days, 9) and powers (n_days,) of each part. `train` and `validation` share the day where they meet."""

    train: pd.DataFrame
    train_power: pd.Series[float]
    validation: pd.DataFrame
    validation_power: pd.Series[float]
    scored: pd.DataFrame
    scored_power: pd.Series[float]


def split(days: pd.DataFrame) -> Split:
    """Train on four years, validate on the fifth, score the last four days. Raises ValueError where a part has no days."""
    train, validation, scored = days.loc[slice(*TRAIN)], days.loc[slice(*VALIDATE)], days.iloc[-SCORED_DAYS:]
    for name, part, (first, last) in (("train", train, TRAIN), ("validate", validation, VALIDATE)):
        if part.empty:
            there = f"{days.index[0]:%Y-%m-%d} to {days.index[-1]:%Y-%m-%d}"
            raise ValueError(f"There is no day to {name} on from {first} to {last}; the data have {there}.")
    return Split(
        train[list(FEATURES)], train[TARGET], validation[list(FEATURES)], validation[TARGET], scored[list(FEATURES)], scored[TARGET]
    )
