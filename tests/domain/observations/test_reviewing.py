"""Verdicts on reports: who may, when, on whose work, and what becomes of police text."""

import pytest

from samsyn.domain.audit.models import Entry
from samsyn.domain.observations.actions.reporting import edit, withdraw
from samsyn.domain.observations.actions.reviewing import (
    pass_on,
    recall,
    release_text,
    return_to_reporter,
)
from samsyn.domain.observations.actions.upkeep import differences
from samsyn.domain.observations.enums import Release, ReportState, Visibility
from samsyn.domain.observations.models import Observation, Review
from samsyn.domain.observations.values.cells import SharedCount
from samsyn.domain.organisations.enums import OrganisationKind, Role
from samsyn.domain.privacy.rules import PersonalDataError
from samsyn.foundation.refusals import Mistaken, NotAllowed, NotNow, Stale
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    made = factories.municipality()
    factories.category(made)
    return made


@pytest.fixture
def reporter(where):
    return factories.scope_as(Role.REPORTER, where)


@pytest.fixture
def reviewer(where):
    return factories.scope_as(Role.REVIEWER, where)


@pytest.fixture
def station(where):
    return factories.organisation(where, OrganisationKind.POLICE)


@pytest.fixture
def police(where, station):
    """A reporting and a reviewing officer."""
    return tuple(
        factories.fresh(factories.scope_of(factories.member(where, role, at=station), where))
        for role in (Role.REPORTER, Role.REVIEWER)
    )


def test_a_report_that_is_passed_on_is_counted_logged_and_reviewed(reporter, reviewer):
    row = pass_on(by=reviewer, row=factories.observation(reporter), version=1)
    assert (row.state, row.version) == (ReportState.PASSED_ON, 2)
    assert SharedCount.rows.get().reports == 1
    review = Review.objects.visible_to(reviewer).get()
    assert (review.verdict, review.own, review.reviewer_id) == (
        ReportState.PASSED_ON, False, reviewer.user_id
    )  # fmt: skip
    assert Entry.rows.get(act="observations.passed_on").subject == str(row.uid)


def test_it_is_passed_on_once(reporter, reviewer):
    row = pass_on(by=reviewer, row=factories.observation(reporter), version=1)
    with pytest.raises(NotNow, match="redan släppt vidare av Kim Exempelsson kl"):
        pass_on(by=factories.system_scope_of(factories.municipality()), row=row, version=2)


def test_what_has_changed_since_it_was_read_is_not_passed_on(reporter, reviewer):
    row = factories.observation(reporter)
    edit(by=reporter, row=row, new=factories.new_report(reporter), version=1)
    with pytest.raises(Stale):
        pass_on(by=reviewer, row=row, version=1)


def test_a_returned_report_is_mended_and_comes_back(reporter, reviewer):
    row = factories.observation(reporter)
    row = return_to_reporter(by=reviewer, row=row, version=1, note=" Var på torget? ")
    assert row.state == ReportState.RETURNED
    assert Review.objects.visible_to(reviewer).get().note == "Var på torget?"
    row = edit(by=reporter, row=row, new=factories.new_report(reporter), version=2)
    assert row.state == ReportState.SUBMITTED
    assert pass_on(by=reviewer, row=row, version=3).state == ReportState.PASSED_ON
    assert differences(factories.fresh(reviewer)) == []


def test_a_return_without_a_word_is_refused(reporter, reviewer):
    with pytest.raises(Mistaken, match="vad som behöver ändras"):
        return_to_reporter(by=reviewer, row=factories.observation(reporter), version=1, note=" ")


def test_a_note_holds_no_personal_data(reporter, reviewer):
    row = factories.observation(reporter)
    with pytest.raises(PersonalDataError) as refusal:
        return_to_reporter(by=reviewer, row=row, version=1, note="Ring 070-174 06 05")
    assert refusal.value.field == "note"


def test_the_notes_words_are_not_in_the_log(reporter, reviewer):
    row = factories.observation(reporter)
    return_to_reporter(by=reviewer, row=row, version=1, note="Var på torget?")
    assert "torget" not in str(Entry.rows.get(act="observations.returned").values)


def test_taken_out_of_the_picture_again_it_leaves_the_counts():
    scope = factories.scope_as(Role.COORDINATOR)
    row = factories.observation(scope)
    row = pass_on(by=scope, row=row, version=1, own_work=True)
    recall(by=scope, row=row, version=2, note="Fel plats.")
    assert sum(SharedCount.rows.values_list("reports", flat=True)) == 0
    assert differences(factories.fresh(scope)) == []


def test_who_reviews_the_own_work_has_to_say_so_and_it_is_kept():
    scope = factories.scope_as(Role.COORDINATOR)
    row = factories.observation(scope)
    with pytest.raises(Mistaken, match="egen rapport") as refusal:
        pass_on(by=scope, row=row, version=1)
    assert refusal.value.field == "own"
    pass_on(by=scope, row=row, version=1, own_work=True)
    assert Review.objects.visible_to(scope).get().own
    assert Entry.rows.get(act="observations.passed_on").values["own"] is True


