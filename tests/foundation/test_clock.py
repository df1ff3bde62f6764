"""Local days, weeks and parts of day across clock changes, week 53, leap days and New Year."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.foundation import clock
from samsyn.foundation.clock import PartOfDay

days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
instants = st.datetimes(datetime(2020, 1, 1), datetime(2040, 12, 31), timezones=st.just(UTC))


@given(days)
def test_a_week_begins_with_its_monday(day):
    start = clock.monday(day)
    assert start.weekday() == 0
    assert start <= day < start + timedelta(days=7)
    assert start.isocalendar()[:2] == day.isocalendar()[:2]


@given(days)
def test_the_start_of_a_day_falls_on_that_day(day):
    start = clock.start_of(day)
    assert clock.local_day(start) == day
    assert clock.local_day(start - timedelta(seconds=1)) == day - timedelta(days=1)


@given(instants)
def test_every_instant_has_one_part_of_the_day(instant):
    assert clock.part_of_day(instant) in clock.HOURED_PARTS


@given(days)
def test_a_year_before_is_the_same_weekday(day):
    assert clock.a_year_before(day).weekday() == day.weekday()


@pytest.mark.parametrize(
    ("utc", "day", "part"),
    [
        ("2026-03-29T00:30", date(2026, 3, 29), PartOfDay.NIGHT),
        ("2026-10-24T22:30", date(2026, 10, 25), PartOfDay.NIGHT),
        ("2025-12-31T23:30", date(2026, 1, 1), PartOfDay.NIGHT),
        ("2026-06-30T21:59", date(2026, 6, 30), PartOfDay.EVENING),
        ("2028-02-28T23:00", date(2028, 2, 29), PartOfDay.NIGHT),
    ],
)
def test_local_time_is_stockholms(utc, day, part):
    instant = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert (clock.local_day(instant), clock.part_of_day(instant)) == (day, part)


def test_the_domains_today_may_be_moved(settings):
    settings.TODAY = date(2026, 11, 23)
    assert clock.today() == date(2026, 11, 23)
    assert clock.local_day(clock.now()) == date(2026, 11, 23)
