"""Weeks above their season, and slow rises, told once each where they are strongest."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from samsyn.analysis.early_warning import Footing, by_families, cusum_threshold, nb_cusum
from samsyn.analysis.early_warning.distribution import quantile, tail
from samsyn.domain.monitoring.computing.evidence import evidence_of
from samsyn.domain.monitoring.computing.findings import Finding, day, strength_of
from samsyn.domain.monitoring.computing.material import Flags, Floats, Ints
from samsyn.domain.monitoring.computing.series import SeriesKey
from samsyn.domain.monitoring.computing.settings import RunSettings
from samsyn.domain.monitoring.computing.watch import Watch, families
from samsyn.domain.monitoring.enums import DeviationKind
from samsyn.domain.monitoring.rules import LIKELY_Q, confidence_of

PART_OF = 0.01
"""Chance above which what is left of a series, its other alarms apart, is nothing new."""
SLOW_P = 0.05
"""A slow rise is told only when its weeks together are this unlikely."""


@dataclass(frozen=True, eq=False)
class Episode:
    """The alarm weeks (columns) of one series among those judged, and the strongest."""

    series: int
    columns: Ints
    peak: int
    strength: float


def rises(watch: Watch, preliminary: Flags) -> list[Finding]:
    """Weeks that stand out, strongest first; ``preliminary`` (weeks,) flags late weeks.

    What is one story is told once: of the narrowest series that explains it, or of the
    wide one where many rose alike.
    """
    kept: list[Episode] = []
    for one in sorted(_episodes(watch), key=lambda one: (-one.strength, one.series)):
        if any(_is_all_of(watch, other, one) for other in kept):
            continue
        explained = [wide for wide in kept if _explains(watch, one, wide, kept)]
        if explained or not any(_belongs(watch, one, other) for other in kept):
            kept = [other for other in kept if other not in explained] + [one]
    kept.sort(key=lambda one: (-one.strength, one.series))
    return [_rise(watch, one, preliminary) for one in kept]


def _episodes(watch: Watch) -> Iterator[Episode]:
    alarm, score = watch.alarms.alarm, watch.alarms.score
    columns = watch.judged
    for series in np.flatnonzero(alarm[:, columns].any(axis=1)):
        found = columns[alarm[series, columns]]
        peak = int(found[np.argmax(score[series, found])])
        yield Episode(int(series), found, peak, float(score[series, peak]))


def _together(watch: Watch, one: Episode, other: Episode) -> bool:
    """Whether two episodes could be one story: shared reports, neighbouring weeks."""
    keys = watch.table.keys
    near = np.intersect1d(_around(other.columns), one.columns).size > 0
    return near and keys[one.series].overlaps(keys[other.series])


def _around(columns: Ints) -> Ints:
    return np.unique(np.concatenate((columns - 1, columns, columns + 1)))


def _is_all_of(watch: Watch, one: Episode, wide: Episode) -> bool:
    """Whether an episode is all there is to a wide one."""
    return _within(watch, one, wide) and _rest_is_usual(watch, wide, [one])


def _explains(watch: Watch, one: Episode, wide: Episode, kept: list[Episode]) -> bool:
    """Whether an episode, with those kept beside it in a wide one, is all there is to that."""
    if not _within(watch, one, wide):
        return False
    keys = watch.table.keys
    apart = [other for other in kept if not keys[other.series].overlaps(keys[one.series])]
    parts = [other for other in apart if _within(watch, other, wide)]
    return _rest_is_usual(watch, wide, [one, *parts])


def _within(watch: Watch, one: Episode, wide: Episode) -> bool:
    """Whether an episode is a part of a wide one."""
    keys = watch.table.keys
    return keys[wide.series].holds(keys[one.series]) and _together(watch, one, wide)


def _belongs(watch: Watch, one: Episode, kept: Episode) -> bool:
    """Whether an episode tells nothing beyond one that is kept and not within it."""
    mine, theirs = watch.table.keys[one.series], watch.table.keys[kept.series]
    if not _together(watch, one, kept) or mine.holds(theirs):
        return False
    return not theirs.holds(mine) or _rises_alike(watch, one, kept)


def _rest_is_usual(watch: Watch, wide: Episode, parts: list[Episode]) -> bool:
    """Whether a wide series is as usual once narrow ones in it are taken out."""
    alarms, column = watch.alarms, wide.peak
    y, mean = np.nan_to_num(alarms.observed[:, column]), np.nan_to_num(alarms.expected[:, column])
    taken = [one.series for one in parts]
    rest = max(float(y[wide.series] - y[taken].sum()), 0.0)
    usual = max(float(mean[wide.series] - mean[taken].sum()), 0.05)
    return _chance(rest, usual, float(alarms.dispersion[wide.series, column])) > PART_OF


def _rises_alike(watch: Watch, narrow: Episode, wide: Episode) -> bool:
    """Whether a narrow series has risen no more than the wide one that holds it."""
    alarms, column = watch.alarms, narrow.peak
    growth = alarms.observed[wide.series, column] / alarms.expected[wide.series, column]
    growth = max(float(np.nan_to_num(growth, nan=1.0)), 1.0)
    y = float(alarms.observed[narrow.series, column])
    mean = float(alarms.expected[narrow.series, column]) * growth
    return _chance(y, mean, float(alarms.dispersion[narrow.series, column])) > PART_OF


def _chance(count: float, mean: float, dispersion: float) -> float:
    """P(Y >= count)."""
    parts = (np.array([value]) for value in (count, mean, max(dispersion, 1.0)))
    return float(tail(*parts)[0])


def _rise(watch: Watch, one: Episode, preliminary: Flags) -> Finding:
    alarms, at = watch.alarms, (one.series, one.peak)
    events = float(alarms.observed[one.series, one.columns].sum())
    usual = float(alarms.expected[one.series, one.columns].sum())
    bands = (watch.low_80, watch.high_80, watch.low_95, watch.high_95)
    return _finding(
        watch,
        Judged(DeviationKind.RISE, one.series, one.columns, one.peak, events),
        preliminary,
        observed=int(alarms.observed[at]),
        expected=float(alarms.expected[at]),
        bands=tuple(float(band[at]) for band in bands),
        p=float(alarms.p[at]),
        q=float(watch.q[at]),
        strength=one.strength,
        excess=events - usual,
    )


@dataclass(frozen=True)
class Judged:
    """What is told of: a kind, a series, its weeks (columns), the peak, and all its events."""

    kind: DeviationKind
    series: int
    columns: Ints
    peak: int
    events: float


def _finding(
    watch: Watch,
    told: Judged,
    preliminary: Flags,
    *,
    bands: tuple[float, ...],
    q: float,
    **figures: Any,
) -> Finding:
    key = watch.table.keys[told.series]
    weeks = watch.alarms.weeks[told.columns]
    low_80, high_80, low_95, high_95 = bands
    return Finding(
        kind=told.kind,
        key=key,
        series=str(key),
        first_week=day(watch.mondays[weeks[0]]),
        last_week=day(watch.mondays[weeks[-1]]),
        peak_week=day(watch.mondays[watch.alarms.weeks[told.peak]]),
        low_80=low_80,
        high_80=high_80,
        low_95=low_95,
        high_95=high_95,
        q=q,
        confidence=confidence_of(q, told.events),
        preliminary=bool(preliminary[weeks[-1]]),
        evidence=evidence_of(watch, told.series, told.columns, told.peak, preliminary),
        **figures,
    )


@dataclass(frozen=True)
class Slow:
    """Series followed for slow rises, all (series,): the column since which the sum has not
    been 0, the chance of so many events since then, and whether the sum is at its limit."""

    series: Ints
    since: Ints
    p: Floats
    alarm: Flags
    value: Floats


def slow_rises(
    watch: Watch,
    told: list[Finding],
    preliminary: Flags,
    settings: RunSettings,
    rng: np.random.Generator,
) -> list[Finding]:
    """Rises too slow for any week to stand out; what ``told`` tells already is left out.

    The NB-CUSUM says when (``docs/methods/early_warning.md``). As it chooses its own start
    among the followed weeks, the chance of the count since then is multiplied by their
    number (Bonferroni).
    """
    slow = _followed(watch, settings, rng)
    q = np.full(len(watch.table.keys), np.nan)
    q[slow.series] = np.where(slow.alarm, slow.p, 1.0)
    q = by_families(q, families(watch.table), LIKELY_Q).adjusted
    found = np.flatnonzero(slow.alarm & (slow.p <= SLOW_P)).tolist()
    found.sort(key=lambda n: (slow.p[n], -slow.value[n], n))
    kept: list[Finding] = []
    for n in found:
        key = watch.table.keys[slow.series[n]]
        if not any(_same_story(key, one.key) for one in (*told, *kept)):
            kept.append(_slow_rise(watch, slow, n, float(q[slow.series[n]]), preliminary))
    return kept


def _same_story(key: SeriesKey, other: SeriesKey) -> bool:
    return key.holds(other) or other.holds(key)


def _followed(watch: Watch, settings: RunSettings, rng: np.random.Generator) -> Slow:
    alarms = watch.alarms
    known = np.isfinite(alarms.expected).all(axis=1) & (alarms.status[:, -1] <= Footing.SEASONLESS)
    often = np.where(known, np.nan_to_num(alarms.expected).mean(axis=1), 0) >= settings.slow_mean
    series = np.flatnonzero(known & often)
    observed, mean = alarms.observed[series], alarms.expected[series]
    dispersion = np.maximum(alarms.dispersion[series], 1.0)
    if not series.size:
        empty = np.empty(0)
        return Slow(series, series, empty, empty.astype(np.bool_), empty)
    limit = cusum_threshold(
        mean.mean(axis=1), dispersion.mean(axis=1), rng, weeks_between=settings.weeks_between
    )
    course = nb_cusum(observed, mean, dispersion, limit)
    since = np.array([_start(value) for value in course.value], np.int64)
    within = np.arange(mean.shape[1]) >= since[:, np.newaxis]
    count = np.nansum(np.where(within, observed, 0.0), axis=1)
    usual = np.sum(np.where(within & np.isfinite(observed), mean, 0.0), axis=1)
    error = alarms.error[series].mean(axis=1)
    p = tail(count, np.maximum(usual, 0.05), dispersion.mean(axis=1), error)
    p = np.minimum(p * mean.shape[1], 1.0)
    return Slow(series, since, p, course.alarm[:, -1], course.value[:, -1] / limit)


def _start(value: Floats) -> int:
    """The column after the last in which the sum was 0."""
    empty = np.flatnonzero(value == 0.0)
    return int(empty[-1]) + 1 if empty.size else 0


def _slow_rise(watch: Watch, slow: Slow, n: int, q: float, preliminary: Flags) -> Finding:
    alarms, series = watch.alarms, int(slow.series[n])
    columns = np.arange(int(slow.since[n]), alarms.weeks.size)
    seen = columns[np.isfinite(alarms.observed[series, columns])]
    observed = float(alarms.observed[series, seen].sum())
    expected = float(alarms.expected[series, seen].sum())
    spread = max(float(alarms.dispersion[series, columns].mean()), 1.0)
    bands = (
        float(quantile(beyond, np.array([expected]), np.array([spread]))[0])
        for beyond in (0.90, 0.10, 0.975, 0.025)
    )
    p = float(slow.p[n])
    return _finding(
        watch,
        Judged(DeviationKind.SLOW_RISE, series, columns, int(columns[-1]), observed),
        preliminary,
        observed=int(observed),
        expected=expected,
        bands=tuple(bands),
        p=p,
        q=q,
        strength=strength_of(p, alarms.alpha),
        excess=observed - expected,
    )
