"""In, out, and not in: told the same whoever is not there, logged, limited, and rotated."""

import time

import pytest
from django.conf import settings as conf
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from samsyn.domain.audit.models import Entry
from samsyn.domain.organisations.actions.links import prove_mailbox
from samsyn.domain.organisations.actions.people import (
    add_membership,
    deactivate_person,
    end_membership,
)
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.models import Membership, User
from tests import factories

pytestmark = pytest.mark.django_db
WRONG = "E-postadressen eller lösenordet stämmer inte. Försök igen."


def start_of(where):
    return reverse("start", args=[where.code])


class TestLogin:
    def test_leads_to_the_only_municipality(self, log_in, client, reporter, where, logged):
        answer = log_in(reporter)
        assert answer.url == "/"
        assert client.get("/").url == start_of(where)
        assert client.get(start_of(where)).status_code == 200
        assert logged() == ["access.login"]

    def test_leads_on_to_where_one_was_going(self, log_in, reporter, where):
        assert log_in(reporter, next=start_of(where)).url == start_of(where)

    def test_does_not_lead_to_another_host(self, log_in, reporter):
        assert log_in(reporter, next="https://example.org/").url == "/"

    def test_takes_the_address_in_any_case(self, log_in, reporter):
        reporter.email = reporter.email.upper()
        assert log_in(reporter).status_code == 302

    def test_starts_a_new_session(self, client, log_in, reporter):
        client.get(reverse("account_login"))
        client.cookies[conf.SESSION_COOKIE_NAME] = "planted" * 4
        log_in(reporter)
        assert client.cookies[conf.SESSION_COOKIE_NAME].value != "planted" * 4

    def test_page_is_swedish_and_offers_help(self, client):
        page = client.get(reverse("account_login")).content.decode()
        assert "Glömt lösenordet?" in page
        assert "genom en inbjudan" in page
        assert "placeholder" not in page


class TestNoLogin:
    def test_says_the_same_of_a_wrong_password_and_an_unknown_address(self, log_in, reporter):
        wrong = log_in(reporter, "fel-ord-helt-och-hållet")
        reporter.email = "ingen@example.org"
        unknown = log_in(reporter, "fel-ord-helt-och-hållet")
        assert wrong.status_code == unknown.status_code == 200
        pages = [WRONG in page.content.decode() for page in (wrong, unknown)]
        assert pages == [True, True]

    def test_keeps_the_address_that_was_typed(self, log_in, reporter):
        page = log_in(reporter, "fel").content.decode()
        assert f'value="{reporter.email}"' in page

    def test_is_logged_where_the_account_is(self, log_in, reporter, logged):
        log_in(reporter, "fel")
        assert logged() == ["access.login_failed"]

    def test_of_an_unknown_address_is_logged_without_it(self, log_in):
        log_in(User(email="ingen@example.org"), "fel")
        entry = Entry.rows.get()
        assert (entry.chain, entry.act) == ("installation", "access.login_failed")
        assert "ingen" not in str(vars(entry))

    def test_more_than_eight_times_shuts_the_account_for_a_while(self, log_in, reporter):
        for _ in range(8):
            log_in(reporter, "fel")
        assert "För många försök" in log_in(reporter).content.decode()

    def test_of_one_shut_out(self, client, log_in, reporter, where):
        User.objects.filter(pk=reporter.pk).update(is_active=False)
        assert log_in(reporter).url == reverse("account_inactive")
        assert client.get(start_of(where)).status_code == 302

    def test_without_a_password_chosen(self, log_in, where):
        invited = factories.member(where, Role.REPORTER)
        assert WRONG in log_in(invited, "!").content.decode()

    def test_nobody_signs_up(self, client):
        assert client.get("/konto/registrera/").status_code == 404
        assert client.get("/accounts/signup/").status_code == 404


