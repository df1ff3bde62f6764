"""The coordinator's pages: what is sent is done, what is wrong is said, what was typed stays."""

import re
from datetime import UTC, date, datetime

import pytest

from samsyn.domain.audit.models import Entry
from samsyn.domain.notices.models import OutgoingMail
from samsyn.domain.organisations.actions.bodies import close_seat
from samsyn.domain.organisations.enums import OrganisationKind, Role
from samsyn.domain.organisations.models import (
    AccessRequest,
    Body,
    Membership,
    Organisation,
    Seat,
    User,
)
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _inside(client, coordinator):
    client.force_login(coordinator)


def text_of(answer):
    return answer.content.decode()


class TestOrganisations:
    words = {
        "name": "Polisen",
        "short_name": "PO",
        "kind": "police",
        "reports": "on",
        "valid_from": "2026-01-01",
    }

    def test_are_added(self, client, to, where):
        answer = client.post(to("organisation_new"), self.words)
        assert answer.url == to("organisations")
        made = Organisation.objects.within(where).get(name="Polisen")
        assert (made.kind, made.reports, made.valid_from) == ("police", True, date(2026, 1, 1))
        assert "Verksamheten är tillagd." in text_of(client.get(answer.url))

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"name": ""}, "måste fyllas i"),
            ({"name": "Kommunledningen"}, "finns redan en verksamhet som heter Kommunledningen"),
            ({"valid_to": "2025-12-31"}, "Sista dagen ligger före första dagen"),
            ({"valid_from": "31/12"}, "giltigt datum"),
            ({"kind": "klubb"}, "giltigt alternativ"),
        ],
    )
    def test_a_wrong_one_is_said_and_what_was_typed_stays(self, client, to, changes, sentence):
        answer = client.post(to("organisation_new"), {**self.words, "short_name": "Px", **changes})
        assert answer.status_code == 422
        page = text_of(answer)
        assert sentence in page
        assert 'value="Px"' in page

    def test_are_changed(self, client, to, office):
        words = {**self.words, "name": "Ledningen", "kind": "department", "version": 1}
        assert client.post(to("organisation_edit", office.uid), words).url == to("organisations")
        office.refresh_from_db()
        assert (office.name, office.version) == ("Ledningen", 2)

    def test_a_stale_change_keeps_what_was_typed(self, client, to, office):
        url = to("organisation_edit", office.uid)
        client.post(url, {**self.words, "kind": "department", "name": "Först", "version": 1})
        words = {**self.words, "kind": "department", "name": "Sedan"}
        answer = client.post(url, {**words, "version": 1})
        assert answer.status_code == 422
        page = text_of(answer)
        assert "Någon annan har ändrat Först under tiden" in page
        assert 'value="Sedan"' in page
        assert "<div>Namn: Sedan</div>" in page and "<div>Namn: Först</div>" in page
        assert "Kort namn: " not in page  # the same in both
        version = re.search(r'name="version" value="(\d+)"', page).group(1)
        assert client.post(url, {**words, "version": version}).url == to("organisations")
        office.refresh_from_db()
        assert office.name == "Sedan"

    @pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
    def test_do_not_end_on_a_day_that_is_none(self, client, to, where, coordinator, office, day):
        role = Membership.objects.within(where).get(user=coordinator)
        for url in (to("organisation_close", office.uid), to("role_end", role.uid)):
            answer = client.post(url, {"last_day": day})
            assert answer.status_code == 422
            assert f"Året {day[:4]} är orimligt" in text_of(answer)

    @pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
    def test_do_not_begin_on_a_day_that_is_none(self, client, to, where, day):
        for field in ("valid_from", "valid_to"):
            answer = client.post(to("organisation_new"), {**self.words, field: day})
            assert answer.status_code == 422
            assert f"Året {day[:4]} är orimligt" in text_of(answer)

    @pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
    def test_are_shown_on_any_day(self, client, to, day):
        assert client.get(to("organisation"), {"dag": day}).status_code == 200

    def test_are_closed(self, client, to, where):
        federation = factories.organisation(where, OrganisationKind.FEDERATION)
        answer = client.post(to("organisation_close", federation.uid), {"last_day": "2026-10-01"})
        assert answer.url == to("organisations")
        federation.refresh_from_db()
        assert federation.valid_to == date(2026, 10, 1)

    def test_the_coordinators_own_is_not(self, client, to, office):
        answer = client.post(to("organisation_close", office.uid), {"last_day": "2030-01-01"})
        assert answer.status_code == 422
        assert "måste ha en EST-samordnare" in text_of(answer)

    def test_hostile_names_are_only_text(self, client, to):
        name = "<script>alert(1)</script>\" ' & {{ 7*7 }}"
        client.post(to("organisation_new"), {**self.words, "name": name})
        page = text_of(client.get(to("organisations")))
        assert "<script>alert" not in page
        assert "{{ 7*7 }}" in page


