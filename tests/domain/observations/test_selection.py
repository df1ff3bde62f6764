"""A selection of reports: said and heard without loss, and never widened by what it cannot find."""

from dataclasses import fields
from datetime import date
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.domain.observations.enums import (
    HAPPENED,
    KINDS_TOGETHER,
    Longer,
    ReportKind,
    ReportState,
)
from samsyn.domain.observations.models import Observation, ObservationReporter
from samsyn.domain.observations.queries.selecting import UNKNOWN, in_words, matching
from samsyn.domain.observations.values.selection import SEVERITIES, YES, Selection
from samsyn.domain.organisations.enums import Role
from samsyn.domain.places.actions import save_place
from samsyn.foundation.refusals import Mistaken
from samsyn.foundation.scoping import UnscopedQueryError
from tests import factories

DAYS = {"since", "until"}
LISTED = {
    "state": ReportState.values,
    "kind": [*ReportKind.values, *KINDS_TOGETHER],
    "longer": Longer.values,
    "severity": SEVERITIES,
    "mine": [YES],
    "linked": [YES],
}
WORDS = [one.name for one in fields(Selection) if one.name not in DAYS | set(LISTED)]
days = st.none() | st.dates()
selections = st.builds(
    Selection,
    since=days,
    until=days,
    **{name: st.sampled_from(["", *values]) for name, values in LISTED.items()},
    **{name: st.text(max_size=12) for name in WORDS},
)


@given(selections)
def test_it_is_heard_as_it_was_said(one):
    assert Selection.from_told(dict(parse_qsl(one.to_query()))) == one
    assert Selection.from_told(one.told) == one
    assert all(one.told.values())


@given(selections, st.text(min_size=1, max_size=8))
def test_what_else_an_address_holds_is_passed_over(one, text):
    assert (
        Selection.from_told(dict(parse_qsl(f"{one.to_query()}&{urlencode({'at': text})}"))) == one
    )


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "i går"},
        {"state": "lost"},
        {"kind": "lost"},
        {"severity": "5"},
        {"mine": "2"},
        {"linked": "2"},
    ],
)
def test_what_is_not_understood_is_refused_by_its_name(asked):
    with pytest.raises(Mistaken) as refused:
        Selection.from_told(asked)
    assert refused.value.field in asked


@pytest.fixture
def where(db):
    here = factories.municipality()
    factories.layer(here, ("01", 15.7, 60.0))
    return here


@pytest.mark.parametrize("name", sorted(UNKNOWN))
def test_a_key_that_names_nothing_is_refused_and_never_widens(where, name):
    by = factories.scope_as(Role.COORDINATOR, where)
    factories.observation(by)
    for ask in (matching, in_words):
        with pytest.raises(Mistaken) as refused:
            ask(by, Selection(**{name: "nej"}))
        assert refused.value.field == name


def test_each_key_gives_its_own_and_no_others(where):
    by = factories.scope_as(Role.COORDINATOR, where)
    system = factories.system_scope_of(where)
    place = save_place(by=system, name="Torget", latitude=60.05, longitude=15.75)
    litter = factories.category(where, "skrap")
    one = factories.observation(
        factories.scope_as(Role.COORDINATOR, where),
        ReportState.PASSED_ON,
        place_id=place.pk,
        category_id=litter.pk,
        kind=ReportKind.ACTIVITY,
    )
    for other in ({}, {"category_id": litter.pk}, {"place_id": place.pk}):
        factories.observation(by, **other)
    by = factories.fresh(by)
    known = {
        "category": litter.key,
        "place": str(place.uid),
        "organisation": str(one.organisation.uid),
        "kind": "activity",
        "state": one.state,
    }
    for name in ("organisation", "kind", "state"):
        assert [row.pk for row in matching(by, Selection(**{name: known[name]}))] == [one.pk]
    for name in ("category", "place"):
        assert matching(by, Selection(**{name: known[name]})).count() == 2
    assert matching(by, Selection(area=litter.area.key)).count() == 4
    assert matching(by, Selection(**known)).count() == 1
    assert set(in_words(by, Selection(**known))) == set(known)


@pytest.mark.parametrize("kind", ReportKind)
def test_what_has_happened_is_some_kinds_together(where, kind):
    by = factories.scope_as(Role.COORDINATOR, where)
    factories.observation(by, kind=kind)
    found = {name: matching(by, Selection(kind=name)).count() for name in KINDS_TOGETHER}
    assert found == {name: int(kind in some) for name, some in KINDS_TOGETHER.items()}
    assert HAPPENED in found


def test_days_are_included_at_both_ends(where):
    by = factories.scope_as(Role.COORDINATOR, where)
    row = factories.observation(by)
    assert matching(by, Selection(since=row.day, until=row.day)).count() == 1
    assert matching(by, Selection(until=date(2000, 1, 1))).count() == 0


def test_what_belongs_to_reports_is_asked_for_by_reports(where):
    by = factories.scope_as(Role.COORDINATOR, where)
    row = factories.observation(by)
    assert ObservationReporter.objects.of(row).count() == 1
    assert ObservationReporter.objects.of(Observation.objects.visible_to(by)).count() == 1
    assert ObservationReporter.objects.of([]).count() == 0
    for unscoped in (Observation.objects.all(), Observation.objects.filter(pk=row.pk)):
        with pytest.raises(UnscopedQueryError):
            ObservationReporter.objects.of(unscoped)


UNKNOWN_UID = "01a22c19-6a93-788c-8b66-24f14bfe7614"


@pytest.mark.parametrize("uid", ["nej", UNKNOWN_UID])
def test_a_deviation_that_is_not_there_widens_nothing(where, uid):
    by = factories.scope_as(Role.COORDINATOR, where)
    with pytest.raises(Mistaken) as refused:
        matching(by, Selection(deviation=uid))
    assert refused.value.field == "deviation"


def test_whoever_may_not_read_deviations_gets_what_stands_beside_one(where):
    by = factories.scope_as(Role.REVIEWER, where)
    factories.observation(by)
    assert matching(by, Selection(deviation=UNKNOWN_UID)).count() == 1
