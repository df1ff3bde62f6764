"""Count records in the numbers of pictures: those of a week in the cells, longer ones for
themselves, and nothing twice."""

from datetime import date
from decimal import Decimal

import pytest

from samsyn.domain.intake.actions import NewSource, create_source, take_in
from samsyn.domain.observations.actions.approving import PLAIN_CONSENT, Consent, approve
from samsyn.domain.observations.actions.importing import check, import_batch, undo
from samsyn.domain.observations.actions.reporting import NewCount, record_count
from samsyn.domain.observations.actions.trying import suggestion, table_in
from samsyn.domain.observations.actions.upkeep import differences, reassign
from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.queries import counts
from samsyn.domain.observations.queries.records import beside
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.values.counted import day_of
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.organisations.enums import Role
from samsyn.domain.places.actions import save_place
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.reading import gather
from samsyn.domain.situations.sections import coverage, overall, statistics
from samsyn.domain.situations.sections.registry import Basis
from samsyn.domain.situations.values.content import Cover, Rows
from samsyn.domain.situations.values.periods import Period
from samsyn.foundation import clock
from samsyn.foundation.refusals import Mistaken
from tests import factories
from tests.factories import pictures as made

pytestmark = pytest.mark.django_db
# the Mondays of weeks 41 and 42 of 2026
FORTNIGHT = Period(date(2026, 10, 5), date(2026, 10, 18))
PIVOT = "Vecka;Kategori;Område A;Område B;Totalt\n"
FIRST = PIVOT + "2026-W41;Klotter;3;-;3\n2026-W42;Klotter;..;4;4\n2026-W42;Hot;2;1;3\n"


@pytest.fixture
def where():
    here = factories.municipality()
    factories.category(here, "klotter", name="Klotter")
    factories.category(here, "hot", name="Hot", sensitive=True)
    factories.layer(here, ("A", 15.0, 59.0), ("B", 15.1, 59.0))
    return here


@pytest.fixture
def scope(where):
    return made.system(where)


@pytest.fixture
def agency(where):
    return factories.organisation(where, name="Bolaget")


@pytest.fixture
def deliver(where, agency):
    lists = {}

    def run(text, consent=PLAIN_CONSENT, name="Larmlistan"):
        scope, data = made.system(where), text.encode()
        if name not in lists:
            new = NewSource(name=name, organisation_id=agency.pk)
            mapping = suggestion(scope, table_in(data, "fil.csv"))
            lists[name] = create_source(by=scope, new=new, mapping=mapping)
        batch = take_in(by=scope, source=lists[name], data=data, name="fil.csv")
        check(batch.pk)
        batch.refresh_from_db()
        if consent:
            approve(by=scope, batch=batch, consent=consent)
            import_batch(batch.pk)
            batch.refresh_from_db()
        assert differences(made.system(where)) == []
        return batch

    return run


def basis(where, audience=Audience.GROUP, period=FORTNIGHT):
    scope = made.system(where)
    known = reference(scope)
    cover = Cover("Fagersta", "EST", period.first, period.last, demo=False)
    read = gather(scope, period, known, audience, clock.today())
    return Basis(scope, cover, audience, known, read, "", "", {})


def in_areas(where, period=FORTNIGHT):
    scope = made.system(where)
    known = reference(scope)
    cells = counts.per_district(scope, period.first, period.last, known.primary_layer.pk)
    return {
        (known.districts[key].name if key else "", known.categories[of].key): n
        for (key, of), n in cells.items()
    }


def lines(section):
    [rows] = [block for block in section.blocks if isinstance(block, Rows)]
    return [tuple(row) for row in rows.table.rows]


@pytest.mark.parametrize(
    ("first", "last", "unit", "day"),
    [
        (date(2026, 10, 5), date(2026, 10, 11), "antal", date(2026, 10, 8)),
        (date(2026, 10, 5), date(2026, 10, 5), "antal", date(2026, 10, 5)),
        (date(2026, 10, 5), date(2026, 10, 12), "antal", None),
        (date(2026, 10, 11), date(2026, 10, 12), "antal", None),
        (date(2026, 10, 1), date(2026, 10, 31), "antal", None),
        (date(2026, 10, 5), date(2026, 10, 11), "kronor", None),
    ],
)
def test_days_of_one_week_are_counted_on_their_middle(first, last, unit, day):
    assert day_of(first, last, unit) == day


def test_a_pivot_counts_where_events_do(where, deliver):
    deliver(FIRST)
    found = basis(where)
    assert found.material.total == (10, 0, 0)
    assert in_areas(where) == {
        ("Område A", "klotter"): 3,
        ("Område B", "klotter"): 4,
        ("Område A", "hot"): 2,
        ("Område B", "hot"): 1,
    }
    assert found.material.of_counts == 10
    assert lines(statistics.statistics(found)) == [
        ("Larmlistan", "Klotter", "5–18 oktober 2026", 7, "i antalen"),
        ("Larmlistan", "Hot", "12–18 oktober 2026", 3, "i antalen"),
    ]
    reported = coverage.heard(found).reported
    assert [one.name for one in reported] == ["Bolaget"]


def test_readers_outside_the_group_never_meet_a_sensitive_one(where, deliver):
    deliver(FIRST)
    deliver("Månad;Kategori;Antal\n2026-10;Hot;3\n2026-09;Hot;1\n", name="Månad")
    found = basis(where, Audience.PUBLIC)
    assert found.material.total == (7, 0, 0)
    told = [row[1] for row in lines(statistics.statistics(found))]
    assert told == ["Klotter"]


