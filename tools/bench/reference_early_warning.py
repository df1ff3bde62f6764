"""Early warning against R: surveillance 1.20.3 and ``p.adjust``.

What was called in R stands beside each comparison. Upper bounds and means are
compared where R gives them (it leaves them out where its ``limit54`` is not met).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from samsyn.analysis.early_warning import (
    Alarms,
    EarsSettings,
    FarringtonSettings,
    adjust,
    ears,
    farrington,
)
from tools.bench.comparison import (
    Comparison,
    Outcome,
    inform,
    judge,
    numbers,
    read_columns,
    relative_difference,
)

Floats = NDArray[np.float64]
Columns = dict[str, list[str]]

SCORES = 1e-3
"""Scores cross 0; below this size they are compared absolutely."""


@dataclass(frozen=True)
class Weekly:
    """Counts (series, weeks) by name, with the Mondays."""

    mondays: NDArray[np.datetime64]
    counts: dict[str, Floats]

    @classmethod
    def read(cls, path: Path) -> "Weekly":
        columns = read_columns(path)
        mondays = np.array(columns.pop("week_start"), "datetime64[D]")
        return cls(mondays, {name: numbers(texts) for name, texts in columns.items()})


# surveillance::farringtonFlexible(sts, list(range=, b=5, w=3, reweight=TRUE,
#   weightsThreshold=2.58, noPeriods=10, pastWeeksNotIncluded=26, trend=TRUE,
#   pThresholdTrend=.05, thresholdMethod=, alpha=, limit54=)), epochAsDate
FLEXIBLE = {
    "ff_synthetic_delta_P10.csv.gz": FarringtonSettings(threshold="delta", mode="r_compat"),
    "ff_synthetic_nb_P10.csv.gz": FarringtonSettings(alpha=0.005, mode="r_compat"),
    "ff_synthetic_muan_P10.csv.gz": FarringtonSettings(
        years_back=4, threshold="muan", gate=(0, 4), mode="r_compat"
    ),
    # noPeriods=1, pastWeeksNotIncluded=3, weightsThreshold=1
    "ff_synthetic_delta_P1.csv.gz": FarringtonSettings(
        periods=1,
        past_excluded=3,
        reweight_above=1.0,
        threshold="delta",
        gate=(0, 4),
        mode="r_compat",
    ),
    "bench/ff_delta_P10_alpha0.01_first100x52.csv.gz": FarringtonSettings(
        threshold="delta", gate=(0, 4), mode="r_compat"
    ),
    "bench/ff_nbPlugin_P10_alpha0.01_1000x52.csv.gz": FarringtonSettings(
        gate=(0, 4), mode="r_compat"
    ),
}


def counts_of(file: str) -> str:
    """The file of weekly counts that an output file was computed from."""
    return "bench/weekly_counts.csv.gz" if file.startswith("bench/") else "weekly_counts.csv"


def compare_flexible(file: str, settings: FarringtonSettings, directory: Path) -> Outcome:
    """Every series of the file in one batch."""
    weekly = Weekly.read(directory / counts_of(file))
    theirs = read_columns(directory / file)
    weeks = np.unique(np.array(theirs["week_start"], "datetime64[D]"))
    at = np.searchsorted(weekly.mondays, weeks)
    counts = np.stack([weekly.counts[name] for name in dict.fromkeys(theirs["series"])])
    alarms = farrington(counts, weekly.mondays, at, settings=settings)
    differences, mismatches = _differences(alarms, theirs)
    return _judged([differences], mismatches, 1e-9)


def _differences(alarms: Alarms, theirs: Columns) -> tuple[Floats, int]:
    """Relative differences (figures, rows) of what R gives, and how many alarms differ."""
    shown = (alarms.gate & np.isfinite(alarms.upper)).ravel()
    ours = {
        "upperbound": np.where(shown, alarms.upper.ravel(), np.nan),
        "expected": np.where(shown, alarms.expected.ravel(), np.nan),
        "pvalue": alarms.p.ravel(),
        "phi": alarms.dispersion.ravel(),
        "trend_coef": np.where(alarms.trend, alarms.slope, np.nan).ravel(),
    }
    given = {name: numbers(theirs[name]) for name in (*ours, "score")}
    given["expected"][np.isnan(given["upperbound"])] = np.nan
    parts = [relative_difference(ours[name], given[name]) for name in ours]
    parts.append(relative_difference(alarms.score.ravel(), given["score"], SCORES))
    return np.stack(parts), differing(alarms.alarm, theirs)


def differing(alarm: NDArray[np.bool_], theirs: Columns) -> int:
    """How many alarms differ."""
    return int(np.count_nonzero(alarm.ravel() != (numbers(theirs["alarm"]) == 1.0)))


def _judged(parts: Sequence[Floats], mismatches: int, tolerance: float) -> Outcome:
    """Judge differences (..., rows); an alarm that differs is infinitely far off."""
    rows = sum(part.shape[-1] for part in parts)
    largest = max(float(np.max(part)) for part in parts)
    note = f"{mismatches} of {rows} alarms differ"
    return judge(rows, [largest, np.inf if mismatches else 0.0], tolerance, note)


def split(columns: Columns, key: str) -> Iterator[tuple[str, Columns]]:
    """The rows of each value of one column."""
    values = np.array(columns[key])
    arrays = {name: np.array(texts) for name, texts in columns.items()}
    for value in dict.fromkeys(columns[key]):
        yield value, {name: list(array[values == value]) for name, array in arrays.items()}


EARS = "earsC_synthetic_minSigma0.5.csv.gz"
CHARTS: tuple[Literal["C1", "C2", "C3"], ...] = ("C1", "C2", "C3")


def compare_ears(directory: Path) -> Outcome:
    """earsC(sts, list(method=, baseline=7, minSigma=0.5, alpha=.001; C3: .025))."""
    weekly = Weekly.read(directory / "weekly_counts.csv")
    charts = dict(split(read_columns(directory / EARS), "method"))
    names = list(dict.fromkeys(charts["C1"]["series"]))
    counts = np.stack([weekly.counts[name] for name in names])
    parts, mismatches = [], 0
    for chart in CHARTS:
        theirs = charts[chart]
        at = np.unique(indices(theirs))
        settings = EarsSettings(chart, mode="r_compat")
        ours = ears(counts, weekly.mondays, at, settings=settings)
        parts.append(relative_difference(ours.upper.ravel(), numbers(theirs["upperbound"])))
        mismatches += differing(ours.alarm, theirs)
    return _judged(parts, mismatches, 1e-10)


# Series that ship with the R package (RKI, HPA); reference weeks are k - 52 i.
SHIPPED_INPUT = "shipped_series_input.csv"
SHIPPED = "shipped_series_detectors.csv.gz"


@dataclass(frozen=True)
class Shipped:
    """One data set: its counts (1, weeks) and R's answers by detector."""

    counts: Floats
    answers: dict[str, Columns]

    @property
    def mondays(self) -> NDArray[np.datetime64]:
        """Any Mondays: these series are known by their index only."""
        return np.datetime64("2001-01-01") + 7 * np.arange(self.counts.shape[1])

    def flexible(self) -> list[str]:
        """The detectors that are farringtonFlexible."""
        return [name for name in self.answers if name.startswith("farringtonFlexible_")]


