"""What the speed of the analysis is measured on.

The files of a reference directory (``bench/``) where they are there, so that the
recorded figures of SaTScan and NearRepeat belong to the same events; else made up at
the same size, deterministic by seed.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tools.bench.comparison import numbers, read_columns

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SEED = 20250101
SERIES, WEEKS, TESTED = 1000, 417, 52
EVENTS, DAYS, TOWN = 20_000, 1096, 10_000.0
SIDE = 100
EVALUATED, MONTHS, STARTED = 500, 72, 48
TEXTS = 20_000


@dataclass(frozen=True)
class Events:
    """``x``, ``y`` metres and ``day``, (events,)."""

    x: Floats
    y: Floats
    day: Ints


def _columns(path: Path) -> dict[str, Floats]:
    return {name: numbers(column) for name, column in read_columns(path).items()}


def weekly_counts(directory: Path) -> tuple[Floats, NDArray[np.datetime64]]:
    """(series, weeks) and the Mondays, (weeks,)."""
    path = directory / "bench/weekly_counts.csv.gz"
    if not path.is_file():
        return _made_up_weeks()
    columns = read_columns(path)
    mondays = np.array(columns.pop("week_start"), "datetime64[D]")
    return np.array([numbers(column) for column in columns.values()]), mondays


def _made_up_weeks() -> tuple[Floats, NDArray[np.datetime64]]:
    """Negative binomial weeks with a season, most series below one event a week."""
    rng = np.random.default_rng(SEED)
    week = np.arange(WEEKS)
    level = np.exp(rng.normal(-0.3, 1.2, (SERIES, 1)))
    season = 0.4 * np.cos(2 * np.pi * week / 52.18 + rng.uniform(0, 6, (SERIES, 1)))
    mean = level * np.exp(season)
    spread = rng.choice([1.2, 1.5, 2.0, 3.0], (SERIES, 1))
    counts = rng.negative_binomial(mean / (spread - 1), 1 / spread)
    return counts.astype(np.float64), np.datetime64("2018-01-01") + 7 * week


def events(directory: Path) -> Events:
    """A town's events over three years."""
    path = directory / "bench/events.csv"
    if path.is_file():
        held = _columns(path)
        return Events(held["x"], held["y"], held["day"].astype(np.int64))
    rng = np.random.default_rng(SEED)
    centre = rng.uniform(0, TOWN, (60, 2))[rng.integers(0, 60, EVENTS)]
    x, y = np.clip(np.rint(centre + rng.normal(0, 500, (EVENTS, 2))), 0, TOWN).T
    return Events(x, y, np.sort(rng.integers(0, DAYS, EVENTS)))


def burglaries(directory: Path) -> Events:
    """Chicago's burglaries of 2016; raises FileNotFoundError where they are not."""
    held = _columns(directory / "published/chicago_burglary_2016.csv")
    return Events(held["x"], held["y"], held["day"].astype(np.int64))


def grid(directory: Path) -> tuple[Ints, Ints, Floats]:
    """Row, column and count of each cell, (cells,)."""
    path = directory / "bench/grid.csv"
    if path.is_file():
        held = _columns(path)
        return held["row"].astype(np.int64), held["col"].astype(np.int64), held["count"]
    rng = np.random.default_rng(SEED)
    row, column = np.divmod(np.arange(SIDE * SIDE), SIDE)
    return row, column, rng.negative_binomial(2, 0.5, SIDE * SIDE).astype(np.float64)


def interrupted(directory: Path) -> tuple[Floats, int]:
    """(series, months) and the month of the intervention."""
    path = directory / "bench/its.csv"
    if path.is_file():
        held = _columns(path)
        months = int(held["month"].max()) + 1
        after = held["post"].reshape(-1, months)[0]
        return held["y"].reshape(-1, months), int(np.argmax(after))
    rng = np.random.default_rng(SEED)
    step = np.where(np.arange(MONTHS) >= STARTED, 0.8, 1.0)
    return rng.poisson(8 * step, (EVALUATED, MONTHS)).astype(np.float64), STARTED
