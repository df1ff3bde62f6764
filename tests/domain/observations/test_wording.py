"""How a report's time is said: as sharp as it is known, and a span with both its ends."""

from datetime import UTC, date, datetime, timedelta

import pytest

from samsyn.domain.observations.enums import Precision
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.values.report import TimeSpan, at_time, in_part, whole_days
from samsyn.domain.observations.wording import when, when_said, when_short
from samsyn.foundation.clock import STOCKHOLM, PartOfDay

EVENING = datetime(2026, 3, 10, 21, tzinfo=STOCKHOLM)
A_SECOND = timedelta(seconds=1)


def row(period):
    return Observation(
        occurred_from=period.start,
        occurred_to=period.end,
        precision=period.precision,
        day=period.day,
        part_of_day=period.part_of_day,
    )


def exact(end):
    """A span as an import keeps it: to its last second."""
    return TimeSpan(EVENING.astimezone(UTC), end.astimezone(UTC) - A_SECOND, Precision.EXACT)


def days(first, last, precision):
    return whole_days(date(2026, 3, first), date(2026, *last), precision)


@pytest.mark.parametrize(
    ("period", "text", "short"),
    [
        (
            at_time(EVENING.date(), EVENING.time()),
            "10 mars 2026 kl. 21.00",
            "10 mar 2026 21.00",
        ),
        (
            exact(datetime(2026, 3, 14, 7, tzinfo=STOCKHOLM)),
            "10 mars 2026 kl. 21.00 – 14 mars 2026 kl. 07.00",
            "10 mar 2026 – 14 mar 2026",
        ),
        (
            exact(datetime(2026, 3, 11, 0, tzinfo=STOCKHOLM)),
            "10 mars 2026 kl. 21.00 – 24.00",
            "10 mar 2026 21.00",
        ),
        (
            in_part(EVENING.date(), PartOfDay.EVENING),
            "10 mars 2026, kväll 18–24",
            "10 mar 2026 kväll 18–24",
        ),
        (days(10, (3, 10), Precision.DAY), "10 mars 2026", "10 mar 2026"),
        (days(10, (3, 17), Precision.DAY), "10–17 mars 2026", "10 mar 2026 – 17 mar 2026"),
        (days(9, (3, 15), Precision.WEEK), "v. 11 2026", "v. 11 2026"),
        (days(9, (3, 22), Precision.WEEK), "9–22 mars 2026", "9 mar 2026 – 22 mar 2026"),
        (days(1, (3, 31), Precision.MONTH), "mars 2026", "mars 2026"),
        (days(1, (4, 30), Precision.MONTH), "1 mars–30 april 2026", "1 mar 2026 – 30 apr 2026"),
    ],
)
def test_a_time_is_said_as_sharp_as_it_is_known(period, text, short):
    assert when(row(period)).replace("\u00a0", " ") == text
    assert when_short(row(period)).replace("\u00a0", " ") == short


def test_an_evening_that_came_back_is_said_with_its_days():
    start, end = EVENING.astimezone(UTC), datetime(2026, 3, 12, 22, tzinfo=STOCKHOLM)
    period = TimeSpan(start, end, Precision.PART_OF_DAY)
    assert when(row(period)) == "10–12 mars 2026, kväll 18–24"


def test_without_an_end_the_start_alone_is_said():
    told = when_said(EVENING, EVENING.date(), Precision.EXACT, PartOfDay.EVENING, end=EVENING)
    assert told == "10 mars 2026 kl. 21.00"