class TestBodies:
    @pytest.fixture
    def group(self, where):
        return factories.body(where, name="EST-gruppen")

    def seat(self, office, **changes):
        words = {"organisation": office.uid, "title": "ledamot", "valid_from": "2026-01-01"}
        return {**words, **changes}

    def test_are_added_and_shown(self, client, to, where):
        words = {"name": "Lokala BRÅ", "kind": "council", "valid_from": "2026-01-01"}
        answer = client.post(to("body_new"), words)
        made = Body.objects.within(where).get()
        assert answer.url == to("body", made.uid)
        assert "Inga platser i dag" in text_of(client.get(answer.url))

    def test_seats_hold_people_or_names(self, client, to, group, office, coordinator):
        url = to("seat_new", group.uid)
        client.post(url, self.seat(office, holder=coordinator.uid))
        client.post(url, self.seat(office, holder_name="Ada Prov"))
        page = text_of(client.get(to("body", group.uid)))
        assert coordinator.name in page and "Ada Prov" in page

    def test_not_both(self, client, to, group, office, coordinator):
        words = self.seat(office, holder=coordinator.uid, holder_name="Ada Prov")
        answer = client.post(to("seat_new", group.uid), words)
        assert answer.status_code == 422
        assert "inte båda" in text_of(answer)
        assert 'value="Ada Prov"' in text_of(answer)

    def test_not_a_stranger(self, client, to, group, office, where):
        there = factories.municipality("0001", "Grannkommunen")
        stranger = factories.member(there, Role.READER)
        answer = client.post(to("seat_new", group.uid), self.seat(office, holder=stranger.uid))
        assert answer.status_code == 422
        assert not Seat.objects.within(where).exists()

    def test_deputies_stand_beside(self, client, to, group, office):
        ordinary = factories.seat(group, office, holder_name="Ada Prov")
        page = text_of(client.get(to("seat_deputy", ordinary.uid)))
        assert "Ersättare för ledamot i EST-gruppen" in page
        client.post(
            to("seat_deputy", ordinary.uid),
            self.seat(office, title="ersättare", holder_name="Bea Prov"),
        )
        assert "Bea Prov" in text_of(client.get(to("body", group.uid)))

    def test_seats_end(self, client, to, group, office):
        seat = factories.seat(group, office, holder_name="Ada Prov")
        client.post(to("seat_close", seat.uid), {"last_day": "2026-01-31"})
        page = text_of(client.get(to("body", group.uid)))
        assert "Tidigare och kommande platser" in page
        assert "1 januari 2020–31 januari 2026" in page

    def test_bodies_end(self, client, to, group):
        client.post(to("body_close", group.uid), {"last_day": "2026-01-31"})
        assert "Inga organ än" in text_of(client.get(to("bodies")))


class TestPicture:
    def test_is_drawn_and_told_in_a_table(self, client, to, where, office):
        group = factories.body(where, name="EST-gruppen")
        ordinary = factories.seat(group, office, holder_name="Ada Prov")
        factories.seat(group, office, holder_name="Bea Prov", deputy_for=ordinary)
        page = text_of(client.get(to("organisation")))
        assert page.count("Ada Prov") == page.count("Bea Prov") == 2
        assert "<table" in page

    def test_is_of_the_asked_day(self, client, to, where, office):
        group = factories.body(where, name="EST-gruppen")
        seat = factories.seat(group, office, holder_name="Ada Prov")
        close_seat(by=factories.system_scope_of(where), seat=seat, last_day=date(2025, 12, 31))
        then, now = (
            text_of(client.get(to("organisation"), {"dag": day}))
            for day in ("2025-12-31", "2026-01-01")
        )
        assert "Ada Prov" in then and "31 december 2025" in then
        assert "Ada Prov" not in now

    @pytest.mark.parametrize("day", ["", "i går", "2026-13-45", "0000-00-00"])
    def test_takes_no_day_for_today(self, client, to, day):
        assert client.get(to("organisation"), {"dag": day}).status_code == 200

    def test_is_open_to_every_member_without_the_coordinators_tools(self, client, to, where):
        factories.body(where, name="EST-gruppen")
        client.force_login(factories.member(where, Role.READER))
        page = text_of(client.get(to("organisation")))
        assert "EST-gruppen" in page
        assert to("people") not in page


