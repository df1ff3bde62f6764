"""Days, quarters and fortnights through clock changes, leap days and week 53 (T29)."""

import itertools
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.domain.observations.enums import Precision
from samsyn.domain.observations.values.report import (
    TimeSpan,
    at_time,
    due_fortnight,
    fortnight,
    in_part,
    whole_days,
)
from samsyn.foundation import clock, formats
from samsyn.foundation.clock import HOURED_PARTS, STOCKHOLM, PartOfDay, monday

FIRST, LAST = date(2020, 1, 1), date(2040, 12, 31)
days = st.dates(FIRST, LAST)
EVERY_DAY = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
bounded = settings(derandomize=True, max_examples=150, deadline=None, database=None)
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


@pytest.mark.parametrize("part", PartOfDay)
def test_a_quarter_of_any_day_stays_on_its_day_and_in_its_quarter(part):
    for day in EVERY_DAY:
        period = in_part(day, part)
        assert (period.day, period.part_of_day) == (day, part), day
        assert period.start <= period.end


def test_the_quarters_of_a_day_fill_it_without_a_gap():
    for day in (SPRING, AUTUMN, date(2028, 2, 29), date(2026, 7, 1)):
        parts = [in_part(day, part) for part in HOURED_PARTS]
        assert parts[0].start == clock.start_of(day)
        for one, following in itertools.pairwise(parts):
            assert following.start - one.end == timedelta(seconds=1)
        assert clock.start_of(day + timedelta(days=1)) - parts[-1].end == timedelta(seconds=1)


@bounded
@given(days, st.times())
def test_an_instant_is_on_the_day_it_was_said_of(day, told):
    period = at_time(day, told)
    assert period.day == day
    assert period.start == period.end
    assert period.part_of_day == HOURED_PARTS[told.hour // 6]
    assert period.start.tzinfo is UTC


def test_the_hour_that_is_not_and_the_hour_that_is_twice():
    missing, twice = at_time(SPRING, time(2, 30)), at_time(AUTUMN, time(2, 30))
    assert missing.start == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert twice.start == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert (missing.day, twice.day) == (SPRING, AUTUMN)


@bounded
@given(days, st.integers(0, 6), st.sampled_from([Precision.DAY, Precision.WEEK]))
def test_a_span_that_a_week_holds_is_counted_on_its_middle_day(first, length, precision):
    last = first + timedelta(days=length)
    period = whole_days(first, last, precision)
    assert first <= period.day <= last
    assert period.until is None
    assert period.part_of_day is PartOfDay.UNKNOWN
    assert abs((period.day - first) - (last - period.day)) <= timedelta(days=1)


@bounded
@given(days, st.integers(7, 400), st.sampled_from([Precision.MONTH, Precision.WEEK]))
def test_a_longer_span_is_of_its_first_day_until_its_last(first, length, precision):
    last = first + timedelta(days=length)
    period = whole_days(first, last, precision)
    assert (period.day, period.until) == (first, last)
    assert period.part_of_day is PartOfDay.UNKNOWN


@pytest.mark.parametrize("day", [SPRING, AUTUMN, date(2020, 2, 29), date(2026, 12, 31)])
def test_a_whole_day_is_its_own_day_though_it_has_23_or_25_hours(day):
    assert whole_days(day, day, Precision.DAY).day == day


@pytest.mark.parametrize("year", [2020, 2026, 2032, 2037])
def test_week_53_is_a_week_of_its_own(year):
    start = date.fromisocalendar(year, 53, 1)
    assert [monday(start + timedelta(days=n)) for n in range(7)] == [start] * 7
    assert monday(start + timedelta(days=7)) == date.fromisocalendar(year + 1, 1, 1)
    assert "53" in formats.week(start)
    period = whole_days(start, start + timedelta(days=6), Precision.WEEK)
    assert monday(period.day) == start


def test_no_two_mondays_are_other_than_a_week_apart():
    mondays = sorted({monday(day) for day in EVERY_DAY})
    assert {(b - a).days for a, b in itertools.pairwise(mondays)} == {7}


def test_fortnights_follow_each_other_through_twenty_years():
    for day in EVERY_DAY:
        first, last = fortnight(day)
        assert first <= day <= last
        assert (first.weekday(), (last - first).days) == (0, 13)
        assert fortnight(first) == fortnight(last) == (first, last)
        assert fortnight(last + timedelta(days=1))[0] == last + timedelta(days=1)


@bounded
@given(days)
def test_one_answers_for_the_last_fortnight_until_a_week_into_the_next(day):
    first, last = due_fortnight(day)
    assert first + timedelta(days=7) <= day <= last + timedelta(days=7)


@bounded
@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))
def test_the_day_of_an_instant_is_the_one_on_the_wall_in_stockholm(instant):
    period = TimeSpan(instant, instant, Precision.EXACT)
    assert period.day == instant.astimezone(STOCKHOLM).date()
