"""The start page: what stands beside what waits, by role."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.values.report import at_time, due_fortnight
from samsyn.domain.organisations.enums import Role
from samsyn.foundation import clock
from tests import factories
from tests.factories.pictures import settled

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    return factories.municipality()


def start(client, where, who):
    client.force_login(who)
    return client.get(reverse("start", args=[where.code])).content.decode()


def test_who_reports_sees_what_came_of_the_own_reports_alone(client, where):
    me, other = (factories.member(where, Role.REPORTER) for _ in range(2))
    mine = factories.observation(factories.scope_of(me, where), ReportState.PASSED_ON)
    theirs = factories.observation(factories.scope_of(other, where))
    page = start(client, where, me)
    assert "Dina senaste rapporter" in page
    assert str(mine.uid) in page
    assert "släppt vidare" in page
    assert str(theirs.uid) not in page


def test_who_has_not_reported_has_no_empty_card(client, where):
    assert "Dina senaste rapporter" not in start(
        client, where, factories.member(where, Role.REPORTER)
    )


def test_the_group_sees_who_has_not_been_heard_of(client, where):
    heard = factories.organisation(where, short_name="Hörda")
    factories.organisation(where, short_name="Tysta")
    first, _last = due_fortnight(clock.today())
    reporter = factories.member(where, Role.REPORTER, at=heard)
    factories.observation(
        factories.scope_of(reporter, where),
        ReportState.PASSED_ON,
        period=at_time(first + timedelta(days=1), time(21)),
    )
    page = start(client, where, factories.member(where, Role.COORDINATOR, at=heard))
    assert "Inför nästa lägesbild" in page
    assert "Tysta" in page
    assert "Hörda" not in page
    reader = factories.member(where, Role.READER)
    assert "Inför nästa lägesbild" not in start(client, where, reader)


def test_a_reader_sees_the_latest_settled_picture(client, where):
    reader = factories.member(where, Role.READER)
    assert "Senaste lägesbilden" not in start(client, where, reader)
    picture = settled(where)
    page = start(client, where, reader)
    assert picture.title in page
    assert reverse("picture", args=[where.code, picture.uid]) in page