class TestInviting:
    def words(self, office, **changes):
        values = {"email": "ny@example.org", "name": "Ny Namnsson", "roles": ["contact"]}
        return {**values, "organisation": office.uid, **changes}

    def test_sends_a_letter_and_shows_the_link_once(self, client, to, where, office):
        answer = client.post(to("invite"), self.words(office))
        made = User.objects.get(email="ny@example.org")
        assert answer.url == to("person", made.uid)
        page = text_of(client.get(answer.url))
        link = re.search(r'value="(http://testserver/inbjudan/[^"]+)"', page).group(1)
        assert link in OutgoingMail.objects.within(where).get().body
        assert "/inbjudan/" not in text_of(client.get(answer.url))
        assert client.get(link).status_code == 200

    def test_one_who_has_an_account_gets_a_letter_without_a_link(self, client, to, where, office):
        known = factories.user(email="ny@example.org")
        known.set_password(factories.PASSWORD)
        known.save()
        client.post(to("invite"), self.words(office))
        letter = OutgoingMail.objects.within(where).get()
        assert "/inbjudan/" not in letter.body
        assert "Logga in som vanligt" in letter.body

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"email": "ny"}, "giltig e-postadress"),
            ({"name": ""}, "Skriv personens namn"),
            ({"roles": []}, "måste fyllas i"),
            ({"roles": ["registrar", "data_protection_officer"]}, "inte vara samma person"),
            ({"roles": ["kung"]}, "giltigt alternativ"),
            ({"organisation": ""}, "måste fyllas i"),
        ],
    )
    def test_a_wrong_one_is_said_and_nothing_is_sent(
        self, client, to, where, office, changes, sentence
    ):
        answer = client.post(to("invite"), self.words(office, **changes))
        assert answer.status_code == 422
        assert sentence in text_of(answer)
        assert not OutgoingMail.objects.within(where).exists()
        assert not User.objects.filter(email="ny@example.org").exists()

    def test_again_sends_a_new_link(self, client, to, where, office):
        client.post(to("invite"), self.words(office))
        made = User.objects.get(email="ny@example.org")
        page = text_of(client.get(client.post(to("invite_again", made.uid)).url))
        assert "/inbjudan/" in page
        assert OutgoingMail.objects.within(where).count() == 2

    def test_again_is_refused_when_it_has_been_used(self, client, to, coordinator):
        answer = client.post(to("invite_again", coordinator.uid))
        assert answer.status_code == 409
        assert "redan ett lösenord" in text_of(answer)

    def test_the_start_page_reminds_of_those_who_have_not_come(self, client, to, office):
        client.post(to("invite"), self.words(office))
        assert "Inbjudna som inte har kommit in än" in text_of(client.get(to("start")))
        listed = text_of(client.get(to("people"), {"inbjudna": "1"}))
        assert "Ny Namnsson" in listed and "Kim Exempelsson" not in re.sub(
            r"(?s)<header.*?</header>", "", listed
        )


