"""Ten minutes in which what was passed on is seen by nobody else, and can be taken back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from samsyn.domain.audit.actions import record_read
from samsyn.domain.audit.models import Entry
from samsyn.domain.observations.actions.passing import let_pass
from samsyn.domain.observations.actions.reporting import edit
from samsyn.domain.observations.actions.reviewing import (
    JudgedError,
    pass_at_once,
    pass_on,
    recall,
    return_to_reporter,
    take_back,
)
from samsyn.domain.observations.actions.upkeep import differences
from samsyn.domain.observations.enums import Release, ReportState, Visibility
from samsyn.domain.observations.models import Observation, Review
from samsyn.domain.observations.queries import counts
from samsyn.domain.observations.queries.access import readers_of, readings_of
from samsyn.domain.observations.queries.listing import every
from samsyn.domain.observations.queries.verdicts import judged_by_now
from samsyn.domain.observations.values.cells import SharedCount
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.organisations.enums import OrganisationKind, Role
from samsyn.domain.privacy.rules import PersonalDataError
from samsyn.foundation.refusals import Mistaken, NotNow
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
def contact(where):
    return factories.scope_as(Role.CONTACT, where)


@pytest.fixture
def passing(reporter, reviewer):
    return pass_on(by=reviewer, row=factories.observation(reporter), version=1, soon=True)


def after(minutes, row):
    """So many minutes pass since the report was let go, as the worker sees it."""
    row.passes_at -= timedelta(minutes=minutes)
    row.save(update_fields=["passes_at"])
    let_pass()
    row.refresh_from_db()


def seen(scope, row):
    return Observation.objects.visible_to(scope).filter(pk=row.pk).exists()


def shared():
    return sum(SharedCount.rows.values_list("reports", flat=True))


def test_nobody_else_sees_or_counts_it_until_the_ten_minutes_have_gone(passing, contact, reviewer):
    after(9, passing)
    assert passing.state == ReportState.PASSING
    assert not seen(contact, passing)
    assert list(every(contact, Selection())) == []
    assert shared() == 0
    assert seen(reviewer, passing)
    after(1.1, passing)
    assert (passing.state, passing.passes_at) == (ReportState.PASSED_ON, None)
    assert seen(contact, passing)
    assert shared() == 1
    assert differences(factories.fresh(contact)) == []


def test_until_then_the_picture_says_that_it_waits(passing, contact):
    def reporting():
        [one] = counts.reporting(contact, passing.day, passing.day, passing.day).values()
        return one.now, one.waiting

    assert reporting() == (0, 1)
    after(10, passing)
    assert reporting() == (1, 0)


def test_what_takes_effect_is_its_reviewers_verdict_and_is_logged_once(passing, reviewer):
    after(10, passing)
    let_pass()
    rows = Review.objects.visible_to(reviewer).filter(observation=passing).order_by("id")
    assert [(one.verdict, one.reviewer_id) for one in rows] == [
        (ReportState.PASSING, reviewer.user_id),
        (ReportState.PASSED_ON, reviewer.user_id),
    ]
    acts = Entry.rows.filter(subject=str(passing.uid)).order_by("number")
    assert list(acts.values_list("act", flat=True))[1:] == [
        "observations.passed_on_soon",
        "observations.took_effect",
    ]
    assert Entry.rows.get(act="observations.took_effect").actor == "system"


def test_one_that_cannot_go_keeps_no_other_waiting(reporter, reviewer, monkeypatch):
    rows = [factories.observation(reporter) for _ in range(2)]
    rows = [pass_on(by=reviewer, row=row, version=1, soon=True) for row in rows]
    Observation.rows.update(passes_at=timezone.now())
    # gone between the reading and the lock
    first = rows[0].pk
    locked = Observation.objects.all().__class__.select_for_update

    def missing(self, **kwargs):
        return locked(self, **kwargs).exclude(pk=first)

    monkeypatch.setattr(type(Observation.objects.all()), "select_for_update", missing)
    let_pass()
    assert {row.pk: row.state for row in Observation.rows.all()} == {
        first: ReportState.PASSING,
        rows[1].pk: ReportState.PASSED_ON,
    }


def test_now_is_at_once(passing, contact, reviewer):
    pass_at_once(by=reviewer, row=passing, version=2)
    assert seen(contact, passing)
    with pytest.raises(NotNow, match=r"redan|har gått"):
        pass_at_once(by=reviewer, row=passing, version=3)


def test_taken_back_it_waits_again_and_nobody_saw_it(passing, contact, reviewer):
    row = take_back(by=reviewer, row=passing, version=2)
    assert (row.state, row.passes_at) == (ReportState.SUBMITTED, None)
    let_pass()
    assert not seen(contact, row)
    assert shared() == 0
    assert differences(factories.fresh(contact)) == []
    assert Entry.rows.filter(act="observations.taken_back").count() == 1
    with pytest.raises(NotNow, match="redan tagen tillbaka"):
        take_back(by=reviewer, row=row, version=3)


def test_after_its_time_it_is_not_taken_back_but_recalled(passing, contact, reviewer):
    after(10, passing)
    with pytest.raises(NotNow, match="Dra tillbaka"):
        take_back(by=reviewer, row=passing, version=passing.version)
    row = recall(by=reviewer, row=passing, version=passing.version, note="Fel skola.", mend=False)
    assert row.state == ReportState.WITHDRAWN
    assert not seen(contact, row)
    assert shared() == 0
    entry = Entry.rows.get(act="observations.recalled")
    assert (entry.values["access"], entry.values["mend"]) == (1, False)
    assert "skola" not in str(entry.values)
    assert Review.objects.visible_to(reviewer).order_by("id").last().note == "Fel skola."


def test_recalled_to_be_mended_it_comes_back(passing, reporter, reviewer):
    after(10, passing)
    row = recall(by=reviewer, row=passing, version=passing.version, note="Fel plats.")
    assert row.state == ReportState.RETURNED
    new = factories.new_report(reporter)
    row = edit(by=reporter, row=row, new=new, version=row.version)
    assert row.state == ReportState.SUBMITTED


def test_a_recall_has_a_reason_that_names_nobody(passing, reviewer):
    after(10, passing)
    with pytest.raises(Mistaken, match="varför"):
        recall(by=reviewer, row=passing, version=passing.version, note=" ")
    with pytest.raises(PersonalDataError):
        recall(by=reviewer, row=passing, version=passing.version, note="Ring 070-174 06 05")


def test_what_is_on_its_way_is_taken_back_and_not_recalled(passing, reviewer):
    with pytest.raises(NotNow, match="Ta tillbaka"):
        recall(by=reviewer, row=passing, version=2, note="Fel.")


def test_what_stands_in_the_picture_is_not_returned_as_if_it_waited(passing, reviewer):
    after(10, passing)
    with pytest.raises(JudgedError):
        return_to_reporter(by=reviewer, row=passing, version=passing.version, note="Fel plats.")


@pytest.mark.parametrize("gone", [False, True])
@pytest.mark.parametrize("act", ["pass", "return"])
def test_the_second_reviewer_is_told_who_was_first_and_when(where, passing, act, gone):
    """Also where the report is out of the second's sight by then."""
    if gone:
        after(10, passing)
    second = factories.scope_as(Role.REVIEWER, where)
    with pytest.raises(JudgedError, match=r"R\d+ är redan släppt vidare av Kim Exempelsson kl\. "):
        if act == "pass":
            pass_on(by=second, row=passing, version=1, soon=True)
        else:
            return_to_reporter(by=second, row=passing, version=1, note="Var?")
    assert judged_by_now(second, passing.uid).reviewer.name == "Kim Exempelsson"


