"""Reporting delay: what has come in, what is still to come."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.analysis.early_warning import (
    Delay,
    Footing,
    delay_distribution,
    farrington,
    nowcast,
)
from samsyn.analysis.errors import InvalidInputError, TooFewError

AS_OF = np.datetime64("2025-06-04")  # a Wednesday; the week begins on 2 June
MONDAY = np.datetime64("2025-06-02")
SHARE = np.array([0.4, 0.3, 0.2, 0.1])


def events(size, seed=1, weeks=60):
    """Days of occurrence over the weeks before, with delays in weeks by ``SHARE``."""
    rng = np.random.default_rng(seed)
    occurred = MONDAY - rng.integers(1, 7 * weeks, size)
    delay = rng.choice(SHARE.size, size, p=SHARE)
    return occurred, occurred + 7 * delay


def test_the_distribution_is_found():
    found = delay_distribution(*events(20_000), AS_OF, longest=3)
    assert found.share == pytest.approx(SHARE, abs=0.03)
    assert found.share.sum() == pytest.approx(1.0)
    assert found.reported == pytest.approx(np.cumsum(SHARE), abs=0.03)
    assert found.later == 0


def test_only_weeks_that_had_time_to_come_in_count():
    occurred, registered = events(20_000)
    seen = registered < MONDAY  # what a register holds today
    found = delay_distribution(occurred[seen], registered[seen], AS_OF, longest=3)
    assert found.share == pytest.approx(SHARE, abs=0.03)
    whole = delay_distribution(occurred, registered, AS_OF, longest=3)
    assert np.array_equal(found.share, whole.share)


def test_old_weeks_and_later_registrations_are_left_out():
    occurred, registered = events(4_000)
    found = delay_distribution(occurred, registered, AS_OF, longest=2, weeks=10)
    weeks_ago = (MONDAY - (occurred - (occurred.astype(int) + 3) % 7)).astype(int) // 7
    chosen = (weeks_ago > 2) & (weeks_ago <= 12) & (registered < MONDAY)
    assert found.events + found.later == chosen.sum()
    assert found.later > 0


def test_few_events_are_too_few():
    with pytest.raises(TooFewError, match="pool categories"):
        delay_distribution(*events(30), AS_OF)


def test_nothing_is_registered_before_it_occurs():
    day = np.array(["2025-01-02"], "datetime64[D]")
    with pytest.raises(InvalidInputError, match="or later"):
        delay_distribution(day, day - 1, AS_OF)


def test_completeness_by_age():
    delay = Delay(SHARE, 100, 0)
    mondays = MONDAY + 7 * np.arange(-6, 2)
    found = delay.completeness(mondays, AS_OF)
    assert found.share == pytest.approx([1.0, 1.0, 1.0, 0.9, 0.7, 0.4, 0.0, 0.0])
    assert list(found.preliminary) == [False] * 3 + [True] * 5
    assert list(found.too_early) == [False] * 5 + [True] * 3
    assert found.exposure == pytest.approx(
        [1.0, 1.0, 1.0, 0.9, 0.7, np.nan, np.nan, np.nan], nan_ok=True
    )


def test_a_week_half_in_is_tested_on_what_is_in():
    mondays = np.datetime64("2018-01-01") + 7 * np.arange(387)  # the last begins on 26 May
    rng = np.random.default_rng(3)
    counts = rng.poisson(20.0, (1, 387)).astype(float)
    completeness = Delay(np.array([0.6, 0.4]), 100, 0).completeness(mondays, AS_OF)
    counts[0, -1] = 12.0
    naive = farrington(counts, mondays, [386])
    aware = farrington(counts, mondays, [386], exposure=completeness.exposure)
    assert aware.expected[0, 0] == pytest.approx(0.6 * naive.expected[0, 0], rel=1e-6)
    assert naive.p_low[0, 0] < 0.05 < aware.p_low[0, 0]
    early = Delay(np.array([0.4, 0.6]), 100, 0).completeness(mondays, AS_OF)
    hidden = farrington(counts, mondays, [386], exposure=early.exposure)
    assert hidden.status[0, 0] == Footing.MISSING


@given(st.integers(0, 50), st.floats(0.2, 1.0))
def test_a_nowcast_is_never_below_what_is_reported(reported, share):
    found = nowcast(reported, share)
    assert reported <= found.low <= found.high
    assert found.expected >= reported


def test_nothing_more_is_expected_of_a_complete_week():
    found = nowcast([7, 0], 1.0)
    assert list(found.expected) == list(found.low) == list(found.high) == [7.0, 0.0]


def test_the_interval_holds_the_final_count_as_often_as_it_says():
    rng = np.random.default_rng(4)
    final = rng.poisson(rng.uniform(5.0, 40.0, 20_000))
    found = nowcast(rng.binomial(final, 0.6), 0.6, coverage=0.9)
    inside = np.mean((found.low <= final) & (final <= found.high))
    assert 0.89 < inside < 0.95


@pytest.mark.parametrize("share", [0.0, 1.1])
def test_shares_are_shares(share):
    with pytest.raises(InvalidInputError, match="above 0 and at most 1"):
        nowcast(3, share)
