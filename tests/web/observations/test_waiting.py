"""What the start page says that waits: reports to review and reports to mend."""

import re

import pytest
from django.urls import reverse

from samsyn.domain.observations.actions.reviewing import return_to_reporter
from samsyn.domain.observations.enums import ReportState, Visibility
from samsyn.domain.organisations.enums import OrganisationKind, Role
from tests import factories
from tests.web.observations.test_pages import filled

pytestmark = pytest.mark.django_db
NOTE = "Vilken skola?"


@pytest.fixture
def where():
    return factories.municipality()


@pytest.fixture
def reporter(where):
    return factories.member(where, Role.REPORTER)


@pytest.fixture
def reviewer(where):
    return factories.member(where, Role.REVIEWER)


def start(client, where, who):
    client.force_login(who)
    return client.get(reverse("start", args=[where.code])).content.decode()


def returned(where, reporter, reviewer):
    row = factories.observation(factories.scope_of(reporter, where))
    return_to_reporter(
        by=factories.scope_of(reviewer, where), row=row, version=row.version, note=NOTE
    )
    row.refresh_from_db()
    return row


def edit_page(where, row):
    return reverse("report_edit", args=[where.code, row.uid])


def test_reports_to_review_are_counted_for_the_reviewer(client, where, reporter, reviewer):
    for _ in range(2):
        factories.observation(factories.scope_of(reporter, where))
    page = start(client, where, reviewer)
    assert "Rapporter att granska" in page
    assert re.search(r'class="s-count-badge"\s*>2<', page)
    assert "Rapporter att granska" not in start(client, where, reporter)


def test_what_another_reviews_is_not_counted(client, where, reporter, reviewer):
    police = factories.organisation(where, OrganisationKind.POLICE)
    officer = factories.member(where, Role.REPORTER, at=police)
    factories.observation(factories.scope_of(officer, where))
    factories.observation(
        factories.scope_of(reporter, where), visibility=Visibility.OWN_ORGANISATION
    )
    factories.observation(factories.scope_of(reporter, where), ReportState.PASSED_ON)
    assert "Rapporter att granska" not in start(client, where, reviewer)


def test_a_returned_report_waits_for_its_reporter_alone(client, where, reporter, reviewer):
    row = returned(where, reporter, reviewer)
    other = factories.member(where, Role.REPORTER)
    assert edit_page(where, row) in start(client, where, reporter)
    assert edit_page(where, row) not in start(client, where, other)
    assert edit_page(where, row) not in start(client, where, reviewer)


def test_the_one_who_mends_reads_why_and_that_it_is_reviewed_again(
    client, where, reporter, reviewer
):
    row = returned(where, reporter, reviewer)
    client.force_login(reporter)
    assert NOTE in client.get(edit_page(where, row)).content.decode()
    data = filled(where, organisation=row.organisation_id, version=row.version)
    answer = client.post(edit_page(where, row), data, follow=True)
    assert "väntar nu på ny granskning" in answer.content.decode()
    assert NOTE not in client.get(edit_page(where, row)).content.decode()
    assert edit_page(where, row) not in start(client, where, reporter)


def test_a_change_before_review_says_no_more_than_that(client, where, reporter):
    row = factories.observation(factories.scope_of(reporter, where))
    client.force_login(reporter)
    data = filled(where, organisation=row.organisation_id, version=row.version)
    page = client.post(edit_page(where, row), data, follow=True).content.decode()
    assert "Ändringen är sparad." in page
    assert "ny granskning" not in page
