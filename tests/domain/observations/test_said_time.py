"""What a word of time comes to, in the municipality's zone, at the moment it is said."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from samsyn.domain.observations.enums import Precision, SaidTime
from samsyn.domain.observations.rules import check_day_is_meant
from samsyn.domain.observations.values.report import ended_fortnight, in_part, said_time
from samsyn.foundation import clock
from samsyn.foundation.clock import STOCKHOLM, PartOfDay
from samsyn.foundation.refusals import Mistaken
from tests.domain.observations.test_fields import answered

QUICK = [one for one in SaidTime if one is not SaidTime.OTHER_DAY]
bounded = limits(derandomize=True, max_examples=150, deadline=None, database=None)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


def at(*told):
    return datetime(*told, tzinfo=STOCKHOLM).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "said", "day", "part"),
    [
        (at(2026, 11, 30, 7, 15), SaidTime.LAST_NIGHT, date(2026, 11, 30), PartOfDay.NIGHT),
        (at(2026, 11, 30, 1, 15), SaidTime.LAST_NIGHT, date(2026, 11, 30), PartOfDay.NIGHT),
        (at(2026, 11, 30, 23, 50), SaidTime.LAST_NIGHT, date(2026, 11, 30), PartOfDay.NIGHT),
        (at(2026, 11, 30, 0, 5), SaidTime.LAST_EVENING, date(2026, 11, 29), PartOfDay.EVENING),
        (at(2027, 1, 1, 8), SaidTime.LAST_EVENING, date(2026, 12, 31), PartOfDay.EVENING),
        (at(2026, 11, 30, 7, 15), SaidTime.TODAY, date(2026, 11, 30), PartOfDay.UNKNOWN),
        # an hour that UTC counts to the day before
        (at(2026, 7, 1, 0, 45), SaidTime.TODAY, date(2026, 7, 1), PartOfDay.UNKNOWN),
        (at(2026, 11, 30, 14, 20), SaidTime.JUST_NOW, date(2026, 11, 30), PartOfDay.AFTERNOON),
    ],
)
def test_a_word_comes_to_a_day_and_a_part_of_it(now, said, day, part):
    period = said_time(said, now)
    assert (period.day, period.part_of_day) == (day, part)


@bounded
@given(instants, st.sampled_from(QUICK))
def test_no_word_speaks_of_what_is_to_come(now, said):
    period = said_time(said, now)
    assert period.start <= now
    assert period.start <= period.end
    assert timedelta(0) <= now - period.start <= timedelta(days=2)


def test_just_now_is_the_last_half_hour():
    now = at(2026, 11, 30, 14, 20, 33)
    period = said_time(SaidTime.JUST_NOW, now)
    assert (period.start, period.end) == (at(2026, 11, 30, 13, 50), at(2026, 11, 30, 14, 20))
    assert period.precision is Precision.EXACT


def test_another_day_is_no_word():
    with pytest.raises(ValueError, match="other_day"):
        said_time(SaidTime.OTHER_DAY, clock.now())


@bounded
@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_a_fortnight_that_has_ended_is_the_last_one(day):
    first, last = ended_fortnight(day)
    assert last < day
    assert (day - last).days <= 14
    assert (last - first).days == 13


def told_of(day):
    return replace(answered(), period=in_part(day, PartOfDay.EVENING))


@pytest.mark.parametrize(
    ("today", "day", "asked"),
    [
        (date(2026, 11, 30), date(2026, 11, 30), False),
        (date(2026, 11, 30), date(2026, 10, 31), False),
        (date(2026, 11, 30), date(2026, 10, 30), True),
        (date(2026, 11, 30), date(2025, 11, 29), True),
        (date(2026, 11, 30), date(1999, 11, 29), True),
        (date(2026, 1, 3), date(2025, 12, 31), True),
        (date(2026, 11, 30), date(2027, 4, 30), False),
        (date(2026, 11, 30), date(2062, 4, 30), True),
    ],
)
def test_a_day_long_ago_or_of_another_year_is_asked_about(settings, today, day, asked):
    settings.TODAY = today
    if not asked:
        check_day_is_meant(told_of(day))
        return
    with pytest.raises(Mistaken) as refusal:
        check_day_is_meant(told_of(day))
    assert refusal.value.field == "sure_of_day"
    assert str(day.year) in refusal.value.sentence