def test_a_month_is_said_with_its_period_and_is_in_no_number(where, deliver):
    deliver("Månad;Kategori;Antal\n2026-09;Klotter;9\n2026-10;Klotter;5\n2026-11;Klotter;-\n")
    found = basis(where)
    assert (found.material.total, in_areas(where)) == ((0, 0, 0), {})
    assert lines(statistics.statistics(found)) == [
        ("Larmlistan", "Klotter", "1–31 oktober 2026", 5, "bara här"),
    ]
    assert [one.name for one in coverage.heard(found).silent] == []


def test_a_corrected_file_and_its_undoing_move_the_numbers(where, deliver, scope):
    first = deliver(FIRST)
    again = FIRST.replace("W41;Klotter;3;-;3", "W41;Klotter;5;1;6").replace(
        "2026-W42;Hot;2;1;3\n", ""
    )
    second = deliver(again, Consent(replace=True))
    assert (second.changed, basis(where).material.total) == (4, (10, 0, 0))
    assert in_areas(where)["Område A", "klotter"] == 5
    undo(by=scope, batch=second)
    assert (differences(scope), basis(where).material.total[0]) == ([], 10)
    assert in_areas(where)["Område A", "klotter"] == 3
    undo(by=scope, batch=first)
    assert (differences(scope), basis(where).material.total) == ([], (0, 0, 0))


def test_what_is_counted_of_a_place_is_among_the_places_and_follows_new_borders(
    where, deliver, scope
):
    save_place(
        by=scope, place=None, name="Stora torget", latitude=59.05, longitude=15.05, aliases=[]
    )
    deliver("Vecka;Plats;Kategori;Antal\n2026-W40;Stora torget;Klotter;1\n"
            "2026-W41;Stora torget;Klotter;6\n2026-W42;Stora torget;Klotter;0\n")  # fmt: skip
    [top] = basis(where).material.places.rows
    assert (top.name, top.reports, top.weeks_before) == ("Stora torget", 6, 1)
    assert in_areas(where) == {("Område A", "klotter"): 6}
    reassign(where.pk)
    assert (differences(scope), in_areas(where)) == ([], {("Område A", "klotter"): 6})


def test_a_form_counts_as_a_file_does(where, agency):
    kind = reference(made.system(where)).by_key["klotter"]
    by = factories.fresh(factories.scope_as(Role.COORDINATOR, where, at=agency))
    new = {
        "organisation_id": agency.pk, "category_id": kind.pk, "source_name": "Larm",
        "period_from": date(2026, 10, 5), "period_to": date(2026, 10, 11),
    }  # fmt: skip
    record_count(by=by, new=NewCount(**new, value=Decimal(4)))
    record_count(by=by, new=NewCount(**new, value=Decimal(900), unit="kronor"))
    found = basis(where)
    assert found.material.total == (4, 0, 0)
    said = {(row[1], row[3], row[4]) for row in lines(statistics.statistics(found))}
    assert said == {("Klotter", 4, "i antalen"), ("Klotter (kronor)", 900, "bara här")}


def test_the_picture_says_how_much_of_it_is_statistics(where, deliver):
    made.happened(where, FORTNIGHT.first, 2)
    deliver(FIRST)
    sentences = [
        one.text for block in overall.overall(basis(where)).blocks
        for one in getattr(block, "sentences", ())
    ]  # fmt: skip
    assert any("tio av dem är ur statistik" in text for text in map(str.lower, sentences))


def test_a_list_of_reports_shows_what_is_counted_beside_it(where, deliver, scope):
    deliver(FIRST)
    deliver("Månad;Kategori;Antal\n2026-10;Klotter;5\n2026-11;Klotter;1\n", name="Månad")
    days = {"since": FORTNIGHT.first, "until": FORTNIGHT.last}
    scope = made.system(where)

    def found(**narrowed):
        one = beside(scope, Selection(**days, **narrowed))
        return one.records, one.counted, one.longer

    assert found() == (6, 10, 1)
    assert found(category="klotter", state="passed_on", kind="happened") == (4, 7, 1)
    assert found(district="B") == (3, 5, 0)
    assert found(state="submitted") == found(kind="upcoming") == (0, 0, 0)
    reporter = factories.fresh(factories.scope_as(Role.REPORTER, where))
    assert beside(reporter, Selection()).records == 0


EVENTS = "Datum;Plats;Kategori\n2026-10-06;Område A;Klotter\n"


def test_the_same_thing_twice_is_asked_about_whichever_comes_first(where, deliver, agency):
    deliver(EVENTS, name="Rader")
    batch = deliver(FIRST, consent=None)
    assert "Klotter" in batch.stop
    assert "två gånger" in batch.stop
    with pytest.raises(Mistaken, match="två gånger"):
        approve(by=made.system(where), batch=batch, consent=Consent())
    later = deliver(EVENTS.replace("10-06", "10-14"), consent=None, name="Rader")
    assert later.stop == ""
    approve(by=made.system(where), batch=batch, consent=Consent(anyway=True))
    import_batch(batch.pk)
    again = deliver(EVENTS.replace("10-06", "10-14"), consent=None, name="Rader")
    assert "två gånger" in again.stop


def test_another_organisations_or_weeks_are_not(where, deliver):
    made.happened(where, date(2026, 10, 6), category=factories.category(where, "klotter"))
    made.happened(where, date(2026, 10, 6), state=ReportState.SUBMITTED)
    assert deliver(FIRST, consent=None).stop == ""