class TestPerson:
    @pytest.fixture
    def person(self, where, office):
        return factories.member(where, Role.ANALYST, at=office, who=factories.user("Lo Berg"))

    def membership(self, where, person):
        return Membership.objects.within(where).get(user=person, ended_at=None)

    def test_gets_a_role(self, client, to, where, person, office):
        words = {"organisation": office.uid, "role": "reviewer", "valid_from": "2026-01-01"}
        assert client.post(to("role_new", person.uid), words).url == to("person", person.uid)
        assert Membership.objects.within(where).filter(user=person).count() == 2

    def test_a_role_of_ones_own_leaves_one_logged_in(self, client, to, coordinator, office):
        words = {"organisation": office.uid, "role": "reviewer", "valid_from": "2026-01-01"}
        answer = client.post(to("role_new", coordinator.uid), words)
        assert client.get(answer.url).status_code == 200

    def test_loses_a_role(self, client, to, where, person):
        url = to("role_end", self.membership(where, person).uid)
        assert "Avsluta rollen analytiker för Lo Berg" in text_of(client.get(url))
        client.post(url, {"last_day": ""})
        page = text_of(client.get(to("person", person.uid)))
        assert "Avslutade roller" in page

    def test_the_last_coordinator_stays(self, client, to, where, coordinator):
        answer = client.post(to("role_end", self.membership(where, coordinator).uid), {})
        assert answer.status_code == 422
        assert "måste ha en EST-samordnare" in text_of(answer)

    def test_gets_a_deputy(self, client, to, where, person, coordinator):
        url = to("role_deputy", self.membership(where, person).uid)
        choices = text_of(client.get(url))
        assert str(person.uid) not in re.search(r"(?s)<select.*?</select>", choices).group(0)
        client.post(url, {"deputy": coordinator.uid, "valid_from": "2026-01-01"})
        assert "Ersättare" in text_of(client.get(to("person", person.uid)))

    def test_gets_a_deputy_from_outside(self, client, to, where, person):
        url = to("role_invite_deputy", self.membership(where, person).uid)
        assert "Bjud in en ersättare för Lo Berg" in text_of(client.get(url))
        client.post(url, {"email": "vik@example.org", "name": "Vik"})
        row = self.membership(where, User.objects.get(email="vik@example.org"))
        assert row.deputy_for == self.membership(where, person)

    def test_is_shut_out_and_let_in(self, client, to, person):
        client.post(to("person_deactivate", person.uid))
        assert "avstängd" in text_of(client.get(to("person", person.uid)))
        client.post(to("person_reactivate", person.uid))
        assert "inbjuden" in text_of(client.get(to("person", person.uid)))

    def test_a_refused_button_says_why(self, client, to, person):
        answer = client.post(to("person_reactivate", person.uid), follow=True)
        assert "Lo Berg är redan aktiv." in text_of(answer)

    def test_of_another_municipality_is_not_there(self, client, to):
        there = factories.municipality("0001", "Grannkommunen")
        stranger = factories.member(there, Role.READER)
        row = Membership.objects.within(there).get()
        assert client.get(to("person", stranger.uid)).status_code == 404
        assert client.post(to("person_deactivate", stranger.uid)).status_code == 404
        assert client.post(to("role_end", row.uid)).status_code == 404


class TestOfAnotherMunicipality:
    def test_neither_when_they_were_in_nor_their_account_is_ours(self, client, to, where):
        there = factories.municipality("0001", "Grannkommunen")
        person = factories.member(there, Role.READER)
        factories.member(where, Role.READER, who=person)
        person.last_login = datetime(2001, 2, 3, 12, tzinfo=UTC)
        person.save()
        page = client.get(to("person", person.uid)).content.decode()
        assert "2001" not in page
        assert to("person_deactivate", person.uid) not in page
        Membership.objects.within(there).update(ended_at=person.last_login)
        page = client.get(to("person", person.uid)).content.decode()
        assert "2001" in page
        assert to("person_deactivate", person.uid) in page


class TestRefused:
    def test_a_refusal_in_a_form_is_an_entry(self, client, to, where, coordinator, office):
        data = {"organisation": office.uid, "role": "registrar", "valid_from": "2026-01-01"}
        answer = client.post(to("role_new", coordinator.uid), data)
        assert answer.status_code == 422
        [entry] = Entry.rows.filter(act="access.refused")
        assert entry.values["path"] == to("role_new", coordinator.uid)

    def test_a_refusal_of_a_button_is_an_entry(self, client, to, where, police_request):
        client.post(to("access_confirm", police_request.uid))
        assert Entry.rows.filter(act="access.refused").exists()

    @pytest.fixture
    def police_request(self, where, coordinator):
        return AccessRequest.objects.within(where).create(
            municipality=where,
            change="role",
            organisation=factories.organisation(where, OrganisationKind.POLICE),
            role=Role.CONTACT,
            roles=[Role.CONTACT],
            person=factories.user(),
            asked_by=coordinator,
        )