def test_saying_it_of_anothers_work_changes_nothing(reporter, reviewer):
    pass_on(by=reviewer, row=factories.observation(reporter), version=1, own_work=True)
    assert not Review.objects.visible_to(reviewer).get().own


@pytest.mark.parametrize("role", [Role.REPORTER, Role.CONTACT, Role.ANALYST])
def test_others_do_not_review(where, role):
    office = factories.organisation(where)
    who = factories.scope_of(factories.member(where, role, at=office), where)
    by = factories.scope_of(factories.member(where, Role.REPORTER, at=office), where)
    row = factories.observation(by)
    with pytest.raises((NotAllowed, Observation.DoesNotExist)):
        pass_on(by=who, row=row, version=1)


def test_a_companys_reviewer_reviews_the_companys_alone(where, reporter):
    company = factories.organisation(where, OrganisationKind.COMPANY)
    by = factories.scope_of(factories.member(where, Role.REVIEWER, at=company), where)
    with pytest.raises(Observation.DoesNotExist):
        pass_on(by=by, row=factories.observation(reporter), version=1)


def test_what_is_for_the_own_organisation_is_not_reviewed_by_others(reporter, reviewer):
    row = factories.observation(reporter, visibility=Visibility.OWN_ORGANISATION)
    with pytest.raises(Observation.DoesNotExist):
        pass_on(by=reviewer, row=row, version=1)


def test_police_text_is_held_from_the_first_moment(police):
    assert factories.observation(police[0]).release == Release.HELD


def test_the_police_pass_on_with_or_without_their_text(police):
    reporting, reviewing = police
    kept = pass_on(by=reviewing, row=factories.observation(reporting), version=1)
    told = pass_on(by=reviewing, row=factories.observation(reporting), version=1, release=True)
    assert (kept.release, told.release) == (Release.HELD, Release.RELEASED)


def test_the_text_is_released_afterwards_once_and_logged(police):
    reporting, reviewing = police
    row = pass_on(by=reviewing, row=factories.observation(reporting), version=1)
    row = release_text(by=reviewing, row=row, version=2)
    assert (row.release, row.version) == (Release.RELEASED, 3)
    assert Entry.rows.filter(act="observations.text_released").count() == 1
    with pytest.raises(NotNow, match="redan läsbar"):
        release_text(by=reviewing, row=row, version=3)


@pytest.mark.parametrize("act", [pass_on, release_text])
def test_the_municipality_reviews_and_releases_nothing_of_the_polices(police, reviewer, act):
    row = factories.observation(police[0])
    with pytest.raises((NotAllowed, Observation.DoesNotExist)):
        act(by=reviewer, row=row, version=1)


def test_a_departments_text_needs_no_release(reporter, reviewer):
    row = factories.observation(reporter)
    with pytest.raises(NotAllowed, match="Bara polisen"):
        release_text(by=reviewer, row=row, version=1)


@pytest.mark.parametrize("to_police", [True, False])
def test_no_report_is_moved_to_or_from_the_police(where, station, to_police):
    """With the move went the hold, or a text would be held that the police never wrote."""
    office = factories.organisation(where)
    who = factories.member(where, Role.REPORTER, at=office)
    factories.member(where, Role.REPORTER, at=station, who=who)
    by = factories.fresh(factories.scope_of(who, where))
    start, end = (office, station) if to_police else (station, office)
    row = factories.observation(by, organisation_id=start.pk)
    new = factories.new_report(by, organisation_id=end.pk)
    with pytest.raises(NotNow, match="polisen"):
        edit(by=factories.fresh(by), row=row, new=new, version=1)
    row.refresh_from_db()
    assert (row.organisation_id, row.version) == (start.pk, 1)


def test_a_report_moves_between_departments(where):
    one, other = factories.organisation(where), factories.organisation(where)
    who = factories.member(where, Role.REPORTER, at=one)
    factories.member(where, Role.REPORTER, at=other, who=who)
    by = factories.fresh(factories.scope_of(who, where))
    row = factories.observation(by, organisation_id=one.pk)
    row = edit(by=by, row=row, new=factories.new_report(by, organisation_id=other.pk), version=1)
    assert row.organisation_id == other.pk
    assert differences(factories.fresh(by)) == []


def test_who_may_report_reads_the_own_report_whatever_the_role(where):
    """The coordinator who recorded a call reads it back, though it is for that company alone."""
    by = factories.scope_as(Role.COORDINATOR, where)
    company = factories.organisation(where, OrganisationKind.COMPANY)
    row = factories.observation(
        by, organisation_id=company.pk, visibility=Visibility.OWN_ORGANISATION
    )
    assert Observation.objects.visible_to(by).filter(pk=row.pk).exists()


def test_what_is_in_the_picture_is_not_withdrawn_by_its_reporter(reporter, reviewer):
    row = pass_on(by=reviewer, row=factories.observation(reporter), version=1)
    with pytest.raises(NotNow, match="redan släppt vidare"):
        withdraw(by=reporter, row=row, version=2)
