"""Real series: what is noticed in them, and how often a planted rise on top of them is."""

import csv
import gzip
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.early_warning import Alarms, FarringtonSettings, farrington
from tools.bench.trials_places import memphis

Floats = NDArray[np.float64]
Dates = NDArray[np.datetime64]

YEARS_BEFORE = 3
"""History that a week is judged with, at least."""
SETTINGS = FarringtonSettings(threshold="predictive")
TRIALS, SEED = 400, 20261123
RISES = (1.5, 2.0, 3.0)


def surveillance(data: Path) -> str:
    """The five real series that ship with R's surveillance package."""
    lines = [
        "## Surveillance series",
        "",
        "The five real weekly series of infectious diseases that ship with R's package "
        "surveillance (RKI and HPA; Höhle 2007, Comput Stat 22:571), from the fourth year on: "
        "as hard for the method as crime, with seasons, epidemics and low counts.",
        "",
        "| series | weeks judged | mean a week | notices | expected false, at most |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, mondays, counts in _shipped(data / "golden" / "shipped_series_input.csv"):
        found = _judged(counts[np.newaxis], mondays)
        lines.append(
            f"| {name} | {found.alarm.size} | {counts.mean():.1f} | {int(found.alarm.sum())} "
            f"| {float(found.expected_false.sum()):.1f} |"
        )
    return "\n".join([*lines, ""])


def _shipped(path: Path) -> Iterator[tuple[str, Dates, Floats]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for name in dict.fromkeys(row["dataset"] for row in rows):
        own = [row for row in rows if row["dataset"] == name]
        counts = np.array([float(row["observed"]) for row in own])
        yield (
            name,
            _mondays(int(own[0]["start_year"]), int(own[0]["start_period"]), len(own)),
            counts,
        )


def _mondays(year: int, week: int, weeks: int) -> Dates:
    first = date.fromisocalendar(year, week, 1)
    return np.datetime64(first, "D") + 7 * np.arange(weeks)


def _judged(counts: Floats, mondays: Dates) -> Alarms:
    """Alarms of every week with three years behind it."""
    first = min(YEARS_BEFORE * 52 + 30, mondays.size - 1)
    return farrington(
        counts, mondays, np.arange(first, mondays.size), settings=SETTINGS, engine="numpy"
    )


def crimes(data: Path) -> str:
    """Vehicle thefts in New York by borough, with rises planted on top of the real counts."""
    mondays, counts, boroughs = _thefts(
        data / "crime-points" / "nyc_vehicle_thefts_2014_2016.csv.gz"
    )
    both = np.concatenate([counts, counts.sum(axis=0, keepdims=True)])
    first = 104
    weeks = np.arange(first, mondays.size)
    found = farrington(both, mondays, weeks, settings=SETTINGS, engine="numpy")
    lines = [
        "## Real crimes",
        "",
        f"{int(counts.sum()):,} vehicle thefts in New York 2014-2016 (Crime Open Database, open "
        f"data of the city), weekly in {len(boroughs)} boroughs and all together; the third year "
        "is judged with one or two years behind it.",
        "",
        f"Notices in {found.alarm.size} series-weeks: {int(found.alarm.sum())}; expected false "
        f"ones, at most: {float(found.expected_false.sum()):.1f}.",
        "",
        f"Rises planted on the real counts ({TRIALS} each, four weeks long, borough and week "
        "drawn at random):",
        "",
        "| rise | noticed within four weeks | in the first week | with one week at a mean of |",
        "| --- | --- | --- | --- |",
        *(_planted(both, mondays, first, rise) for rise in RISES),
        "",
        *memphis(data),
        "",
    ]
    return "\n".join(lines)


def _thefts(path: Path) -> tuple[Dates, Floats, list[str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = [(row["date_single"][:10], row["census_block"][:5]) for row in csv.DictReader(file)]
    known = [(date.fromisoformat(day), place) for day, place in rows if day and place]
    boroughs = sorted({place for _, place in known})
    start = date(2014, 1, 6)
    weeks = (date(2016, 12, 26) - start).days // 7
    counts = np.zeros((len(boroughs), weeks))
    for day, place in known:
        week = (day - start).days // 7
        if 0 <= week < weeks:
            counts[boroughs.index(place), week] += 1
    return np.datetime64(start, "D") + 7 * np.arange(weeks), counts, boroughs


def _planted(counts: Floats, mondays: Dates, first: int, rise: float) -> str:
    chance = np.random.default_rng(SEED)
    series = chance.integers(0, len(counts) - 1, TRIALS)
    starts = chance.integers(first, mondays.size - 4, TRIALS)
    noticed, prompt, means = 0, 0, []
    for n, start in zip(series.tolist(), starts.tolist(), strict=True):
        own = counts[n : n + 1].copy()
        weeks = np.arange(start, start + 4)
        own[0, weeks] += chance.poisson((rise - 1.0) * own[0, weeks])
        found = farrington(own, mondays, weeks, settings=SETTINGS, engine="numpy")
        noticed += bool(found.alarm.any())
        prompt += bool(found.alarm[0, 0])
        means.append(float(np.nanmean(found.expected)))
    return (
        f"| x {rise:g} | {100 * noticed / TRIALS:.0f} % | {100 * prompt / TRIALS:.0f} % "
        f"| {np.median(means):.0f} |"
    )