def test_who_does_not_review_is_told_of_no_verdict(passing, contact, reporter):
    assert judged_by_now(contact, passing.uid) is None
    assert judged_by_now(reporter, passing.uid) is None


def test_a_reviewer_reads_what_the_own_verdict_was_on_afterwards(where, passing, reviewer):
    second = factories.scope_as(Role.REVIEWER, where)
    after(10, passing)
    assert seen(reviewer, passing)
    assert not seen(second, passing)
    Observation.rows.update(visibility=Visibility.OWN_ORGANISATION)
    assert not seen(reviewer, passing)


def test_the_reporter_does_not_mend_what_is_on_its_way(passing, reporter):
    with pytest.raises(NotNow, match="redan släppt vidare"):
        edit(by=reporter, row=passing, new=factories.new_report(reporter), version=2)


def test_of_the_polices_text_nothing_leaves_before_its_time_and_taken_back_it_is_held(where):
    station = factories.organisation(where, OrganisationKind.POLICE)
    by = factories.scope_of(factories.member(where, Role.REPORTER, at=station), where)
    officer = factories.scope_of(factories.member(where, Role.REVIEWER, at=station), where)
    office = factories.scope_as(Role.COORDINATOR, where)
    row = factories.observation(by, description="Spaning vid torget")
    row = pass_on(by=officer, row=row, version=1, release=True, soon=True)
    assert not seen(office, row)
    row = take_back(by=officer, row=row, version=2)
    assert row.release == Release.HELD
    row = pass_on(by=officer, row=row, version=3, soon=True)
    after(10, row)
    assert seen(office, row)
    assert row.release == Release.HELD


def test_who_had_access_are_those_whose_roles_read_it_but_not_the_reporter(where, reporter):
    office = factories.organisation(where)
    contact = factories.member(where, Role.CONTACT, at=office, who=factories.user("Ann Lind"))
    factories.member(where, Role.COUNCIL_MEMBER, at=office, who=factories.user("Bo Ek"))
    coordinator = factories.scope_as(Role.COORDINATOR, where)
    row = factories.observation(reporter, ReportState.PASSED_ON)
    names = [one.name for one in readers_of(coordinator, row)]
    assert names == ["Ann Lind", "Kim Exempelsson"]
    own = factories.observation(reporter, visibility=Visibility.OWN_ORGANISATION)
    assert contact.name not in [one.name for one in readers_of(coordinator, own)]


def test_what_the_log_knows_was_read_are_files_and_held_texts(where, reporter):
    coordinator = factories.scope_as(Role.COORDINATOR, where)
    row = factories.observation(reporter, ReportState.PASSED_ON)
    other = factories.observation(reporter, ReportState.PASSED_ON)
    record_read(coordinator, "observations.held_text_read", row)
    record_read(coordinator, "observations.held_texts_read", plain={"rows": 1}, subjects=[row])
    record_read(coordinator, "observations.exported", plain={"rows": 2})
    assert len(readings_of(coordinator, row)) == 3
    assert len(readings_of(coordinator, other)) == 1
