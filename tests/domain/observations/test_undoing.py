"""A report sent by mistake goes as wholly as it came, as long as it is its reporter's alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from samsyn.domain.audit.actions import record_read
from samsyn.domain.audit.models import Entry, Salt
from samsyn.domain.audit.queries import breaks
from samsyn.domain.observations.actions.reporting import edit, report
from samsyn.domain.observations.actions.reviewing import pass_on
from samsyn.domain.observations.actions.store import stored_report
from samsyn.domain.observations.actions.undoing import undo_report
from samsyn.domain.observations.actions.upkeep import differences
from samsyn.domain.observations.models import (
    Observation,
    ObservationDistrict,
    ObservationReporter,
    Receipt,
)
from samsyn.domain.observations.values.cells import ObservationCount
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.rules import system_scope
from samsyn.foundation.refusals import NotAllowed, NotNow
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope():
    return factories.scope_as(Role.REPORTER)


@pytest.fixture
def row(scope):
    where = factories.municipality()
    factories.layer(where, ("A", 15.0, 59.0))
    by = factories.fresh(scope)
    new = factories.new_report(by, latitude=59.05, longitude=15.05, description="Krossad ruta")
    return report(by=by, new=new, key="k" * 32)


def test_nothing_is_left_of_it_but_that_it_came_and_went(scope, row):
    uid = str(row.uid)
    undo_report(by=scope, row=row)
    for model in (Observation, ObservationReporter, ObservationDistrict, Receipt):
        assert not model.rows.exists()
    assert not ObservationCount.rows.filter(reports__gt=0).exists()
    assert differences(factories.fresh(scope)) == []
    acts = Entry.rows.filter(subject=uid).order_by("number").values_list("act", flat=True)
    assert list(acts) == ["observations.reported", "observations.undone"]
    assert not Salt.objects.filter(subject=uid).exists()
    assert list(breaks(scope.chain)) == []


def test_the_same_form_sent_again_is_a_new_report(scope, row):
    new = stored_report(row)
    undo_report(by=scope, row=row)
    again = report(by=factories.fresh(scope), new=new, key="k" * 32)
    assert again.uid != row.uid


def test_after_five_minutes_it_stays(scope, row):
    Observation.rows.update(created_at=timezone.now() - timedelta(minutes=5, seconds=1))
    with pytest.raises(NotNow, match="fem minuter"):
        undo_report(by=scope, row=row)
    assert Observation.rows.exists()


def test_another_cannot_undo_it(row):
    where = factories.where_of(factories.scope_as(Role.COORDINATOR))
    other = factories.scope_of(factories.member(where, Role.COORDINATOR), where)
    with pytest.raises(NotAllowed):
        undo_report(by=other, row=row)


def test_what_has_been_reviewed_or_changed_stays(scope, row):
    pass_on(by=system_scope(factories.where_of(scope)), row=row, version=1)
    with pytest.raises(NotNow, match="ändrad eller granskad"):
        undo_report(by=scope, row=row)


def test_what_was_changed_by_the_reporter_stays(scope, row):
    by = factories.fresh(scope)
    edit(by=by, row=row, new=factories.new_report(by, description="Två rutor"), version=1)
    with pytest.raises(NotNow, match="ändrad eller granskad"):
        undo_report(by=scope, row=row)


@pytest.mark.parametrize("among_others", [True, False])
def test_what_the_log_says_that_somebody_else_has_read_stays(scope, row, among_others):
    where = factories.where_of(scope)
    reader = factories.scope_of(factories.member(where, Role.COORDINATOR), where)
    told = {"subjects": [row]} if among_others else {"subject": row}
    record_read(reader, "observations.held_texts_read", plain={"rows": 1}, **told)
    with pytest.raises(NotNow, match="redan läst"):
        undo_report(by=scope, row=row)


def test_that_the_reporter_has_read_it_is_no_hindrance(scope, row):
    record_read(scope, "observations.held_text_read", row)
    undo_report(by=scope, row=row)
    assert not Observation.rows.exists()
