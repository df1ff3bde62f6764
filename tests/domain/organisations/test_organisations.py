"""Organisations come, change and go; history is kept; wrong periods are refused."""

from datetime import date, timedelta

import pytest

from samsyn.domain.audit.models import Revision
from samsyn.domain.organisations.actions.organisations import (
    close_organisation,
    create_organisation,
    edit_organisation,
)
from samsyn.domain.organisations.enums import OrganisationKind, Role
from samsyn.domain.organisations.models import Organisation
from samsyn.domain.organisations.queries import (
    all_organisations,
    organisations_in_force,
)
from samsyn.domain.organisations.writing import Gone
from samsyn.foundation.refusals import Mistaken, NotAllowed, NotNow, Stale
from tests import factories
from tests.domain.organisations.conftest import PERSONAL, TODAY

pytestmark = pytest.mark.django_db


def create(by, **changes):
    values = {"name": "Polisen", "short_name": "", "kind": OrganisationKind.POLICE, **changes}
    return create_organisation(by=by, **values)


def edit(by, organisation, **changes):
    values = {
        "version": organisation.version,
        "name": organisation.name,
        "short_name": organisation.short_name,
        "kind": OrganisationKind(organisation.kind),
        "reports": organisation.reports,
        **changes,
    }
    return edit_organisation(by=by, organisation=organisation, **values)


class TestCreate:
    def test_holds_from_today(self, by, logged):
        made = create(by)
        assert (made.valid_from, made.valid_to, made.short_name) == (TODAY, None, "Polisen")
        assert made in organisations_in_force(by)
        assert logged() == ["organisation_added"]

    def test_moves_the_reference_version(self, by, where):
        before = where.reference_version
        create(by)
        where.refresh_from_db()
        assert where.reference_version == before + 1

    @pytest.mark.parametrize("name", ["", "   "])
    def test_needs_a_name(self, by, name):
        with pytest.raises(Mistaken) as refused:
            create(by, name=name)
        assert refused.value.field == "name"

    @pytest.mark.parametrize("field", ["name", "short_name"])
    @pytest.mark.parametrize("text", PERSONAL)
    def test_is_named_by_no_person(self, by, field, text):
        with pytest.raises(Mistaken) as refused:
            create(by, **{field: text})
        assert refused.value.field == field

    @pytest.mark.parametrize(("field", "longest"), [("name", 120), ("short_name", 40)])
    def test_has_names_that_fit(self, by, field, longest):
        with pytest.raises(Mistaken, match=f"Skriv högst {longest}") as refused:
            create(by, **{field: "V" * (longest + 1)})
        assert refused.value.field == field

    def test_a_name_is_had_once(self, by):
        create(by)
        with pytest.raises(Mistaken, match="finns redan en verksamhet som heter polisen"):
            create(by, name="polisen")

    def test_another_municipality_may_use_the_name(self, by, neighbour):
        factories.organisation(neighbour, name="Polisen")
        assert create(by).name == "Polisen"

    def test_cannot_end_before_it_begins(self, by):
        with pytest.raises(Mistaken, match="ligger före") as refused:
            create(by, valid_from=TODAY, valid_to=TODAY - timedelta(days=1))
        assert refused.value.field == "valid_to"
        assert not Organisation.objects.visible_to(by).filter(name="Polisen").exists()

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
    def test_is_the_coordinators(self, where, role):
        with pytest.raises(NotAllowed):
            create(factories.scope_as(role, where))


class TestEdit:
    def test_keeps_what_it_was(self, by, logged):
        row = edit(by, create(by), name="Polisen Västmanland", reports=False)
        assert (row.name, row.reports, row.version) == ("Polisen Västmanland", False, 2)
        revision = Revision.rows.get(subject=str(row.uid))
        assert revision.version == 1
        assert revision.fields == {
            "name": "Polisen",
            "short_name": "Polisen",
            "kind": "police",
            "reports": True,
        }
        assert logged() == ["organisation_added", "organisation_edited"]

    def test_a_stale_write_is_refused(self, by):
        row = create(by)
        edit(by, row, name="Polisen Bergslagen")
        with pytest.raises(Stale, match="Polisen Bergslagen"):
            edit(by, row, name="Polisen Mälardalen")

    def test_is_named_by_no_person(self, by):
        with pytest.raises(Mistaken):
            edit(by, create(by), name="Anna Andersson")

    def test_may_keep_its_own_name(self, by):
        assert edit(by, create(by), short_name="LPO").short_name == "LPO"

    def test_not_take_anothers_name(self, by, office):
        with pytest.raises(Mistaken, match="Kommunledningen"):
            edit(by, create(by), name="Kommunledningen")

    def test_is_out_of_reach_from_another_municipality(self, by, neighbour):
        theirs = factories.organisation(neighbour)
        with pytest.raises(Gone):
            edit(by, theirs, name="Vår")


class TestClose:
    def test_holds_through_its_last_day(self, by):
        row = close_organisation(by=by, organisation=create(by), last_day=TODAY)
        assert row in organisations_in_force(by, TODAY)
        assert row not in organisations_in_force(by, TODAY + timedelta(days=1))

    def test_takes_its_peoples_rights_with_it(self, by, where, settings):
        federation = factories.organisation(where, OrganisationKind.FEDERATION)
        person = factories.member(where, Role.CONTACT, at=federation)
        close_organisation(by=by, organisation=federation, last_day=TODAY)
        assert factories.held_by(person, where)
        settings.TODAY = TODAY + timedelta(days=1)
        assert not factories.held_by(person, where)

    def test_the_coordinators_home_stays_open(self, by, office):
        with pytest.raises(NotNow, match="måste ha en EST-samordnare"):
            close_organisation(by=by, organisation=office, last_day=TODAY)

    def test_unless_another_coordinator_sits_elsewhere(self, by, where, office):
        factories.member(where, Role.COORDINATOR)
        assert close_organisation(by=by, organisation=office, last_day=TODAY).valid_to == TODAY

    def test_not_twice(self, by):
        row = close_organisation(by=by, organisation=create(by), last_day=TODAY)
        with pytest.raises(NotNow, match="avslutas redan 5 oktober 2026"):
            close_organisation(by=by, organisation=row, last_day=TODAY + timedelta(days=9))

    def test_an_end_may_be_brought_forward(self, by):
        row = create(by, valid_to=date(2027, 12, 31))
        assert close_organisation(by=by, organisation=row, last_day=TODAY).valid_to == TODAY

    def test_not_before_it_began(self, by):
        with pytest.raises(Mistaken, match="före den första") as refused:
            close_organisation(by=by, organisation=create(by), last_day=date(2026, 10, 4))
        assert refused.value.field == "last_day"

    def test_the_closed_are_listed_last(self, by, where):
        old = factories.organisation(where, name="Aa-förbundet", valid_to=date(2021, 12, 31))
        assert all_organisations(by)[-1] == old
