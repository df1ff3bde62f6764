"""Reports of the same event: proposed with why, linked and unlinked, never merged."""

from datetime import UTC, datetime, time, timedelta

import pytest

from samsyn.domain.audit.models import Entry
from samsyn.domain.observations.actions.linking import link, unlink
from samsyn.domain.observations.computing import likenesses
from samsyn.domain.observations.enums import Precision, ReportState
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries import repeats
from samsyn.domain.observations.queries.events import linked_among
from samsyn.domain.observations.queries.repeats import reasons_for, repeats_of
from samsyn.domain.observations.values.report import at_time
from samsyn.domain.observations.values.same_event import SameEvent
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.organisations.enums import OrganisationKind, Role
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.places.actions import save_place
from samsyn.domain.places.models import Place
from samsyn.foundation import clock
from samsyn.foundation.clock import PartOfDay
from samsyn.foundation.refusals import NotNow
from tests import factories

EVENING = datetime(2026, 11, 20, 20, 30, tzinfo=UTC)


def row(pk, minutes=0, category=1, latitude=60.0, **fields):
    start = EVENING + timedelta(minutes=minutes)
    values = {"precision": Precision.EXACT, "longitude": 15.8, "day": start.date()}
    values |= {"part_of_day": PartOfDay.UNKNOWN, **fields}
    return Observation(
        pk=pk,
        occurred_from=start,
        occurred_to=start,
        category_id=category,
        latitude=latitude,
        **values,
    )


def alike(rows, *texts):
    given = texts or ("",) * len(rows)
    return {(one.one, one.other) for one in likenesses(rows, given)}


def test_the_same_place_category_and_evening_is_enough_with_and_without_words():
    rows = [row(1), row(2, minutes=40)]
    assert alike(rows) == {(1, 2)}
    assert alike(rows, "Krossad ruta", "") == {(1, 2)}
    assert alike(rows, "Krossad ruta", "Ungdomar på taket") == {(1, 2)}


@pytest.mark.parametrize(
    "other",
    [{"minutes": 24 * 60}, {"latitude": 60.002}, {"category": 2}, {"minutes": 24 * 60 * 5}],
    ids=["a day later", "200 m away", "of another kind", "five days later"],
)
def test_what_differs_without_a_word_in_common_is_none(other):
    assert alike([row(1), row(2, **other)], "Krossad ruta", "Ungdomar högt uppe") == set()
    assert alike([row(1), row(2, **other)]) == set()


def test_alike_words_bring_together_what_lies_a_day_apart():
    text = "Krossad ruta vid skolans entré mot parkeringen"
    [found] = likenesses([row(1), row(2, minutes=24 * 60)], [text, text])
    assert found.likely


def test_reasons_are_said_as_people_do():
    assert reasons_for(row(1, place_id=1), row(2, minutes=40, place_id=1)) == [
        "samma plats", "40 minuter isär", "samma kategori"
    ]  # fmt: skip
    assert reasons_for(row(1), row(2, minutes=180, category=2, latitude=60.001)) == [
        "110 m isär", "3 timmar isär"
    ]  # fmt: skip
    day = {"precision": Precision.DAY, "latitude": None, "longitude": None}
    assert reasons_for(row(1, **day), row(2, minutes=48 * 60, **day)) == [
        "2 dagar isär", "samma kategori"
    ]  # fmt: skip
    assert reasons_for(row(1, **day), row(2, minutes=60, **day)) == ["samma dag", "samma kategori"]
    part = {**day, "part_of_day": PartOfDay.EVENING}
    assert reasons_for(row(1, **part), row(2, minutes=60, **part))[0] == "samma del av dygnet"


@pytest.fixture
def where():
    made = factories.municipality()
    factories.category(made)
    save_place(by=system_scope(made), name="Torget", latitude=60.0, longitude=15.8)
    return made


@pytest.fixture
def reviewer(where):
    return factories.scope_as(Role.COORDINATOR, where)


def reported(where, n=1, **fields):
    by = factories.fresh(factories.scope_as(Role.REPORTER, where))
    place = Place.objects.within(where).get(name="Torget")
    fields = {"place_id": place.pk, **fields}
    return [factories.observation(factories.fresh(by), **fields) for _ in range(n)]