def shipped(directory: Path) -> Iterator[Shipped]:
    """The data sets of the files."""
    inputs = dict(split(read_columns(directory / SHIPPED_INPUT), "dataset"))
    for dataset, answers in split(read_columns(directory / SHIPPED), "dataset"):
        counts = numbers(inputs[dataset]["observed"])[np.newaxis]
        yield Shipped(counts, dict(split(answers, "algo")))


def flexible_settings(detector: str) -> FarringtonSettings:
    """As the name says: farringtonFlexible_<threshold>_b<years>, else R's defaults.

    farringtonFlexible(sts, list(b=, w=3, thresholdMethod=, alpha=.01)): noPeriods=1.
    """
    _, threshold, years = detector.split("_")
    return FarringtonSettings(
        years_back=int(years[1:]),
        periods=1,
        threshold="delta" if threshold == "delta" else "nbPlugin",
        gate=(0, 4),
        reference="index",
        mode="r_compat",
    )


def older_settings(years: int) -> FarringtonSettings:
    """farrington(sts, list(b=, w=3, alpha=.01, limit54=c(5, 4))): two-sided alpha."""
    return FarringtonSettings(
        years_back=years,
        periods=1,
        past_excluded=3,
        reweight_above=1.0,
        alpha=0.005,
        threshold="delta",
        reference="index",
        mode="r_compat_1996",
    )


