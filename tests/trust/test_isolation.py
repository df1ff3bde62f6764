"""Two towns and their people do whatever they like; nobody ever reads what is not theirs (T03)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from samsyn.domain.observations.actions.reporting import edit, report, withdraw
from samsyn.domain.observations.actions.reviewing import (
    pass_on,
    release_text,
    return_to_reporter,
)
from samsyn.domain.observations.actions.reviewing import take_back as bring_back
from samsyn.domain.observations.actions.upkeep import differences
from samsyn.domain.observations.enums import ReportState, Visibility
from samsyn.domain.observations.models import NilReport, Observation, Receipt, Review
from samsyn.domain.observations.queries.listing import every
from samsyn.domain.observations.queries.review_queue import waiting
from samsyn.domain.observations.rules import may_read_text
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.organisations.actions.people import add_membership, end_membership
from samsyn.domain.organisations.enums import OrganisationKind, Role
from samsyn.domain.organisations.models import Membership, Organisation, User
from samsyn.domain.organisations.rules import system_scope
from samsyn.foundation import clock
from samsyn.foundation.refusals import Refusal
from tests import factories
from tests.trust.sizes import RELEASE, size
from tests.trust.town import Believed, Office, Person, reads, reads_text

pytestmark = pytest.mark.django_db
CODES = ("1982", "1904")
KINDS = {
    "department": OrganisationKind.DEPARTMENT,
    "police": OrganisationKind.POLICE,
    "company": OrganisationKind.COMPANY,
}
WORKING = (Role.REPORTER, Role.CONTACT, Role.REVIEWER, Role.COORDINATOR, Role.ANALYST)
PEOPLE = 7
numbers = st.integers(0, 10_000)
towns = st.sampled_from(CODES)
visibilities = st.sampled_from(Visibility)


class Towns(RuleBasedStateMachine):
    """Rules act through the product; ``town`` says what should have come of it."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.believed: list[Believed] = []

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize()
    def found(self):
        """Two towns with three organisations each, and people with a role or two."""
        self.towns = {code: factories.municipality(code, f"Stad {code}") for code in CODES}
        self.categories = {code: factories.category(town) for code, town in self.towns.items()}
        self.offices = [
            Office(factories.organisation(town, kind).pk, code, name)
            for code, town in self.towns.items()
            for name, kind in KINDS.items()
        ]
        self.people = [Person(factories.user().pk) for _ in range(PEOPLE)]
        for n, person in enumerate(self.people):
            self._give(person, self.offices[n % len(self.offices)], WORKING[n % len(WORKING)])
        # one who serves in both towns, as a police officer may
        self._give(self.people[0], self.offices[4], Role.CONTACT)

    @rule(who=numbers, code=towns, office=numbers, visibility=visibilities, foreign=st.booleans())
    def hand_in(self, who, code, office, visibility, foreign):
        """Anybody reports to any town for any organisation, its own or not."""
        person, at = self._pick(self.people, who), self._pick(self.offices, office)
        scope = self._scope(person, code)
        other = CODES[1 - CODES.index(code)]
        new = replace(
            factories.new_report(scope, organisation_id=at.key, visibility=visibility),
            category_id=self.categories[other if foreign else code].pk,
        )
        row = self._attempt(lambda: report(by=self._scope(person, code), new=new))
        if row is None:
            return
        assert not foreign and at.town == code, "a report came in over the border"
        police = at.kind == "police"
        self.believed.append(
            Believed(row.pk, at, person.key, visibility, police=police, held=police)
        )

    @precondition(lambda self: self.believed)
    @rule(who=numbers, code=towns, what=numbers, release=st.booleans(), soon=st.booleans())
    def let_in(self, who, code, what, release, soon):
        person, one = self._pick(self.people, who), self._pick(self.believed, what)
        scope = self._scope(person, code)
        if self._act(person, code, one, lambda row: pass_on(
            by=scope, row=row, version=one.version, own_work=True, release=release, soon=soon
        )):  # fmt: skip
            one.state = ReportState.PASSING if soon else ReportState.PASSED_ON
            one.version += 1
            one.judged.add(person.key)
            one.held = one.held and not release

    @precondition(lambda self: self.believed)
    @rule(who=numbers, code=towns, what=numbers)
    def send_back(self, who, code, what):
        person, one = self._pick(self.people, who), self._pick(self.believed, what)
        scope = self._scope(person, code)
        if self._act(person, code, one, lambda row: return_to_reporter(
            by=scope, row=row, version=one.version, note="Säg var det var."
        )):  # fmt: skip
            one.state, one.version = ReportState.RETURNED, one.version + 1
            one.judged.add(person.key)

    @precondition(lambda self: self.believed)
    @rule(who=numbers, code=towns, what=numbers)
    def bring_back(self, who, code, what):
        """Within the ten minutes; a text of the police is then held."""
        person, one = self._pick(self.people, who), self._pick(self.believed, what)
        scope = self._scope(person, code)
        if self._act(
            person, code, one, lambda row: bring_back(by=scope, row=row, version=one.version)
        ):
            one.state, one.version = ReportState.SUBMITTED, one.version + 1
            one.held = one.police
            one.judged.add(person.key)

    @precondition(lambda self: self.believed)
    @rule(who=numbers, code=towns, what=numbers)
    def let_the_text_out(self, who, code, what):
        person, one = self._pick(self.people, who), self._pick(self.believed, what)
        scope = self._scope(person, code)
        if self._act(
            person, code, one, lambda row: release_text(by=scope, row=row, version=one.version)
        ):
            assert one.office.kind == "police"
            one.held, one.version = False, one.version + 1

    @precondition(lambda self: self.believed)
    @rule(who=numbers, code=towns, what=numbers)
    def take_back(self, who, code, what):
        person, one = self._pick(self.people, who), self._pick(self.believed, what)
        scope = self._scope(person, code)
        if self._act(
            person, code, one, lambda row: withdraw(by=scope, row=row, version=one.version)
        ):
            one.state, one.version = ReportState.WITHDRAWN, one.version + 1

    @precondition(lambda self: self.believed)
    @rule(who=numbers, code=towns, what=numbers, office=numbers, visibility=visibilities)
    def move(self, who, code, what, office, visibility):
        """Mend a report, and with it its organisation and who may read it."""
        person, one = self._pick(self.people, who), self._pick(self.believed, what)
        at, scope = self._pick(self.offices, office), self._scope(person, code)
        new = factories.new_report(scope, organisation_id=at.key, visibility=visibility)
        scope = self._scope(person, code)
        if self._act(
            person, code, one, lambda row: edit(by=scope, row=row, new=new, version=one.version)
        ):
            assert at.town == code
            one.office, one.visibility, one.version = at, visibility, one.version + 1
            one.state = ReportState.SUBMITTED
            assert one.police == (at.kind == "police"), "moved to or from the police"

    @rule(who=numbers, office=numbers, role=st.sampled_from([*WORKING, Role.COUNCIL_MEMBER]))
    def gain_a_role(self, who, office, role):
        self._give(self._pick(self.people, who), self._pick(self.offices, office), role)

    @rule(who=numbers, which=numbers)
    def lose_a_role(self, who, which):
        person = self._pick(self.people, who)
        if not person.held:
            return
        ordered = sorted(person.held, key=lambda one: (one[0].key, one[1]))
        office, role = self._pick(ordered, which)
        rows = Membership.objects.within(self.towns[office.town]).filter(
            user_id=person.key, organisation_id=office.key, role=role, ended_at=None
        )
        by = system_scope(self.towns[office.town])
        if self._attempt(lambda: end_membership(by=by, membership=rows.get())):
            person.held.discard((office, role))

    @invariant()
    def everybody_reads_what_is_theirs(self):
        for person in getattr(self, "people", ()):
            for code in CODES:
                scope = self._scope(person, code)
                expected = {one.key: one for one in self.believed if reads(person, code, one)}
                rows = list(Observation.objects.visible_to(scope))
                assert {row.pk for row in rows} == set(expected)
                for row in rows:
                    assert may_read_text(scope, row) == reads_text(person, code, expected[row.pk])
                assert {row.pk for row in every(scope, Selection())} == set(expected)
                assert {row.pk for row in waiting(scope)} <= set(expected)

    @invariant()
    def nothing_crosses_the_border(self):
        for town in getattr(self, "towns", {}).values():
            scope = system_scope(town)
            for model in (Observation, Review, Receipt, NilReport, Membership, Organisation):
                owners = set(model.objects.visible_to(scope).values_list("municipality", flat=True))
                assert owners <= {town.pk}, model

    @invariant()
    def the_counts_are_those_of_the_rows(self):
        for town in getattr(self, "towns", {}).values():
            assert differences(system_scope(town)) == []

    def _give(self, person, office, role):
        if (office, role) in person.held:
            return
        town = self.towns[office.town]
        new = {"person": User.objects.get(pk=person.key), "role": role,
               "organisation": Organisation.objects.within(town).get(pk=office.key)}  # fmt: skip
        start = clock.today() - timedelta(days=30)
        if self._attempt(lambda: add_membership(by=system_scope(town), valid_from=start, **new)):
            person.held.add((office, role))

    def _scope(self, person, code):
        town = self.towns[code]
        town.refresh_from_db()
        return factories.scope_of(User.objects.get(pk=person.key), town)

    def _act(self, person, code, one, act):
        """Do something to a report as it lies; success is only for those who read it."""
        row = Observation.rows.get(pk=one.key)
        done = self._attempt(lambda: act(row))
        assert done is None or reads(person, code, one), "acted on what could not be read"
        return done is not None

    def _attempt(self, act):
        try:
            with transaction.atomic():
                return act()
        except (Refusal, Observation.DoesNotExist):
            return None

    @staticmethod
    def _pick(things, number):
        return things[number % len(things)]


def test_isolation():
    run_state_machine_as_test(
        Towns,
        settings=settings(
            max_examples=size(5, 200),
            stateful_step_count=size(30, 50),
            deadline=None,
            derandomize=True,
            database=None,
            phases=tuple(Phase) if RELEASE else (Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
