"""Series with outbreaks planted in them, to find out what early warning finds."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tools.bench.comparison import numbers, read_columns

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Workload:
    """Counts (series, weeks) by Mondays, the tested weeks ``at``, and the outbreaks.

    ``planted`` (series, weeks) marks weeks with an outbreak. Those that begin in a
    tested week are listed: ``series``, first and last week (outbreaks,).
    """

    name: str
    counts: Floats
    mondays: NDArray[np.datetime64]
    at: Integers
    planted: Flags
    series: Integers
    first: Integers
    last: Integers

    def of_series(self, rows: NDArray[np.intp]) -> "Workload":
        """Some of the series, with their outbreaks."""
        place = np.full(len(self.counts), -1)
        place[rows] = np.arange(rows.size)
        kept = place[self.series] >= 0
        return Workload(
            self.name,
            self.counts[rows],
            self.mondays,
            self.at,
            self.planted[rows],
            place[self.series[kept]],
            self.first[kept],
            self.last[kept],
        )


def municipal(directory: Path, name: str, tested: int = 52) -> Workload:
    """The seeded municipal series of a directory of reference data, its latest year tested.

    ``name`` is "weekly_counts.csv" or "bench/weekly_counts.csv.gz"; the outbreaks lie in
    "outbreaks.csv" beside it (series number, 0-based week, duration).
    """
    columns = read_columns(directory / name)
    mondays = np.array(columns.pop("week_start"), "datetime64[D]")
    counts = np.stack([numbers(texts) for texts in columns.values()])
    outbreaks = read_columns((directory / name).parent / "outbreaks.csv")
    series, first, length = (
        numbers(outbreaks[column]).astype(np.int64) for column in ("series", "t0", "duration")
    )
    listed = series < len(counts)  # the parameters may list more series than were written
    series, first, length = series[listed], first[listed], length[listed]
    weeks = len(mondays)
    planted = np.zeros(counts.shape, np.bool_)
    for row, start, weeks_long in zip(series, first, length, strict=True):
        planted[row, start : start + weeks_long] = True
    now = first >= weeks - tested
    last = np.minimum(first + length, weeks) - 1
    at = np.arange(weeks - tested, weeks)
    return Workload(name, counts, mondays, at, planted, series[now], first[now], last[now])


# Noufaily et al. 2013 (doi 10.1002/sim.5595), the number of harmonics as read here
PARAMETERS = (
    # theta, beta, gamma1, gamma2, phi
    (0.1, 0.0025, 0.6, 0.6, 1.5),
    (-2.0, 0.005, 0.1, 0.3, 2.0),
    (1.5, 0.003, 0.2, -0.4, 1.0),
    (0.5, 0.002, 0.5, 0.5, 5.0),
    (2.5, 0.001, 1.0, 0.1, 3.0),
    (3.75, 0.001, 0.1, -0.1, 1.1),
    (5.0, 0.0001, 0.05, 0.01, 1.2),
)
WEEKS, BASELINE, CURRENT = 624, 312, 575
"""Weeks in all, and where the baseline and the tested weeks begin."""


def scenarios() -> Iterator[tuple[Floats, float]]:
    """Mean (weeks,) and dispersion of the 42: seven sets, with and without trend, m = 0, 1, 2."""
    t = np.arange(1.0, WEEKS + 1.0)
    for (theta, beta, gamma1, gamma2, phi), trend, harmonics in product(
        PARAMETERS, (True, False), (0, 1, 2)
    ):
        log_mean = theta + beta * t * trend
        for j in range(1, harmonics + 1):
            turn = 2.0 * np.pi * j * t / 52.0
            log_mean = log_mean + gamma1 * np.cos(turn) + gamma2 * np.sin(turn)
        yield np.exp(log_mean), phi


def negative_binomial(mean: Floats, dispersion: float, rng: np.random.Generator) -> Floats:
    """Counts of the given mean with variance = dispersion x mean."""
    if dispersion > 1.0:
        mean = rng.gamma(mean / (dispersion - 1.0)) * (dispersion - 1.0)
    return rng.poisson(mean).astype(np.float64)


def simulated(repeats: int, rng: np.random.Generator) -> Workload:
    """``repeats`` series of each scenario: four outbreaks in the baseline, one in the end.

    An outbreak of strength k has Poisson(k x standard deviation) events, spread over
    the weeks by a lognormal(0, 0.5); k is 0, 2, 3, 5 or 10 in the baseline and 1 to 10
    in the tested weeks.
    """
    counts: list[Floats] = []
    planted: list[Flags] = []
    outbreaks: list[tuple[int, int, int]] = []
    for mean, dispersion in scenarios():
        for _ in range(repeats):
            values = negative_binomial(mean, dispersion, rng)
            marks = np.zeros(WEEKS, np.bool_)
            strength = rng.choice([0, 2, 3, 5, 10])
            for week in rng.integers(BASELINE, CURRENT, 4):
                plant(values, marks, week, strength * deviation(mean, dispersion, week), rng)
            start = int(rng.integers(CURRENT, WEEKS))
            size = rng.integers(1, 11) * deviation(mean, dispersion, start)
            last = plant(values, marks, start, size, rng)
            if last >= start:
                outbreaks.append((len(counts), start, last))
            counts.append(values)
            planted.append(marks)
    series, first, last_weeks = np.array(outbreaks, np.int64).T
    mondays = np.datetime64("2010-01-04") + 7 * np.arange(WEEKS)
    return Workload(
        name="42 scenarios",
        counts=np.stack(counts),
        mondays=mondays,
        at=np.arange(CURRENT, WEEKS),
        planted=np.stack(planted),
        series=series,
        first=first,
        last=last_weeks,
    )


def deviation(mean: Floats, dispersion: float, week: int) -> float:
    """Standard deviation of the count of a week."""
    return float(np.sqrt(dispersion * mean[week]))


def plant(values: Floats, marks: Flags, start: int, size: float, rng: np.random.Generator) -> int:
    """Add an outbreak of Poisson(``size``) events; its last week, before ``start`` if empty."""
    delays = np.floor(rng.lognormal(0.0, 0.5, rng.poisson(size))).astype(np.int64)
    weeks = start + delays[start + delays < WEEKS]
    np.add.at(values, weeks, 1.0)
    marks[weeks] = True
    if not weeks.size:
        return start - 1
    marks[start : weeks.max() + 1] = True
    return int(weeks.max())
