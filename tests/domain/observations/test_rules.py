"""Who may do what with a report, asked of the rules alone: no row is stored."""

from dataclasses import replace
from itertools import product

import pytest

from samsyn.domain.observations.enums import TRANSITIONS, Release, ReportState, Visibility
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.rules import (
    check_may_edit,
    check_may_move,
    check_may_report_for,
    check_may_review,
    check_transition,
    may_edit,
    may_read_text,
    may_review,
    release_of,
)
from samsyn.domain.observations.visibility import reviews_for_all
from samsyn.domain.organisations.enums import MATRIX, OrganisationKind, Role
from samsyn.domain.organisations.models import Organisation
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation.refusals import NotAllowed, NotNow, Refusal

OFFICE, STATION, COMPANY = 1, 2, 3
ME, SOMEBODY = 7, 8
KINDS = {
    OFFICE: OrganisationKind.DEPARTMENT,
    STATION: OrganisationKind.POLICE,
    COMPANY: OrganisationKind.COMPANY,
}
ORGANISATIONS = {key: Organisation(pk=key, kind=kind) for key, kind in KINDS.items()}


def scope(*roles, at=OFFICE):
    """What a person in one organisation may, without a database."""
    return Scope(
        municipality_id=1,
        chain="c",
        actor="a",
        user_id=ME,
        acts=frozenset(act for role in roles for act in MATRIX[role]),
        roles=frozenset(roles),
        organisations={at: frozenset(roles)} if roles else {},
        municipal=frozenset({OFFICE} & {at}),
        police=frozenset({STATION} & {at}),
    )


SYSTEM = replace(scope(*Role), everything=True, user_id=None)


def row(at=OFFICE, state=ReportState.SUBMITTED, visibility=Visibility.GROUP, release=None):
    release = release or release_of(ORGANISATIONS[at])
    return Observation(
        organisation_id=at, state=state, visibility=visibility, release=release, version=1
    )


def allows(check, *given):
    try:
        check(*given)
    except Refusal:
        return False
    return True


EVERY_SCOPE = [scope(*roles, at=at) for at in KINDS for roles in (
    *((role,) for role in Role), (Role.REPORTER, Role.REVIEWER), ()
)]  # fmt: skip
EVERY_ROW = [
    row(at, state, visibility, release)
    for at, state, visibility in product(KINDS, ReportState, Visibility)
    for release in ((Release.HELD, Release.RELEASED) if at == STATION else (Release.NOT_NEEDED,))
]


@pytest.mark.parametrize("by", EVERY_SCOPE)
def test_the_buttons_are_there_where_the_act_is_allowed(by):
    """``may_`` answers as ``check_`` does; reviewing needs a step that is left to take too."""
    for one in EVERY_ROW:
        for reporter in (ME, SOMEBODY, None):
            assert may_edit(by, one, reporter) == allows(check_may_edit, by, one, reporter)
        passable = ReportState.PASSING in TRANSITIONS[ReportState(one.state)]
        assert may_review(by, one) == (allows(check_may_review, by, one) and passable)


@pytest.mark.parametrize(("state", "to"), list(product(ReportState, ReportState)))
def test_a_step_is_refused_unless_the_table_has_it(state, to):
    assert allows(check_transition, row(state=state), to) == (to in TRANSITIONS[state])


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("at", KINDS)
def test_who_reviews_whose(role, at):
    by, reviews = scope(role, at=at), role in (Role.REVIEWER, Role.COORDINATOR)
    for one in EVERY_ROW:
        own = one.organisation_id == at
        shared = one.visibility != Visibility.OWN_ORGANISATION
        others = at == OFFICE and shared and one.organisation_id != STATION
        assert allows(check_may_review, by, one) == (reviews and (own or others)), one


def test_a_reviewer_in_a_company_or_the_police_does_not_review_for_all():
    told = {at: reviews_for_all(scope(Role.REVIEWER, at=at)) for at in KINDS}
    assert told == {OFFICE: True, STATION: False, COMPANY: False}


@pytest.mark.parametrize("state", ReportState)
def test_only_what_waits_is_mended(state):
    mends = state in (ReportState.SUBMITTED, ReportState.RETURNED)
    assert may_edit(scope(Role.REPORTER), row(state=state), ME) == mends


def test_a_colleague_does_not_mend_anothers_report():
    assert not may_edit(scope(Role.REPORTER), row(), SOMEBODY)
    assert not may_edit(scope(Role.CONTACT), row(), None)
    with pytest.raises(NotNow):
        check_may_edit(scope(Role.REVIEWER), row(state=ReportState.PASSED_ON), ME)


@pytest.mark.parametrize("at", KINDS)
@pytest.mark.parametrize("release", Release)
def test_held_text_is_read_by_its_own(at, release):
    held = row(STATION, release=release)
    assert may_read_text(scope(Role.CONTACT, at=at), held) == (
        release != Release.HELD or at == STATION
    )
    assert may_read_text(SYSTEM, held) == (release != Release.HELD)


@pytest.mark.parametrize(("start", "end"), list(product(KINDS, KINDS)))
def test_what_is_moved_stays_on_its_side_of_the_police(start, end):
    allowed = (start == STATION) == (end == STATION)
    by = scope(Role.COORDINATOR)
    moved = (row(start), ORGANISATIONS[end], ORGANISATIONS[start])
    assert allows(check_may_move, by, *moved) == allowed


def test_who_reports_for_one_organisation_moves_nothing_to_it():
    here, other, *_rest = (key for key in KINDS if key != STATION)
    by = scope(Role.REVIEWER, at=here)
    assert not allows(check_may_move, by, row(other), ORGANISATIONS[here], ORGANISATIONS[other])
    assert allows(check_may_move, by, row(other), ORGANISATIONS[other], ORGANISATIONS[other])


@pytest.mark.parametrize("role", Role)
def test_one_reports_for_ones_own_and_the_coordinator_for_all(role):
    own, other = ORGANISATIONS[OFFICE], ORGANISATIONS[COMPANY]
    reports = role in (Role.REPORTER, Role.CONTACT, Role.REVIEWER, Role.COORDINATOR)
    assert allows(check_may_report_for, scope(role), own) == reports
    assert allows(check_may_report_for, scope(role), other) == (role is Role.COORDINATOR)
    with pytest.raises(NotAllowed):
        check_may_report_for(scope(), own)


@pytest.mark.parametrize("kind", OrganisationKind)
def test_the_polices_text_alone_starts_out_held(kind):
    expected = Release.HELD if kind == OrganisationKind.POLICE else Release.NOT_NEEDED
    assert release_of(Organisation(kind=kind)) == expected
