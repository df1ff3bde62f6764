"""Reports meet the municipality's own words, the police's do not."""

import pytest

from samsyn.domain.observations.actions.reporting import report
from samsyn.domain.observations.actions.reviewing import return_to_reporter
from samsyn.domain.observations.reference import reference
from samsyn.domain.organisations.enums import OrganisationKind, Role, WordList
from samsyn.foundation.refusals import Refusal
from tests import factories

pytestmark = pytest.mark.django_db
STOPPED, ALLOWED = "Fest i rävlyan igen.", "Andersson slog sönder rutan."


def lists(where):
    factories.guard_word(where, "rävlyan")
    factories.guard_word(where, "andersson", WordList.ALLOW)


def is_taken(scope, text):
    try:
        report(by=factories.fresh(scope), new=factories.new_report(scope, description=text))
    except Refusal:
        return False
    return True


def test_a_report_meets_the_words_at_once():
    scope = factories.scope_as(Role.REPORTER)
    assert is_taken(scope, STOPPED)
    assert not is_taken(scope, ALLOWED)
    lists(factories.where_of(scope))
    assert not is_taken(scope, STOPPED)
    assert is_taken(scope, ALLOWED)


def test_the_polices_texts_are_not_touched():
    where = factories.municipality()
    station = factories.organisation(where, OrganisationKind.POLICE)
    scope = factories.scope_as(Role.REPORTER, where, at=station)
    lists(where)
    assert is_taken(scope, STOPPED)
    assert not is_taken(scope, ALLOWED)


def is_returned(where, station, note):
    report_on = factories.scope_as(Role.REPORTER, where, at=station)
    row = report(by=report_on, new=factories.new_report(report_on))
    reviewer = factories.fresh(factories.scope_as(Role.REVIEWER, where, at=station))
    try:
        return_to_reporter(by=reviewer, row=row, version=row.version, note=note)
    except Refusal:
        return False
    return True


@pytest.mark.parametrize(
    ("kind", "met"), [(OrganisationKind.POLICE, False), (OrganisationKind.DEPARTMENT, True)]
)
def test_what_the_police_ask_of_their_own_is_not_touched(kind, met):
    where = factories.municipality()
    station = factories.organisation(where, kind)
    lists(where)
    assert is_returned(where, station, STOPPED) is not met
    assert is_returned(where, station, ALLOWED) is met


def test_a_report_costs_no_statement_more(django_assert_num_queries):
    scope = factories.scope_as(Role.REPORTER)
    lists(factories.where_of(scope))
    scope = factories.fresh(scope)
    reference(scope)
    with django_assert_num_queries(0):
        assert reference(scope).known_words.stopped == {"rävlyan"}
