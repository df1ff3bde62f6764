"""The calendar: nearest weeks, week 53, seasons, fortnights."""

import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.analysis.early_warning import fortnights, in_periods, monday
from samsyn.analysis.early_warning.weeks import (
    flat,
    reference_weeks,
    seasonal,
    step_of,
    week_indices,
    years_before,
)
from samsyn.analysis.errors import InvalidInputError

FIRST = np.datetime64("2018-01-01")  # a Monday
MONDAYS = FIRST + 7 * np.arange(480)


def day(text):
    return np.datetime64(text, "D")


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2100, 1, 1)))
def test_monday_opens_the_week_of_every_day(date):
    found = monday(np.datetime64(date)).item()
    assert found.weekday() == 0
    assert 0 <= (date - found).days < 7


def test_monday_takes_arrays():
    assert list(monday(np.array(["2025-01-01", "2025-01-06"], "datetime64[D]"))) == [
        day("2024-12-30"),
        day("2025-01-06"),
    ]


@given(st.integers(270, 479), st.integers(1, 5))
def test_reference_weeks_are_the_nearest_mondays(week, years):
    found = reference_weeks(MONDAYS, week, years, "dates")
    for i, index in enumerate(found, start=1):
        wanted = years_before(MONDAYS[week], i)
        distances = np.abs((MONDAYS - wanted).astype(int))
        assert distances[index] == distances.min() <= 3


def test_week_53_compares_with_the_same_dates():
    # 2020 has an ISO week 53, which begins on 28 December
    week = int(np.searchsorted(MONDAYS, day("2020-12-28")))
    assert [str(MONDAYS[i]) for i in reference_weeks(MONDAYS, week, 2, "dates")] == [
        "2019-12-30",
        "2018-12-31",
    ]


def test_reference_by_index_counts_weeks():
    assert reference_weeks(MONDAYS, 300, 3, "index") == [248, 196, 144]
    assert reference_weeks(MONDAYS[::2], 100, 2, "index") == [74, 48]


def test_of_two_equally_near_fortnights_the_earlier_counts():
    # five years with two leap days are 1,827 days, 7 more than 130 fortnights
    starts = day("2024-03-04") - 14 * np.arange(140, -1, -1)
    last = starts.size - 1
    fifth = reference_weeks(starts, last, 5, "dates")[-1]
    assert years_before(starts[last], 5) - starts[fifth] == np.timedelta64(7, "D")
    assert fifth == last - 131


def test_a_leap_day_falls_on_the_first_of_march():
    assert years_before(day("2016-02-29"), 1) == day("2015-03-01")
    assert years_before(day("2016-02-29"), 4) == day("2012-02-29")


@pytest.mark.parametrize(
    "starts", [MONDAYS[:1], MONDAYS[::-1], np.append(MONDAYS[:3], MONDAYS[5]), MONDAYS[[0, 0]]]
)
def test_dates_must_be_even_and_rise(starts):
    with pytest.raises(InvalidInputError, match="evenly spaced"):
        step_of(starts)


@pytest.mark.parametrize("at", [[-1], [480], [[1, 2]]])
def test_week_indices_must_be_indices(at):
    with pytest.raises(InvalidInputError, match="indices from 0 to 479"):
        week_indices(at, 480)


def test_seasons_by_hand():
    # windows of one week on either side of 20 and 10; two blocks between, remainder first
    found = seasonal(30, [20, 10], half_width=1, periods=3, excluded=4)
    seasons = {level: list(found.rows[found.level == level]) for level in range(3)}
    assert seasons == {
        0: [12, 13, 14, 15, 22, 23, 24, 25],
        1: [16, 17, 18],
        2: [9, 10, 11, 19, 20, 21],
    }
    assert list(found.now()) == [9, 10, 11, 19, 20, 21]
    assert np.array_equal(found.time, found.rows - 30.0)


def test_one_period_keeps_the_windows_only():
    found = seasonal(30, [20, 10], half_width=2, periods=1, excluded=4)
    assert list(found.rows) == [*range(8, 13), *range(18, 23)]
    assert found.levels == 1


def test_without_the_present_season_there_is_no_baseline():
    found = seasonal(60, [30], half_width=1, periods=6, excluded=35)
    assert found.rows.size == 0
    assert found.now().size == 0


def test_a_season_that_is_excluded_leaves_no_gap_in_the_numbers():
    found = seasonal(60, [30], half_width=1, periods=6, excluded=20)
    assert list(np.unique(found.level)) == list(range(found.levels))
    assert list(found.now()) == [29, 30, 31]


@given(st.integers(300, 470), st.integers(1, 5), st.integers(1, 4), st.integers(2, 12))
def test_seasons_cover_every_week_once(week, years, width, periods):
    references = reference_weeks(MONDAYS, week, years, "dates")
    found = seasonal(week, references, width, periods, 26)
    assert np.array_equal(np.sort(found.rows), np.arange(references[-1] - width, week - 26))
    assert np.all(np.diff(found.level) >= 0)
    assert found.now().size == years * (2 * width + 1)


def test_flat_takes_all_weeks_but_the_latest():
    assert list(flat(20, 5, 10).rows) == list(range(5, 10))
    assert flat(20, 15, 10).rows.size == 0
    assert flat(5, 0, 10).rows.size == 0


def test_fortnights_close_with_the_meeting():
    starts = fortnights(MONDAYS, day("2018-02-14"))  # a Wednesday; its week begins on the 12th
    assert day("2018-02-05") in starts
    assert set(np.diff(starts).astype(int)) == {14}
    assert starts[-1] + 7 <= MONDAYS[-1]


@given(st.dates(datetime.date(2010, 1, 1), datetime.date(2030, 1, 1)))
def test_any_meeting_of_the_rhythm_gives_the_same_fortnights(date):
    meeting = np.datetime64(date)
    assert np.array_equal(fortnights(MONDAYS, meeting), fortnights(MONDAYS, meeting + 14))
    assert not np.intersect1d(fortnights(MONDAYS, meeting), fortnights(MONDAYS, meeting + 7)).size


def test_periods_sum_what_was_observed():
    counts = np.array([[1.0, 2.0, np.nan, 4.0, np.nan, np.nan]])
    sums, observed = in_periods(counts, MONDAYS[:6], MONDAYS[:6:2])
    assert np.array_equal(sums, [[3.0, 4.0, np.nan]], equal_nan=True)
    assert np.array_equal(observed, [[2.0, 1.0, 0.0]])


@pytest.mark.parametrize("start", [MONDAYS[5], MONDAYS[2] + 1])
def test_periods_begin_on_mondays_and_end_within_them(start):
    with pytest.raises(InvalidInputError, match="begin on one of the Mondays"):
        in_periods(np.ones((1, 6)), MONDAYS[:6], np.array([start]))