@pytest.mark.django_db
def test_linked_both_keep_what_they_are_and_the_log_says_it(where, reviewer):
    one, other = reported(where, 2)
    link(by=reviewer, row=one, other=other)
    link(by=reviewer, row=other, other=one)
    assert Entry.rows.filter(act="observations.linked").count() == 1
    before = (one.version, one.state, one.description)
    one.refresh_from_db()
    assert (one.version, one.state, one.description) == before
    [repeat] = repeats_of(reviewer, one).found
    assert (repeat.report.pk, repeat.linked) == (other.pk, True)
    with pytest.raises(NotNow):
        link(by=reviewer, row=one, other=one)


@pytest.mark.django_db
def test_the_nearest_in_time_are_compared_and_what_is_linked_is_never_left_out(
    where, reviewer, monkeypatch
):
    day = clock.today() - timedelta(days=40)

    def at(hour, minute=0, days=0):
        return reported(where, period=at_time(day + timedelta(days=days), time(hour, minute)))[0]

    one, linked = at(12), at(12, days=20)
    close, closer = at(11, 30), at(12, 20)
    link(by=reviewer, row=one, other=linked)
    one.refresh_from_db()
    assert not repeats_of(reviewer, one).uncompared
    monkeypatch.setattr(repeats, "MOST_COMPARED", 3)
    for hour in (13, 14):
        at(hour)
    told = repeats_of(reviewer, one)
    assert told.uncompared
    assert {each.report.pk for each in told.found} == {linked.pk, close.pk, closer.pk}
    assert told.found[0].linked


@pytest.mark.django_db
def test_two_events_that_are_linked_become_one_and_apart_again_one_by_one(where, reviewer):
    rows = reported(where, 4)
    link(by=reviewer, row=rows[0], other=rows[1])
    link(by=reviewer, row=rows[2], other=rows[3])
    link(by=reviewer, row=rows[1], other=rows[2])
    assert SameEvent.rows.values("event").distinct().count() == 1
    unlink(by=reviewer, row=rows[0], other=rows[1])
    assert set(SameEvent.rows.values_list("observation", flat=True)) == {
        rows[0].pk, rows[2].pk, rows[3].pk
    }  # fmt: skip
    unlink(by=reviewer, row=rows[0], other=rows[1])
    unlink(by=reviewer, row=rows[0], other=rows[2])
    unlink(by=reviewer, row=rows[0], other=rows[3])
    assert not SameEvent.rows.exists()


@pytest.mark.django_db
def test_reports_and_events_are_counted_apart_only_where_a_link_makes_them_differ(where, reviewer):
    rows = [*reported(where, 3), *reported(where, 1, events=3)]
    assert linked_among(reviewer, Selection()) is None
    link(by=reviewer, row=rows[0], other=rows[1])
    link(by=reviewer, row=rows[0], other=rows[3])
    linked = linked_among(reviewer, Selection())
    assert (linked.reports, linked.events) == (3, 3)
    assert linked.events_of(rows) == 4
    assert linked_among(reviewer, Selection(state=ReportState.PASSED_ON.value)) is None


@pytest.mark.django_db
def test_a_selection_with_one_of_the_event_counts_it_once(where, reviewer):
    day = clock.today() - timedelta(days=4)
    [one] = reported(where)
    [other] = reported(where, period=at_time(day, time(21, 30)))
    link(by=reviewer, row=one, other=other)
    assert linked_among(reviewer, Selection(until=day)) is None
    assert linked_among(reviewer, Selection()).events == 1


@pytest.mark.django_db
def test_who_may_not_read_the_other_links_nothing(where):
    station = factories.organisation(where, OrganisationKind.POLICE)
    officer = factories.scope_of(factories.member(where, Role.REPORTER, at=station), where)
    held = factories.observation(officer)
    [one] = reported(where)
    with pytest.raises(Observation.DoesNotExist):
        link(by=factories.scope_as(Role.REVIEWER, where), row=one, other=held)