def indices(columns: Columns) -> NDArray[np.int64]:
    """R's 1-based ``t`` as indices."""
    return numbers(columns["t"]).astype(np.int64) - 1


def compare_shipped_flexible(directory: Path) -> Outcome:
    """Every farringtonFlexible run on the shipped series."""
    parts, mismatches = [], 0
    for data in shipped(directory):
        for name in data.flexible():
            theirs, settings = data.answers[name], flexible_settings(name)
            alarms = farrington(data.counts, data.mondays, indices(theirs), settings=settings)
            differences, wrong = _differences(alarms, theirs)
            parts.append(differences)
            mismatches += wrong
    return _judged(parts, mismatches, 1e-9)


def compare_shipped_older(directory: Path) -> Outcome:
    """The older farrington on the shipped series, with the newer one's reference years."""
    parts, mismatches = [], 0
    for data in shipped(directory):
        theirs = data.answers["farrington"]
        settings = older_settings(flexible_settings(data.flexible()[0]).years_back)
        alarms = farrington(data.counts, data.mondays, indices(theirs), settings=settings)
        parts.append(relative_difference(alarms.upper, [numbers(theirs["upperbound"])]))
        mismatches += differing(alarms.alarm, theirs)
    return _judged(parts, mismatches, 1e-9)


def compare_shipped_ears(directory: Path) -> Outcome:
    """earsC(sts, list(method=, baseline=7, minSigma=0))."""
    parts, mismatches = [], 0
    for data in shipped(directory):
        for chart in CHARTS:
            theirs = data.answers[f"ears{chart}"]
            settings = EarsSettings(chart, smallest_sd=0.0, mode="r_compat")
            ours = ears(data.counts, data.mondays, indices(theirs), settings=settings)
            parts.append(relative_difference(ours.upper, [numbers(theirs["upperbound"])]))
            mismatches += differing(ours.alarm, theirs)
    return _judged(parts, mismatches, 1e-9)


OTHERS = ("bayes", "rki", "cusum", "glrnb", "outbreakP")


def compare_others(directory: Path) -> Outcome:
    """Detectors of R that Samsyn does not have: how often Farrington says the same."""
    rows = same = 0
    for data in shipped(directory):
        settings, at = flexible_settings(data.flexible()[0]), indices(data.answers[OTHERS[0]])
        alarm = farrington(data.counts, data.mondays, at, settings=settings).alarm
        rows += alarm.size * len(OTHERS)
        same += sum(alarm.size - differing(alarm, data.answers[name]) for name in OTHERS)
    return inform(rows, 0.0, f"{', '.join(OTHERS)}: {same} of {rows} verdicts as farrington's")


def compare_adjusted(directory: Path) -> Outcome:
    """p.adjust(p, "BH"), p.adjust(p, "BY"), p.adjust(p, "holm")."""
    columns = {name: numbers(texts) for name, texts in read_columns(directory / ADJUSTED).items()}
    p = columns["p_raw"]
    pairs = ((adjust(p, "BH"), "BH"), (adjust(p, "BY"), "BY"), (adjust(p, "Holm"), "holm"))
    parts = [relative_difference(ours, columns[name]) for ours, name in pairs]
    return judge(p.size, np.concatenate(parts), 1e-7)


ADJUSTED = "padjust.csv"

COMPARISONS: tuple[Comparison, ...] = (
    *(
        Comparison(
            name=file,
            needs=(file, counts_of(file)),
            tolerance="1e-9, no alarm differs",
            compare=partial(compare_flexible, file, settings),
        )
        for file, settings in FLEXIBLE.items()
    ),
    Comparison(EARS, (EARS, "weekly_counts.csv"), "1e-10, no alarm differs", compare_ears),
    *(
        Comparison(f"{SHIPPED}: {what}", (SHIPPED, SHIPPED_INPUT), tolerance, compare)
        for what, tolerance, compare in (
            ("farringtonFlexible", "1e-9, no alarm differs", compare_shipped_flexible),
            ("farrington", "1e-9, no alarm differs", compare_shipped_older),
            ("ears", "1e-9, no alarm differs", compare_shipped_ears),
            ("others", "none", compare_others),
        )
    ),
    Comparison(ADJUSTED, (ADJUSTED,), "1e-7", compare_adjusted),
)
