"""Early warning against the same method written the slow way, one series at a time."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import gammaln, ndtr, ndtri, stdtr

from samsyn.analysis.early_warning import FarringtonSettings, Footing, farrington
from samsyn.analysis.early_warning.expectation import Expectation, believed
from samsyn.analysis.early_warning.history import History
from samsyn.analysis.early_warning.recent import recent

MONDAYS = np.datetime64("2018-01-01") + 7 * np.arange(417)


def nearest_monday(week, years):
    """The week whose Monday is nearest to the same date some years earlier."""
    date = MONDAYS[week].item()
    earlier = np.datetime64(date.replace(year=date.year - years))
    return int(np.argmin(np.abs((MONDAYS - earlier).astype(int))))


def seasons(week, years=5, width=3, periods=10, excluded=26):
    """Week -> season, 0 the present one, walking from window to window."""
    centres = [week, *(nearest_monday(week, i) for i in range(1, years + 1))]
    season = {}
    for newer, older in pairwise(centres):
        between = list(range(older + width + 1, newer - width))
        length, rest = divmod(len(between), periods - 1)
        for number in range(1, periods):
            take = length + (number <= rest)
            season.update(dict.fromkeys(between[:take], number))
            between = between[take:]
        season.update(dict.fromkeys(range(older - width, older + width + 1), 0))
    return {k: v for k, v in sorted(season.items()) if k < week - excluded}


def weighted_glm(x, y, weights):
    """Poisson regression by Fisher scoring on the whole matrix."""
    beta = np.zeros(x.shape[1])
    beta[0] = np.log(y.mean())
    for _ in range(200):
        mean = np.exp(x @ beta)
        information = x.T @ (x * (weights * mean)[:, None])
        step = np.linalg.solve(information, x.T @ (weights * (y - mean)))
        beta += step
        if np.abs(step).max() < 1e-12:
            break
    mean = np.exp(x @ beta)
    pearson = np.sum(weights * (y - mean) ** 2 / mean) / (len(y) - x.shape[1])
    return beta, mean, max(1.0, pearson), np.linalg.inv(information)


def slow_farrington(y, week, trend):
    """Expected mean, dispersion, error of the log mean and p-value of the slope."""
    season = seasons(week)
    rows = np.array(list(season))
    level = np.array(list(season.values()))
    x = (level[:, None] == np.arange(10)).astype(float)
    if trend:
        x = np.hstack([x, (rows - week)[:, None]])
    values = y[rows]
    weights = np.ones(rows.size)
    beta, mean, dispersion, inverse = weighted_glm(x, values, weights)
    leverage = mean * np.einsum("ij,jk,ik->i", x, inverse, x)
    residual = 1.5 * (values ** (2 / 3) * mean ** (-1 / 6) - np.sqrt(mean))
    residual /= np.sqrt(dispersion * (1.0 - leverage))
    weights[residual > 2.58] = residual[residual > 2.58] ** -2.0
    weights *= rows.size / weights.sum()
    beta, mean, dispersion, inverse = weighted_glm(x, values, weights)
    now = np.zeros(x.shape[1])
    now[0] = 1.0
    error = np.sqrt(dispersion * now @ inverse @ now)
    p = 1.0
    if trend:
        t = abs(beta[-1]) / np.sqrt(dispersion * inverse[-1, -1])
        p = 2.0 * stdtr(rows.size - x.shape[1], -t)
    return np.exp(beta[0]), dispersion, error, p, values.max()


def upper_tail(y, mean, dispersion):
    """P(Y >= y) by adding up the masses below."""
    k = np.arange(y)
    if dispersion < 1.0 + 1e-9:
        return 1.0 - np.exp(k * np.log(mean) - mean - gammaln(k + 1)).sum()
    r = mean / (dispersion - 1.0)
    log_mass = gammaln(k + r) - gammaln(r) - gammaln(k + 1)
    log_mass += r * np.log(1.0 / dispersion) + k * np.log(1.0 - 1.0 / dispersion)
    return 1.0 - np.exp(log_mass).sum()


@settings(max_examples=12)
@given(st.integers(0, 2**32 - 1), st.integers(300, 416), st.sampled_from([0.0, 0.002, -0.003]))
def test_the_slow_way_gives_the_same(seed, week, slope):
    rng = np.random.default_rng(seed)
    t = np.arange(417)
    mean = 5.0 * np.exp(slope * (t - 208) + 0.4 * np.cos(2 * np.pi * t / 52.18))
    y = rng.poisson(rng.gamma(mean / 0.6) * 0.6).astype(float)
    y[rng.integers(0, 417, 3)] += 25.0
    found = farrington([y], MONDAYS, [week])
    expected, dispersion, error, p, highest = slow_farrington(y, week, trend=True)
    kept = p < 0.05 and expected <= highest
    if not kept:
        expected, dispersion, error, _, _ = slow_farrington(y, week, trend=False)
    assert bool(found.trend[0, 0]) == kept
    assert found.expected[0, 0] == pytest.approx(expected, rel=1e-8)
    assert found.dispersion[0, 0] == pytest.approx(dispersion, rel=1e-8)
    assert found.error[0, 0] == pytest.approx(error, rel=1e-7)
    p_now = upper_tail(int(y[week]), expected, dispersion)
    assert found.p[0, 0] == pytest.approx(p_now, rel=1e-6, abs=1e-12)


@given(st.integers(0, 2**32 - 1))
def test_the_delta_bound_by_hand(seed):
    counts = np.random.default_rng(seed).poisson(4.0, (1, 417)).astype(float)
    choice = FarringtonSettings(threshold="delta", alpha=0.02)
    found = farrington(counts, MONDAYS, [416], settings=choice)
    mean, phi, error = (getattr(found, name)[0, 0] for name in ("expected", "dispersion", "error"))
    spread = np.sqrt(4 / 9 * mean ** (1 / 3) * (phi + (mean * error) ** 2 / mean))
    upper = (mean ** (2 / 3) + ndtri(0.98) * spread) ** 1.5
    z = (counts[0, 416] ** (2 / 3) - mean ** (2 / 3)) / spread
    assert found.upper[0, 0] == pytest.approx(upper)
    assert found.p[0, 0] == pytest.approx(1.0 - ndtr(z))
    assert found.p_low[0, 0] == pytest.approx(ndtr(z))


@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.integers(1, 6))
def test_the_gate_by_hand(seed, events, length):
    rng = np.random.default_rng(seed)
    counts = rng.poisson(1.0, (1, 417)).astype(float)
    counts[0, rng.random(417) < 0.1] = np.nan
    at = np.array([2, 300, 416])
    choice = FarringtonSettings(gate=(events, length))
    found = farrington(counts, MONDAYS, at, settings=choice)
    for column, week in enumerate(at):
        latest = counts[0, max(week - length + 1, 0) : week + 1]
        enough = np.nansum(latest) >= events and np.nan_to_num(counts[0, week]) >= 2
        assert found.gate[0, column] == enough


def slow_recent(y, alpha):
    """Mean of the last twelve weeks that were not alarms, and the dispersion, one series."""
    usual = []
    for week, count in enumerate(y):
        kept = [y[i] for i in usual[-12:]]
        if week >= 12 and kept:
            mean = np.mean(kept)
            squares = np.sum((np.array(kept) - mean) ** 2) / mean if mean > 0 else 0.0
            dispersion = max(1.0, squares / max(len(kept) - 1, 1))
            if upper_tail(int(count), max(mean, 0.05), dispersion) <= alpha:
                continue
        usual.append(week)
    kept = np.array([y[i] for i in usual[-12:]])
    squares = np.sum((kept - kept.mean()) ** 2) / kept.mean()
    return kept.mean(), max(1.0, squares / 11)


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.integers(30, 60))
def test_the_latest_usual_weeks_by_hand(seed, weeks):
    rng = np.random.default_rng(seed)
    y = rng.poisson(5.0, weeks + 1).astype(float)
    y[20] = 60.0  # an outbreak, not to be taken for usual
    history = History.of([y], MONDAYS[: weeks + 1], None)
    found = recent(history, np.array([0]), weeks, 0.01)
    mean, dispersion = slow_recent(y[:weeks], 0.01)
    assert found.mean[0] == pytest.approx(mean)
    assert found.dispersion == pytest.approx(dispersion)
    assert found.weeks[0] == 12


def test_new_series_share_their_dispersion():
    rng = np.random.default_rng(1)
    counts = rng.poisson(5.0, (3, 40)).astype(float)
    counts[1] = rng.poisson(rng.gamma(1.0, 5.0, 40))
    found = farrington(counts, MONDAYS[:40], [39])
    assert set(found.status[:, 0]) == {Footing.RECENT_ONLY}
    assert np.ptp(found.dispersion) == 0.0
    assert found.dispersion[0, 0] > 1.2


def test_a_new_series_without_events_is_held_at_the_least_mean():
    found = farrington(np.zeros((1, 40)), MONDAYS[:40], [39])
    assert found.expected[0, 0] == 0.05
    assert found.status[0, 0] == Footing.RARE
    assert np.isfinite(found.error[0, 0])


def expectation(mean, events, usual):
    """One series in one tested week."""
    cell = np.ones((1, 1))
    return Expectation(
        mean=mean * cell,
        error=9.0 * cell,
        dispersion=2.0 * cell,
        slope=0.0 * cell,
        trend=cell > 2.0,
        events=events * cell,
        weeks=35.0 * cell,
        usual=usual * cell,
        status=np.zeros((1, 1), np.int8),
    )


@pytest.mark.parametrize(
    ("mean", "events", "usual", "pooled", "least", "status"),
    [
        (0.00, 0.0, 0.30, None, 0.05, Footing.FULL),
        (0.00, 0.0, 0.01, None, 0.05, Footing.RARE),
        (0.00, 0.0, 0.01, 0.80, 0.20, Footing.FULL),
        (0.00, 0.0, 0.30, 0.04, 0.05, Footing.RARE),
        (0.30, 9.0, 0.30, 0.80, 0.30, Footing.FULL),
        (0.03, 1.0, 0.01, None, 0.05, Footing.FULL),
    ],
)
def test_the_least_mean_that_is_believed(mean, events, usual, pooled, least, status):
    share = None if pooled is None else np.array([pooled])
    found = believed(expectation(mean, events, usual), share)
    assert found.mean[0, 0] == pytest.approx(least)
    assert found.status[0, 0] == status
    raised = mean < least
    assert found.error[0, 0] == pytest.approx(np.sqrt(2.0 / (least * 35.0)) if raised else 9.0)