class TestSessions:
    @pytest.fixture(autouse=True)
    def _inside(self, client, reporter):
        client.force_login(reporter)

    def is_in(self, client, where):
        return client.get(start_of(where)).status_code == 200

    def test_end_at_logout(self, client, where, logged):
        key = client.session.session_key
        client.post(reverse("account_logout"))
        assert not Session.objects.filter(session_key=key).exists()
        assert not self.is_in(client, where)
        assert logged() == ["access.logout"]

    def test_do_not_end_by_following_a_link(self, client, where):
        page = client.get(reverse("account_logout"))
        assert page.status_code == 200
        assert self.is_in(client, where)

    def test_end_at_deactivation(self, client, where, reporter):
        deactivate_person(by=factories.scope_as(Role.COORDINATOR, where), person=reporter)
        assert not self.is_in(client, where)

    def test_last_when_a_role_is_given(self, client, where, reporter):
        prove_mailbox(reporter)
        add_membership(
            by=factories.scope_as(Role.COORDINATOR, where),
            person=reporter,
            organisation=factories.organisation(where),
            role=Role.CONTACT,
        )
        assert self.is_in(client, where)

    def test_end_when_a_role_is_taken(self, client, where, reporter):
        by = factories.scope_as(Role.COORDINATOR, where)
        factories.member(where, Role.READER, who=reporter)
        row = Membership.objects.within(where).get(user=reporter, role=Role.READER)
        end_membership(by=by, membership=row)
        assert not self.is_in(client, where)

    def test_elsewhere_end_at_a_change_of_password(self, client, where, reporter, logged):
        elsewhere = Client()
        elsewhere.force_login(reporter)
        new = "ett-nytt-långt-ord"
        answer = client.post(
            reverse("account_change_password"),
            {"oldpassword": factories.PASSWORD, "password1": new, "password2": new},
        )
        assert answer.status_code == 302
        assert self.is_in(client, where)
        assert not self.is_in(elsewhere, where)
        assert logged() == ["access.password_changed"]

    @pytest.mark.parametrize(
        ("name", "seconds", "inside"),
        [
            ("session_seen", 29 * 60, True),
            ("session_seen", 31 * 60, False),
            ("session_started", 11 * 3600, True),
            ("session_started", 12 * 3600 + 1, False),
        ],
    )
    def test_end_when_idle_or_old(self, client, where, name, seconds, inside):
        client.get(start_of(where))
        session = client.session
        session[name] = int(time.time()) - seconds
        session.save()
        assert self.is_in(client, where) is inside


class TestRefusal:
    def test_says_which_right_is_missing_and_is_logged(self, client, reporter, where, logged):
        client.force_login(reporter)
        answer = client.get(reverse("people", args=[where.code]))
        assert answer.status_code == 403
        assert "Din roll ger inte rätt att sköta organisation" in answer.content.decode()
        assert logged() == ["access.refused"]

    def test_of_another_municipality_is_as_if_it_were_not_there(self, client, reporter):
        there = factories.municipality("0001", "Grannkommunen")
        client.force_login(reporter)
        real = client.get(start_of(there))
        made_up = client.get("/0002/")
        assert real.status_code == made_up.status_code == 404
        assert "Grannkommunen" not in real.content.decode()

    def test_of_the_unknown_leads_to_login_and_back(self, client, where):
        answer = client.get(start_of(where))
        assert answer.url == f"{reverse('account_login')}?next={start_of(where)}"


class TestEntrance:
    def test_offers_a_choice_of_several(self, client, reporter):
        there = factories.municipality("0001", "Grannkommunen")
        factories.member(there, Role.READER, who=reporter)
        client.force_login(reporter)
        page = client.get("/").content.decode()
        assert "Fagersta" in page and "Grannkommunen" in page

    def test_says_so_when_there_is_nothing(self, client):
        client.force_login(factories.user())
        assert "Du har inget uppdrag just nu" in client.get("/").content.decode()


class TestActingForAnother:
    @pytest.fixture
    def deputy(self, where, coordinator):
        deputy = factories.deputy(where, coordinator)
        return factories.member(where, Role.REPORTER, who=deputy)

    def people(self, client, where):
        return client.get(reverse("people", args=[where.code]))

    def choose(self, client, where, person):
        uid = str(person.uid) if person else ""
        return client.post(reverse("acting", args=[where.code]), {"person": uid})

    def test_is_chosen_and_left(self, client, where, deputy, coordinator, logged):
        client.force_login(deputy)
        assert self.people(client, where).status_code == 403
        self.choose(client, where, coordinator)
        page = self.people(client, where)
        assert page.status_code == 200
        assert f"Du agerar i stället för {coordinator.name}" in page.content.decode()
        self.choose(client, where, None)
        assert self.people(client, where).status_code == 403
        assert [act for act in logged() if "acted" in act] == [
            "access.acted_for",
            "access.acted_for_oneself",
        ]

    def test_what_is_done_meanwhile_names_both(self, client, where, deputy, coordinator):
        client.force_login(deputy)
        self.choose(client, where, coordinator)
        client.post(
            reverse("body_new", args=[where.code]),
            {"name": "EST-gruppen", "kind": "est_group", "valid_from": "2026-01-01"},
        )
        entry = Entry.rows.get(act="organisations.body_added")
        assert (entry.actor, entry.acting_for) == (str(deputy.uid), str(coordinator.uid))

    def test_only_for_whom_one_is_deputy(self, client, where, deputy):
        other = factories.member(where, Role.OPERATOR)
        client.force_login(deputy)
        self.choose(client, where, other)
        assert client.session.get(f"acting_for:{where.code}") is None

    def test_the_page_says_so_when_there_is_nobody(self, client, where, reporter):
        client.force_login(reporter)
        page = client.get(reverse("acting", args=[where.code])).content.decode()
        assert "Du är inte ersättare för någon" in page
