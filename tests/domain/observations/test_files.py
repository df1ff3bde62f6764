"""Reports as rows of a file."""

from datetime import date, datetime

import pytest

from samsyn.domain.observations.enums import Precision
from samsyn.domain.observations.queries.files import COLUMNS, rows
from samsyn.domain.observations.values.report import TimeSpan, whole_days
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.organisations.enums import Role
from samsyn.foundation.clock import STOCKHOLM
from tests import factories

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 10)
TIMES = ("Dag", "Tid", "Från dag", "Från tid", "Till dag", "Till tid")


def told(period):
    scope = factories.scope_as(Role.COORDINATOR)
    factories.observation(scope, period=period)
    [row] = rows(scope, Selection())
    return tuple(dict(zip(COLUMNS, row, strict=True))[name] for name in TIMES)


def at(day, hour, minute=0, second=0):
    return datetime(2026, 3, day, hour, minute, second, tzinfo=STOCKHOLM)


def test_a_moment_has_its_day_and_time():
    moment = at(10, 21)
    assert told(TimeSpan(moment, moment, Precision.EXACT)) == (
        "2026-03-10", "21:00", "", "", "", "",
    )  # fmt: skip


def test_a_span_says_both_ends_beside_the_day_it_is_counted_on():
    span = TimeSpan(at(10, 21), at(14, 6, 59, 59), Precision.EXACT)
    assert told(span) == ("2026-03-12", "", "2026-03-10", "21:00", "2026-03-14", "06:59")


def test_a_day_has_no_time():
    assert told(whole_days(DAY, DAY, Precision.DAY)) == ("2026-03-10", "", "", "", "", "")
