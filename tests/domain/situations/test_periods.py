"""Days of a picture: what they are called and what they are compared with."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.domain.situations.values.periods import Period, month_of, suggested

days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@st.composite
def periods(draw):
    first = draw(days)
    return Period(first, first + timedelta(days=draw(st.integers(0, 400))))


@pytest.mark.parametrize(
    ("first", "last", "title"),
    [
        ("2026-10-01", "2026-10-31", "Lägesbild oktober 2026"),
        ("2026-07-01", "2026-09-30", "Lägesbild juli–september 2026"),
        ("2026-10-19", "2026-11-01", "Lägesbild v.\u00a043–44 2026"),
        ("2026-10-19", "2026-10-25", "Lägesbild v.\u00a043 2026"),
        ("2026-12-21", "2027-01-03", "Lägesbild v.\u00a052–53 2026"),
        ("2026-12-28", "2027-01-10", "Lägesbild 28 december 2026–10 januari 2027"),
        ("2026-10-02", "2026-10-12", "Lägesbild 2–12 oktober 2026"),
        ("2026-10-02", "2026-10-02", "Lägesbild 2 oktober 2026"),
        ("2026-12-01", "2027-01-31", "Lägesbild 1 december 2026–31 januari 2027"),
    ],
)
def test_a_picture_is_called_after_its_days(first, last, title):
    assert Period(date.fromisoformat(first), date.fromisoformat(last)).title == title


def test_before_a_month_comes_a_month():
    october = Period(date(2026, 10, 1), date(2026, 10, 31))
    assert october.before == Period(date(2026, 9, 1), date(2026, 9, 30))


def test_before_a_quarter_comes_a_quarter_across_new_year():
    quarter = Period(date(2026, 1, 1), date(2026, 3, 31))
    assert quarter.before == Period(date(2025, 10, 1), date(2025, 12, 31))


def test_before_february_in_a_leap_year():
    assert month_of(date(2024, 2, 10)).before == month_of(date(2024, 1, 1))
    assert month_of(date(2024, 3, 10)).before.days == 29


@given(periods())
def test_what_is_before_ends_the_day_before(period):
    assert period.before.last == period.first - timedelta(days=1)
    assert period.before.days == period.days or period.before.months == period.months


@given(periods())
def test_a_year_before_has_the_same_weekdays(period):
    before = period.year_before
    assert before.days == period.days
    assert before.first.weekday() == period.first.weekday()
    assert (period.first - before.first).days == 364


@given(periods(), st.integers(0, 20))
def test_the_mondays_hold_every_day_and_the_weeks_before(period, back):
    mondays = period.mondays(back)
    assert all(day.weekday() == 0 for day in mondays)
    assert mondays[0] <= period.first - timedelta(weeks=back)
    assert mondays[-1] <= period.last < mondays[-1] + timedelta(weeks=1)
    assert list(mondays) == sorted(set(mondays))


@given(periods(), st.integers(1, 8))
def test_what_follows_begins_the_day_after(period, weeks):
    after = period.following(weeks)
    assert (after.first - period.last).days == 1
    assert after.days == 7 * weeks


@given(days)
def test_suggestions_are_over_and_whole(today):
    fortnight, month = suggested(today)
    assert fortnight.weeks == 2
    assert month.months == 1
    assert fortnight.last < today
    assert month.last < today
    assert (today - fortnight.last).days <= 7


@given(days)
def test_a_month_is_whole(day):
    month = month_of(day)
    assert month.months == 1
    assert month.first <= day <= month.last


@pytest.mark.parametrize(
    ("parts", "covered"),
    [
        ([], False),
        ([(1, 31)], True),
        ([(1, 30)], False),
        ([(17, 31), (1, 16)], True),
        ([(1, 14), (16, 31)], False),
        ([(1, 20), (5, 10), (21, 31)], True),
    ],
)
def test_parts_cover_a_period_when_no_day_is_left(parts, covered):
    month = Period(date(2026, 10, 1), date(2026, 10, 31))
    spans = [Period(date(2026, 10, first), date(2026, 10, last)) for first, last in parts]
    assert month.covered_by(spans) is covered
