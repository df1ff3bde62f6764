"""A person's own reports: all of them, found again, and what has come of each."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from samsyn.domain.observations.actions.reviewing import pass_on
from samsyn.domain.observations.enums import Precision, ReportState, Visibility
from samsyn.domain.observations.models import Observation, Review
from samsyn.domain.observations.values.report import whole_days
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.rules import system_scope
from samsyn.domain.situations.enums import PictureState
from samsyn.domain.situations.models import SituationPicture
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    return factories.municipality()


@pytest.fixture
def scope(where, client):
    who = factories.member(where, Role.REPORTER)
    client.force_login(who)
    return factories.scope_of(who, where)


@pytest.fixture
def mine(client, where):
    def ask(**asked):
        answer = client.get(reverse("reports_mine", args=[where.code]), asked)
        assert answer.status_code == 200
        return answer

    return ask


def numbers(answer):
    return [one.row.reference for one in answer.context["rows"]]


def test_only_the_own_stand_there_with_number_words_and_state(mine, scope, where):
    other = factories.scope_of(factories.member(where, Role.REPORTER), where)
    factories.observation(other, description="Andras")
    row = factories.observation(scope, description="Krossad ruta")
    page = mine().content.decode()
    assert row.reference in page
    assert "Krossad ruta" in page
    assert "Väntar på granskning." in page
    assert "Andras" not in page


def test_the_latest_first_and_none_is_said_so(mine, scope):
    assert "Du har inte rapporterat något än" in mine().content.decode()
    first, second = (factories.observation(scope) for _ in range(2))
    assert numbers(mine()) == [second.reference, first.reference]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("ruta", True),
        ("RUTA", True),
        ("öster", True),
        ("ÖSTER", True),
        ("skadegorelse", True),
        ("klotter", False),
        ("%", False),
        ("\x00", False),
    ],
)
def test_they_are_found_by_words(mine, scope, asked, found):
    factories.observation(scope, description="Krossad ruta i Öster")
    if asked == "\x00":
        asked = "\x01"
    assert bool(numbers(mine(q=asked))) is found


def test_they_are_found_by_number_however_it_is_written(mine, scope):
    row = factories.observation(scope)
    factories.observation(scope)
    for asked in (row.reference, row.reference.lower(), str(row.pk)):
        assert numbers(mine(q=asked)) == [row.reference]
    for nothing in ("R0", "9" * 30, "R²"):
        assert numbers(mine(q=nothing)) == []


@pytest.mark.parametrize("rows", [1, 4])
def test_it_asks_the_same_however_many(mine, scope, where, rows, django_assert_max_num_queries):
    for _ in range(rows):
        factories.observation(scope, ReportState.PASSED_ON)
    mine()
    with django_assert_max_num_queries(6):
        assert len(numbers(mine())) == rows


def picture(where, day, settled, **fields):
    return SituationPicture.objects.within(where).create(
        municipality=where,
        title="Lägesbild",
        period_from=day - timedelta(days=3),
        period_to=day + timedelta(days=3),
        state=PictureState.SETTLED,
        settled_at=settled,
        digest="a" * 64,
        public_digest="b" * 64,
        **fields,
    )


def said(answer):
    return [one.said for one in answer.context["rows"]]


def test_which_picture_a_report_is_in(mine, scope, where):
    row = factories.observation(scope)
    pass_on(by=system_scope(where), row=row, version=1)
    assert said(mine()) == ["Släppt vidare. Ingen lägesbild för den dagen är fastställd än."]
    now = timezone.now()
    one = picture(where, row.day, now - timedelta(hours=1))
    assert "men efter att" in said(mine())[0]
    picture(where, row.day, now + timedelta(hours=1), replaces=one)
    [told] = said(mine())
    assert told.startswith("Med i lägesbilden för")
    assert str(row.day.year) in told


def test_what_is_shared_with_nobody_is_in_no_picture(mine, scope, where):
    row = factories.observation(scope, visibility=Visibility.OWN_ORGANISATION)
    Observation.rows.filter(pk=row.pk).update(state=ReportState.PASSED_ON)
    picture(where, row.day, timezone.now() + timedelta(days=1))
    assert "Inte med i lägesbilden" in said(mine())[0]


def test_what_the_reviewer_sent_back_leads_to_mending_it(mine, scope, where):
    row = factories.observation(scope)
    Observation.rows.filter(pk=row.pk).update(state=ReportState.RETURNED)
    assert not Review.objects.within(where).exists()
    page = mine().content.decode()
    assert reverse("report_edit", args=[where.code, row.uid]) in page


def test_the_start_page_leads_there(client, scope, where):
    factories.observation(scope)
    page = client.get(reverse("start", args=[where.code])).content.decode()
    assert reverse("reports_mine", args=[where.code]) in page


def test_what_goes_beyond_a_picture_is_not_said_to_be_in_it(mine, scope, where):
    first = timezone.localdate().replace(day=1) - timedelta(days=40)
    month = whole_days(first, first + timedelta(days=30), Precision.MONTH)
    factories.observation(scope, ReportState.PASSED_ON, period=month)
    picture(where, first + timedelta(days=5), timezone.now() + timedelta(hours=1))
    [told] = said(mine())
    assert "längre tid" in told and "räknas inte där" in told
