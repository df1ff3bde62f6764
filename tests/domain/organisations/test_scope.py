"""The role matrix, the Scope it makes, and rows that refuse to be read without one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.domain.organisations.enums import MATRIX, Act, OrganisationKind, Role
from samsyn.domain.organisations.models import Organisation
from samsyn.domain.organisations.rules import HeldRole, make_scope, own_scope, principals
from samsyn.domain.organisations.tenancy import CountyScope
from samsyn.foundation.refusals import NotAllowed
from samsyn.foundation.scoping import UnscopedQueryError
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_matrix_knows_every_role():
    assert set(MATRIX) == set(Role)


def test_every_act_is_somebodys():
    granted = set().union(*MATRIX.values())
    assert granted == set(Act)


@pytest.mark.parametrize(
    ("act", "roles"),
    [
        (Act.READ_LOG, {Role.DATA_PROTECTION_OFFICER}),
        (Act.ADMINISTER, {Role.COORDINATOR}),
        (Act.SETTLE, {Role.COORDINATOR}),
        (Act.OPERATE, {Role.OPERATOR}),
        (Act.EXPORT, {Role.COORDINATOR, Role.ANALYST}),
        (Act.REVIEW, {Role.COORDINATOR, Role.REVIEWER}),
    ],
)
def test_what_only_these_may(act, roles):
    assert {role for role in Role if act in MATRIX[role]} == roles


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.DATA_PROTECTION_OFFICER, Role.READER])
def test_who_reads_no_reports(role):
    assert Act.READ_REPORTS not in MATRIX[role]


@given(st.sets(st.sampled_from(list(Role))))
def test_rights_are_the_union_of_the_roles(roles):
    where = factories.municipality()
    person = factories.User(pk=1, email="a@example.org")
    held = [HeldRole(role, 1, OrganisationKind.DEPARTMENT) for role in roles]
    scope = make_scope(person, where, held)
    assert scope.acts == frozenset().union(*(MATRIX[role] for role in roles))
    assert scope.roles == roles
    assert scope.organisations == ({1: roles} if roles else {})


def test_several_organisations_keep_their_roles_apart():
    where = factories.municipality()
    police = factories.organisation(where, OrganisationKind.POLICE)
    school = factories.organisation(where)
    person = factories.member(where, Role.REPORTER, at=school)
    factories.member(where, Role.CONTACT, at=police, who=person)
    scope = factories.scope_of(person, where)
    assert scope.organisations_as(Role.CONTACT) == [police.pk]
    assert scope.organisations_as(Role.REPORTER) == [school.pk]
    assert (scope.police, scope.municipal) == ({police.pk}, {school.pk})


def test_a_police_area_serves_several_municipalities():
    codes = ("1982", "1904", "1962", "1981", "1983")
    officer = factories.user()
    for code in codes:
        where = factories.municipality(code, f"Kommun {code}")
        role = Role.CONTACT if code == "1982" else Role.REPORTER
        at = factories.organisation(where, OrganisationKind.POLICE)
        factories.member(where, role, at=at, who=officer)
    scopes = [factories.scope_of(officer, factories.municipality(code)) for code in codes]
    assert [scope.roles for scope in scopes] == [{Role.CONTACT}] + [{Role.REPORTER}] * 4
    assert len({scope.municipality_id for scope in scopes}) == 5


class TestDeputies:
    @pytest.fixture
    def where(self):
        return factories.municipality()

    @pytest.fixture
    def ordinary(self, where):
        return factories.member(where, Role.COORDINATOR)

    @pytest.fixture
    def deputy(self, where, ordinary):
        return factories.deputy(where, ordinary)

    def test_rights_are_had_while_acting(self, where, ordinary, deputy):
        factories.member(where, Role.REPORTER, who=deputy)
        held = factories.held_by(deputy, where)
        own = make_scope(deputy, where, held)
        acting = make_scope(deputy, where, held, str(ordinary.uid))
        assert (own.roles, own.acting_for) == ({Role.REPORTER}, "")
        assert acting.roles == {Role.REPORTER, Role.COORDINATOR}
        assert acting.acting_for == str(ordinary.uid)

    def test_one_who_is_only_a_deputy_always_acts(self, where, ordinary, deputy):
        scope = factories.scope_of(deputy, where)
        assert scope.roles == {Role.COORDINATOR}
        assert scope.acting_for == str(ordinary.uid)

    def test_only_a_real_principal_counts(self, where, ordinary, deputy):
        factories.member(where, Role.REPORTER, who=deputy)
        held = factories.held_by(deputy, where)
        stranger = str(factories.user().uid)
        assert make_scope(deputy, where, held, stranger).roles == {Role.REPORTER}

    def test_principals_are_named(self, where, ordinary, deputy):
        assert principals(factories.held_by(deputy, where)) == {str(ordinary.uid): ordinary.name}

    def test_the_ordinary_one_acts_for_nobody(self, where, ordinary, deputy):
        assert factories.scope_of(ordinary, where).acting_for == ""


def test_own_scope_grants_nothing():
    where = factories.municipality()
    scope = own_scope(factories.member(where, Role.COORDINATOR), where)
    assert (scope.acts, scope.roles, scope.organisations) == (frozenset(), frozenset(), {})


def test_a_refused_act_is_named():
    scope = factories.scope_as(Role.READER)
    with pytest.raises(NotAllowed, match="Din roll ger inte rätt att rapportera"):
        scope.check(Act.REPORT)


class TestRowsWithoutScope:
    @pytest.mark.parametrize(
        "ask",
        [
            lambda rows: list(rows.all()),
            lambda rows: rows.count(),
            lambda rows: rows.exists(),
            lambda rows: rows.first(),
            lambda rows: rows.get(pk=1),
            lambda rows: rows.aggregate(),
            lambda rows: rows.filter(pk=1).update(name="x"),
            lambda rows: rows.filter(pk=1).delete(),
            lambda rows: list(rows.values_list("pk")),
            lambda rows: list(rows.iterator()),
            lambda rows: rows.in_bulk(),
        ],
    )
    def test_raise(self, ask):
        with pytest.raises(UnscopedQueryError):
            ask(Organisation.objects)

    def test_show_their_own_municipality_alone(self):
        here, there = factories.municipality(), factories.municipality("0001", "Annanstans")
        mine = factories.organisation(here)
        factories.organisation(there)
        scope = factories.scope_of(factories.member(here, Role.COORDINATOR, at=mine), here)
        assert list(Organisation.objects.visible_to(scope)) == [mine]

    def test_cross_municipalities_by_name_alone(self):
        places = [factories.municipality(code, code) for code in ("0001", "0002", "0003")]
        for where in places:
            factories.organisation(where)
        county = CountyScope("länet", frozenset(where.pk for where in places[:2]))
        assert Organisation.objects.across(county).count() == 2
