"""Reports meet the municipality's own words, the police's do not."""

import pytest

from samsyn.domain.observations.actions.reporting import report
from samsyn.domain.observations.reference import reference
from samsyn.domain.organisations.enums import OrganisationKind, Role, WordList
from samsyn.foundation.refusals import Refusal
from tests import factories

pytestmark = pytest.mark.django_db
STOPPED, ALLOWED = "Fest i rävlyan igen.", "Kevin slog sönder rutan."


def lists(where):
    factories.guard_word(where, "rävlyan")
    factories.guard_word(where, "kevin", WordList.ALLOW)


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


def test_a_report_costs_no_statement_more(django_assert_num_queries):
    scope = factories.scope_as(Role.REPORTER)
    lists(factories.where_of(scope))
    scope = factories.fresh(scope)
    reference(scope)
    with django_assert_num_queries(0):
        assert reference(scope).known_words.stopped == {"rävlyan"}
