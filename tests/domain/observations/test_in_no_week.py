"""Reports of which only the month is known: in no week, in numbers of whole months, and said."""

from datetime import date, timedelta

import pytest

from samsyn.domain.observations.actions.upkeep import differences, rebuild_counts
from samsyn.domain.observations.enums import Longer, Precision, ReportState
from samsyn.domain.observations.queries import counts
from samsyn.domain.observations.queries.selecting import matching
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.values.cells import SharedCount
from samsyn.domain.observations.values.report import whole_days
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.organisations.enums import Role
from samsyn.foundation.clock import PartOfDay, monday
from samsyn.foundation.refusals import NotAllowed
from tests import factories
from tests.factories import pictures as made

pytestmark = pytest.mark.django_db
MARCH = (date(2025, 3, 1), date(2025, 3, 31))
SOME_WEEKS = (date(2025, 2, 24), date(2025, 4, 6))
FORTNIGHT = (date(2025, 3, 10), date(2025, 3, 23))
WEEK_12 = (date(2025, 3, 17), date(2025, 3, 23))


@pytest.fixture
def where(db):
    here = factories.municipality()
    factories.layer(here, ("01", 15.7, 60.0), primary=True)
    return here


def bring(where, *spans):
    """A report for each span of days, in the district."""
    by = made.system(where)
    fields = {
        "organisation_id": factories.organisation(where).pk,
        "category_id": factories.category(where).pk,
        "latitude": 60.005,
        "longitude": 15.705,
    }
    for first, last, precision in spans:
        factories.observation(
            by, ReportState.PASSED_ON, period=whole_days(first, last, precision), **fields
        )


@pytest.fixture
def some(where):
    """Two of March alone, one of week 12, one of a day, one of two weeks."""
    bring(
        where,
        (*MARCH, Precision.MONTH),
        (*MARCH, Precision.MONTH),
        (*WEEK_12, Precision.WEEK),
        (date(2025, 3, 12), date(2025, 3, 12), Precision.DAY),
        (*FORTNIGHT, Precision.WEEK),
    )
    return made.system(where)


def number(found):
    return sum(found.values())


def listed(by, first, last, **narrowed):
    return matching(by, Selection.passed_on(first, last, **narrowed)).count()


def test_a_week_has_what_is_dated_to_it_and_no_month(some):
    weeks = {week: n for week, _, _, n in counts.weekly(some, *SOME_WEEKS)}
    assert weeks == {monday(date(2025, 3, 12)): 1, monday(WEEK_12[0]): 1}
    found = counts.over_weeks(some, [SOME_WEEKS], FORTNIGHT)
    assert number(found.reports) == 2
    assert found.long_ones == tuple(counts.long_ones(some, *FORTNIGHT))


@pytest.mark.parametrize(
    ("days", "n"),
    [
        (MARCH, 5),
        (FORTNIGHT, 3),
        (WEEK_12, 1),
        ((date(2025, 3, 2), date(2025, 3, 31)), 3),
        ((date(2025, 1, 1), date(2025, 12, 31)), 5),
        ((date(2025, 3, 11), date(2025, 3, 13)), 1),
    ],
)
def test_days_have_what_lies_wholly_among_them_in_every_number_alike(some, days, n):
    layer = reference(some).primary_layer
    [whole, districts] = counts.over_periods(some, [(*days, 0), (*days, layer.pk)])
    assert number(whole) == number(districts) == n
    assert number(counts.per_district(some, *days, layer.pk)) == n
    assert number(counts.hours(some, *days)) == n
    assert listed(some, *days) == n
    [reporting] = counts.reporting(some, days[0] - timedelta(days=9), *days).values()
    assert reporting.now == n


def test_what_has_no_hour_is_at_none(some):
    assert {part for _, part in counts.hours(some, *MARCH)} == {PartOfDay.UNKNOWN}


def test_the_list_shows_exactly_those_that_are_spoken_of(some):
    found = counts.long_ones(some, *FORTNIGHT)
    assert sum(one.reports for one in found) == 3
    assert listed(some, *FORTNIGHT, longer=Longer.ANY.value) == 3
    beyond = sum(one.reports for one in found if one.goes_beyond(*FORTNIGHT))
    assert beyond == listed(some, *FORTNIGHT, longer=Longer.ACROSS.value) == 2
    assert listed(some, *MARCH, longer=Longer.ACROSS.value) == 0
    april = (date(2025, 4, 1), date(2025, 4, 30))
    assert counts.long_ones(some, *april) == []
    winter = (date(2025, 1, 6), date(2025, 2, 2))
    assert counts.long_ones(some, *winter) == []
    assert counts.over_weeks(some, [SOME_WEEKS], winter).long_ones == ()
    assert listed(some, *april, longer=Longer.ANY.value) == 0


def test_the_counts_are_proved_and_made_anew(some):
    assert differences(some) == []
    kept = sorted(SharedCount.rows.values_list("day", "until", "week", "layer", "reports"))
    rebuild_counts(some)
    assert differences(some) == []
    assert sorted(SharedCount.rows.values_list("day", "until", "week", "layer", "reports")) == kept


def test_nobody_reads_them_without_the_act(where):
    with pytest.raises(NotAllowed):
        counts.long_ones(factories.scope_as(Role.REPORTER, where), *MARCH)
