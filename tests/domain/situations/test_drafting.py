"""Drafts from stored reports: who counts in what, and what readers never learn."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samsyn.domain.observations.enums import ReportKind, ReportState, Visibility
from samsyn.domain.observations.models import NilReport
from samsyn.domain.observations.queries import counts
from samsyn.domain.observations.queries.counts import Reporting
from samsyn.domain.observations.reference import reference
from samsyn.domain.observations.values.cells import SharedCount
from samsyn.domain.observations.values.report import whole_days
from samsyn.domain.organisations.enums import Act, Role
from samsyn.domain.places.actions import save_place
from samsyn.domain.situations.actions import create_draft
from samsyn.domain.situations.enums import Audience, PictureState
from samsyn.domain.situations.models import SituationPicture
from samsyn.domain.situations.queries import of_period, one, pictures, reading
from samsyn.domain.situations.reading import gather
from samsyn.domain.situations.values.content import Rows
from samsyn.domain.situations.values.periods import Period
from samsyn.foundation import clock
from samsyn.foundation.refusals import Mistaken, NotAllowed
from tests import factories
from tests.factories import pictures as made

pytestmark = pytest.mark.django_db
OCTOBER = made.OCTOBER
A_DAY = timedelta(days=1)
LAST_YEAR = date(2024, 10, 2)


@pytest.fixture
def where():
    here = factories.municipality()
    factories.category(here)
    made.sensitive(here)
    return here


def material(where, audience=Audience.GROUP, period=OCTOBER):
    by = made.system(where)
    return gather(by, period, reference(by), audience, clock.today())


def read(where, audience=Audience.GROUP, period=OCTOBER):
    picture = SituationPicture(
        municipality=where, title="x", period_from=period.first, period_to=period.last
    )
    return reading(made.system(where), picture, audience)


def test_days_fall_in_their_period(where):
    for day in (OCTOBER.first, OCTOBER.last, OCTOBER.before.last, OCTOBER.before.first):
        made.happened(where, day)
    made.happened(where, OCTOBER.year_before.first, 2)
    made.happened(where, OCTOBER.year_before.last + A_DAY)
    made.happened(where, OCTOBER.last + A_DAY)
    assert material(where).total == (2, 2, 2)
    assert OCTOBER.year_before.first == LAST_YEAR


def test_only_what_was_passed_on_and_shared_counts(where):
    made.happened(where, OCTOBER.first, state=ReportState.SUBMITTED)
    made.happened(where, OCTOBER.first, visibility=Visibility.OWN_ORGANISATION)
    made.happened(where, OCTOBER.first, visibility=Visibility.COUNCIL)
    found = material(where)
    assert found.total == (1, 0, 0)
    assert sum(one.waiting for one in found.reporting.values()) == 1


def test_who_sent_what_now_and_whether_before(where):
    now, before, both = (factories.organisation(where) for _ in range(3))
    silent = factories.organisation(where)
    for at in (now, both):
        made.happened(where, OCTOBER.first, 2, at=at)
    for at in (before, both):
        made.happened(where, OCTOBER.before.last, at=at)
    made.happened(where, OCTOBER.before.first - A_DAY, at=now)
    made.happened(where, OCTOBER.last, at=before, state=ReportState.SUBMITTED)
    found = material(where).reporting
    assert found == {
        now.pk: Reporting(2, 0, before=False),
        before.pk: Reporting(0, 1, before=True),
        both.pk: Reporting(2, 0, before=True),
    }
    assert silent.pk not in found


def test_every_count_of_the_period_is_the_same_number(where):
    factories.layer(where, ("01", 15.7, 60.0))
    place = save_place(by=made.system(where), name="Torget", latitude=60.05, longitude=15.75)
    made.happened(where, OCTOBER.first, 3, place_id=place.pk)
    made.happened(where, OCTOBER.first + A_DAY, 2)
    found = material(where)
    assert found.total[0] == 5
    assert sum(found.hours.values()) == 5
    assert sum(one.now for one in found.reporting.values()) == 5
    assert sum(found.by_district().values()) == 5
    assert sum(n for (week, _), n in found.weeks.items() if week >= date(2025, 9, 29)) == 5
    assert [(one.name, one.reports) for one in found.places.rows] == [("Torget", 3)]


def test_recurrence_counts_whole_weeks_before(where):
    place = save_place(by=made.system(where), name="Torget", latitude=60.05, longitude=15.75)
    made.happened(where, OCTOBER.first, 2, place_id=place.pk)
    # the Monday and Tuesday of the period's first week are not a week before
    made.happened(where, date(2025, 9, 30), place_id=place.pk)
    for weeks in (1, 1, 12, 13):
        made.happened(where, date(2025, 9, 29) - timedelta(weeks=weeks), place_id=place.pk)
    assert material(where).places.rows[0].weeks_before == 2


def test_other_readers_learn_of_no_sensitive_report_at_a_place(where):
    place = save_place(by=made.system(where), name="Torget", latitude=60.05, longitude=15.75)
    secret = made.sensitive(where)
    for day in (OCTOBER.first, OCTOBER.first - timedelta(weeks=2)):
        made.happened(where, day, 2, place_id=place.pk)
    for weeks in (0, 2, 5):
        day = OCTOBER.first - timedelta(weeks=weeks)
        made.happened(where, day, 3, place_id=place.pk, category=secret)
    found = {audience: material(where, audience).places.rows for audience in Audience}
    assert [(one.reports, one.weeks_before) for one in found[Audience.GROUP]] == [(5, 2)]
    assert [(one.reports, one.weeks_before) for one in found[Audience.PUBLIC]] == [(2, 1)]


def test_a_nil_report_of_an_overlapping_period_is_heard(where):
    quiet = factories.organisation(where)
    NilReport.objects.within(where).create(
        municipality=where,
        organisation=quiet,
        period_from=date(2025, 10, 27),
        period_to=date(2025, 11, 9),
    )
    [days] = material(where).nil[quiet.pk]
    assert OCTOBER.first <= days.first
    assert days.last <= OCTOBER.last


def test_history_begins_with_the_first_report(where):
    assert material(where).first_day is None
    made.happened(where, OCTOBER.before.first)
    assert material(where).knows(OCTOBER.before)
    assert not material(where).knows(OCTOBER.year_before)


def test_what_is_coming_is_read_by_all_who_read_the_picture(where):
    day = OCTOBER.last + timedelta(days=3)
    upcoming = {"kind": ReportKind.UPCOMING, "period": whole_days(day, day, "day")}
    by = made.system(where)
    for visibility in (Visibility.COUNCIL, Visibility.OWN_ORGANISATION):
        factories.observation(
            by,
            ReportState.PASSED_ON,
            organisation_id=factories.organisation(where).pk,
            visibility=visibility,
            **upcoming,
        )
    council = factories.fresh(factories.scope_as(Role.COUNCIL_MEMBER, where))
    span = (OCTOBER.last + A_DAY, OCTOBER.last + timedelta(days=28))
    assert len(counts.coming(council, *span)) == 1


@pytest.mark.parametrize(
    "ask",
    [
        lambda by: counts.over_periods(by, [(OCTOBER.first, OCTOBER.last, 0)]),
        lambda by: counts.hours(by, OCTOBER.first, OCTOBER.last),
        lambda by: counts.reporting(by, OCTOBER.first, OCTOBER.first, OCTOBER.last),
        lambda by: counts.places(by, OCTOBER.first, OCTOBER.first, OCTOBER.last),
        lambda by: counts.coming(by, OCTOBER.first, OCTOBER.last),
    ],
)
def test_exact_counts_need_the_right_to_the_picture(where, ask):
    reader = factories.scope_as(Role.READER, where)
    assert not reader.may(Act.READ_PICTURE)
    with pytest.raises(NotAllowed):
        ask(reader)


def test_periods_are_counted_in_one_statement(where, django_assert_num_queries):
    made.happened(where, OCTOBER.first)
    by = made.system(where)
    spans = [(one.first, one.last, 0) for one in (OCTOBER, OCTOBER.before, OCTOBER.year_before)]
    with django_assert_num_queries(1):
        found = counts.over_periods(by, spans)
    assert [list(table.values()) for table in found] == [[1], [], []]


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 5)), max_size=8),
    st.integers(0, 20),
    st.integers(0, 25),
)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whole_weeks_and_the_days_around_them_hold_every_day(where, kept, start, length):
    """However the span is cut for the index, it counts what lies in it and nothing else."""
    SharedCount.rows.all().delete()
    origin = date(2025, 9, 24)
    for offset, n in dict(kept).items():
        day = origin + offset * A_DAY
        SharedCount.rows.create(
            municipality_id=where.pk,
            week=clock.monday(day),
            day=day,
            until=day,
            happened=True,
            category_id=1,
            council=False,
            discovered=False,
            reports=n,
            events=n,
        )
    first = origin + start * A_DAY
    last = first + length * A_DAY
    [found] = counts.over_periods(made.system(where), [(first, last, 0)])
    inside = [n for offset, n in dict(kept).items() if start <= offset <= start + length]
    assert sum(found.values()) == sum(inside)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_draft_is_read_in_few_statements(where, rows, django_assert_max_num_queries):
    factories.layer(where, ("01", 15.7, 60.0))
    for n in range(rows):
        made.happened(where, OCTOBER.first + n * A_DAY)
    picture = made.draft(where)
    by = made.system(where)
    reference(by)
    with django_assert_max_num_queries(13):
        reading(by, one(by, picture.uid))


def test_neighbours_do_not_count(where):
    there = factories.municipality("1904", "Skinnskatteberg")
    made.happened(there, OCTOBER.first, 4)
    made.happened(where, OCTOBER.first)
    assert material(where).total == (1, 0, 0)


@pytest.mark.parametrize("n", range(1, 8))
def test_readers_never_meet_a_sensitive_count(where, n):
    """With n threats or with none, readers get the same picture but for the band."""
    made.happened(where, OCTOBER.first, 6, at=factories.organisation(where))
    before = read(where, Audience.PUBLIC)
    at = factories.organisation(where, reports=False)
    made.happened(where, OCTOBER.first, n, at=at, category=made.sensitive(where))
    after = read(where, Audience.PUBLIC)
    changed = [
        (one, other)
        for one, other in zip(before.sections, after.sections, strict=True)
        if one.digest != other.digest
    ]
    assert len(changed) == (0 if n < 5 else 1)
    for one_, other in changed:
        told = one_.content.replace("0–4", "5–9")
        assert told.replace("Övriga känsliga kategorier, vardera", "Hot") == other.content


def test_the_group_meets_it(where):
    made.happened(where, OCTOBER.first, 3, category=made.sensitive(where))
    [area] = read(where).areas
    assert area.count == 3
    [public] = read(where, Audience.PUBLIC).areas
    assert public.count == 0


@given(st.lists(st.integers(1, 9), min_size=2, max_size=4))
@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_overlapping_periods_tell_no_day_apart(where, lengths):
    """T04: bands of ever longer periods, minus each other, leave at least five numbers open."""
    threat = made.sensitive(where)
    SharedCount.rows.all().delete()
    by = made.system(where)
    day = OCTOBER.first
    ends = []
    for n in lengths:
        SharedCount.rows.create(
            municipality_id=where.pk,
            week=clock.monday(day),
            day=day,
            until=day,
            happened=True,
            category_id=threat.pk,
            council=False,
            discovered=False,
            reports=n,
            events=n,
        )
        ends.append(day)
        day += A_DAY
    bands = [
        gather(by, Period(OCTOBER.first, end), reference(by), Audience.PUBLIC, clock.today())
        for end in ends
    ]
    spans = [tuple(map(int, one.bands[threat.pk].split("–"))) for one in bands]
    for (low, high), (next_low, next_high) in pairwise(spans):
        smallest, largest = max(0, next_low - high), next_high - low
        assert largest - smallest >= 4


def test_a_draft_is_called_after_its_days(where):
    assert made.draft(where).title == "Lägesbild oktober 2025"
    named = create_draft(by=made.system(where), period=OCTOBER.before, title=" Vår bild ")
    assert named.title == "Vår bild"


def test_one_draft_of_the_same_days(where):
    made.draft(where)
    with pytest.raises(Mistaken, match="redan ett utkast"):
        made.draft(where)
    made.draft(where, OCTOBER.before)


@pytest.mark.parametrize("role", [Role.REPORTER, Role.CONTACT, Role.COUNCIL_MEMBER, Role.READER])
def test_only_those_who_draft_begin(where, role):
    with pytest.raises(NotAllowed):
        create_draft(by=factories.scope_as(role, where), period=OCTOBER)


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.COORDINATOR, {"draft", "settled"}),
        (Role.ANALYST, {"draft", "settled"}),
        (Role.CONTACT, {"draft", "settled"}),
        (Role.COUNCIL_MEMBER, {"settled"}),
        (Role.READER, {"settled"}),
        (Role.REGISTRAR, {"settled"}),
        (Role.REVIEWER, {"settled"}),
        (Role.REPORTER, set()),
        (Role.OPERATOR, set()),
        (Role.DATA_PROTECTION_OFFICER, set()),
    ],
)
def test_who_sees_which_pictures(where, role, sees):
    made.settled(where)
    made.draft(where, OCTOBER.before)
    found = pictures(factories.scope_as(role, where))
    assert {one.picture.state for one in found} == sees
    stranger = factories.scope_as(role, factories.municipality("1904", "Skinnskatteberg"))
    assert pictures(stranger) == []


def test_the_list_says_colour_and_progress(where, django_assert_num_queries):
    made.settled(where)
    made.draft(where, OCTOBER.before)
    by = made.system(where)
    with django_assert_num_queries(1):
        newest, oldest = pictures(by)
    assert (newest.picture.state, newest.colour, newest.assessed) == (
        PictureState.SETTLED,
        "green",
        2,
    )
    assert (oldest.colour, oldest.assessed) == (None, 0)


def test_of_the_same_days_the_settled_one_is_found(where):
    settled = made.settled(where)
    made.draft(where)
    assert of_period(made.system(where), OCTOBER) == settled
    assert of_period(made.system(where), OCTOBER.before) is None


def test_a_picture_that_is_not_stored_is_drafted_all_the_same(where):
    made.happened(where, OCTOBER.first, 2)
    found = read(where)
    assert found.section("overall").blocks
    assert found.waiting == ["Ordning", "Läget som helhet"]


def test_the_same_counts_give_the_same_digest(where):
    made.happened(where, OCTOBER.first, 2)
    before = read(where)
    assert read(where).digest == before.digest
    assert read(where, Audience.PUBLIC).digest != before.digest
    made.happened(where, OCTOBER.first)
    assert read(where).digest != before.digest


def test_tables_have_a_list_behind_each_row_or_none(where):
    made.happened(where, OCTOBER.first, 2)
    for section in read(where).sections:
        for block in section.blocks:
            if isinstance(block, Rows):
                assert len(block.evidence) in (0, len(block.table.rows))
