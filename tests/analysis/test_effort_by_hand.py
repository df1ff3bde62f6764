"""Reporting effort against a dense regression with unit and period effects."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.effort import reporting_effort, reporting_exposure

WEEKS = 24
BEFORE, AFTER = np.arange(12), np.arange(12, 24)


@st.composite
def panels(draw):
    """Reports (units, weeks) of units that mostly answer, each at least once a period."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    units = draw(st.integers(2, 6))
    mean = rng.uniform(1.0, 8.0, (units, 1)) * np.where(np.arange(WEEKS) < 12, 1.0, 1.4)
    reports = rng.poisson(mean).astype(float) + (np.arange(WEEKS) % 11 == 0)
    reports[rng.random(reports.shape) < 0.3] = np.nan
    reports[:, [0, 23]] = 3.0
    return reports


def poisson_regression(x, y, offset):
    """Coefficients and their covariance by Fisher scoring."""
    beta = np.linalg.lstsq(x, np.log(y + 0.5) - offset, rcond=None)[0]
    for _ in range(100):
        mean = np.exp(x @ beta + offset)
        covariance = np.linalg.inv(x.T @ (x * mean[:, None]))
        step = covariance @ (x.T @ (y - mean))
        beta += step
        if np.abs(step).max() < 1e-12:
            break
    return beta, covariance, np.exp(x @ beta + offset)


def unit_and_period(reports):
    """One row a cell answered: unit indicators, period; and the reports."""
    unit, week = np.nonzero(np.isfinite(reports))
    x = np.hstack([unit[:, None] == np.arange(len(reports)), (week >= 12)[:, None]]).astype(float)
    return x, reports[unit, week]


@settings(max_examples=25)
@given(panels())
def test_events_are_the_period_effect_of_a_regression(reports):
    x, y = unit_and_period(reports)
    beta, covariance, mean = poisson_regression(x, y, np.zeros(y.size))
    found = reporting_effort(reports, BEFORE, AFTER).answered
    dispersion = max(1.0, np.sum((y - mean) ** 2 / mean) / (y.size - x.shape[1]))
    assert found.events.log_ratio == pytest.approx(beta[-1], abs=1e-9)
    assert found.dispersion == pytest.approx(dispersion, rel=1e-8)
    assert found.events.error == pytest.approx(np.sqrt(dispersion * covariance[-1, -1]), rel=1e-8)


@settings(max_examples=25)
@given(panels(), st.floats(0.5, 2.0))
def test_staff_is_an_offset_of_the_regression(reports, more):
    staff = np.where(np.arange(WEEKS) < 12, 1.0, more) * np.ones_like(reports)
    plain = reporting_effort(reports, BEFORE, AFTER).answered
    found = reporting_effort(reports, BEFORE, AFTER, staff=staff).answered
    assert found.events.log_ratio == pytest.approx(plain.events.log_ratio - np.log(more), abs=1e-9)
    assert found.total.log_ratio == plain.total.log_ratio
    assert found.reporting.log_ratio == pytest.approx(
        plain.reporting.log_ratio + np.log(more), abs=1e-9
    )


@settings(max_examples=25)
@given(panels())
def test_the_split_turns_round_with_the_periods(reports):
    there = reporting_effort(reports, BEFORE, AFTER).answered
    back = reporting_effort(reports, AFTER, BEFORE).answered
    for name in ("total", "events", "reporting", "regularity", "newcomers"):
        one, other = getattr(there, name), getattr(back, name)
        assert one.log_ratio == pytest.approx(-other.log_ratio, abs=1e-9)
        assert one.reports == pytest.approx(-other.reports, abs=1e-9)
        assert one.error == pytest.approx(other.error, abs=1e-7)


@settings(max_examples=25)
@given(panels(), st.randoms(use_true_random=False))
def test_the_order_of_units_does_not_matter(reports, random):
    order = list(range(len(reports)))
    random.shuffle(order)
    one, other = (reporting_effort(p, BEFORE, AFTER) for p in (reports, reports[order]))
    assert one.answered.events.log_ratio == pytest.approx(other.answered.events.log_ratio)
    assert one.before == other.before
    straight, shuffled = (reporting_exposure(p) for p in (reports, reports[order]))
    assert straight == pytest.approx(shuffled, nan_ok=True)


@settings(max_examples=25)
@given(panels())
def test_exposure_leaves_the_events_of_the_weeks(reports):
    """With unit and week effects the sums of units and of weeks are met exactly."""
    exposure = reporting_exposure(reports)
    answered = np.isfinite(reports)
    total = np.nansum(reports, axis=0)
    seen = total > 0.0
    events = total[seen] / exposure[seen]
    unit, week = np.nonzero(answered[:, seen])
    y = reports[:, seen][unit, week]
    weeks = week[:, None] == np.arange(1, seen.sum())
    x = np.hstack([unit[:, None] == np.arange(len(reports)), weeks])
    beta, _, _ = poisson_regression(x.astype(float), y, np.zeros(y.size))
    effects = np.append(0.0, beta[len(reports) :])
    assert np.log(events / events[0]) == pytest.approx(effects, abs=1e-5)


@given(panels(), st.floats(0.5, 0.99))
def test_intervals_hold_their_ratio_and_widen_with_coverage(reports, coverage):
    part = reporting_effort(reports, BEFORE, AFTER).answered.events
    low, high = part.interval(coverage)
    wider_low, wider_high = part.interval(min(coverage + 0.005, 0.999))
    assert wider_low < low < part.ratio < high < wider_high


def test_intervals_by_hand():
    # one unit, 40 reports in 10 answered weeks and 90 in 10: log(90/40) and 1/40 + 1/90
    reports = np.concatenate([np.full(10, 4.0), np.full(10, 9.0)])[np.newaxis]
    found = reporting_effort(reports, np.arange(10), np.arange(10, 20)).answered
    assert found.dispersion == 1.0
    assert found.events.error == pytest.approx(np.sqrt(1 / 40 + 1 / 90))
    low, high = found.events.interval()
    assert low == pytest.approx(2.25 * np.exp(-1.959963985 * found.events.error))
    assert high == pytest.approx(2.25 * np.exp(1.959963985 * found.events.error))
    assert found.events.reports == pytest.approx(5.0)


def test_a_newcomer_by_hand():
    # one unit as before, 4 a week; another begins and adds 2 a week
    reports = np.array([[4.0] * 20, [np.nan] * 10 + [2.0] * 10])
    found = reporting_effort(reports, np.arange(10), np.arange(10, 20)).answered
    assert found.events.ratio == pytest.approx(1.0)
    assert found.regularity.ratio == pytest.approx(1.0)
    assert found.newcomers.ratio == pytest.approx(1.5)
    assert found.newcomers.reports == pytest.approx(2.0)
    assert found.newcomers.error == pytest.approx(np.sqrt(1 / 40 - 1 / 60))
