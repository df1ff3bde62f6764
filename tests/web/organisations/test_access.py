"""The page of requests for access: who sees what, each answer, and links shown to nobody."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samsyn.domain.audit.models import Entry
from samsyn.domain.notices.models import OutgoingMail
from samsyn.domain.organisations.enums import OrganisationKind, RequestState, Role
from samsyn.domain.organisations.models import AccessRequest, Membership, User
from tests import factories
from tests.domain.organisations.giving import let_in

pytestmark = pytest.mark.django_db
EMAIL = "ny@example.org"
LINK = re.compile(r"/inbjudan/[\w-]{30,}")


@pytest.fixture
def where():
    return factories.municipality()


@pytest.fixture
def office(where):
    return factories.organisation(where, name="Kommunledningen")


@pytest.fixture
def police(where):
    return factories.organisation(where, OrganisationKind.POLICE, name="Polisen")


@pytest.fixture
def coordinator(where, office):
    return factories.member(where, Role.COORDINATOR, at=office)


@pytest.fixture
def officer(where, police):
    return let_in(factories.member(where, Role.CONTACT, at=police))


@pytest.fixture
def to(where):
    return lambda route, *args: reverse(route, args=[where.code, *args])


@pytest.fixture
def invite(client, to, coordinator):
    def ask(organisation, *roles):
        client.force_login(coordinator)
        data = {
            "email": EMAIL,
            "name": "Ny Namnsson",
            "organisation": organisation.uid,
            "roles": [role.value for role in roles],
        }
        return client.post(to("invite"), data, follow=True)

    return ask


def answers(page):
    """The answers that a page offers, by the last part of their address."""
    return sorted(set(re.findall(r"behorigheter/[0-9a-f-]{36}/([a-z-]+)/", page)))


def test_an_officer_is_not_let_in_by_the_coordinator(client, to, invite, police, officer):
    page = invite(police, Role.REVIEWER).content.decode()
    assert answers(page) == ["ta-tillbaka"]
    assert not User.objects.filter(email=EMAIL).exists()
    assert not LINK.search(page)


def test_an_officer_lets_an_officer_in(client, to, invite, police, officer, where):
    invite(police, Role.REVIEWER)
    client.force_login(officer)
    assert to("access_requests") in client.get(to("start")).content.decode()
    page = client.get(to("access_requests")).content.decode()
    assert answers(page) == ["bekrafta", "neka"]
    assert EMAIL in page
    request = AccessRequest.objects.within(where).get()
    answer = client.post(to("access_confirm", request.uid), follow=True).content.decode()
    assert Membership.objects.within(where).get(user__email=EMAIL).organisation == police
    assert not LINK.search(answer)
    assert LINK.search(OutgoingMail.rows.get(recipient=EMAIL).body)


def test_no_yes_to_an_account_that_the_inviter_may_have_opened(
    client, to, invite, police, office, officer, where
):
    invite(police, Role.REVIEWER)
    link = LINK.search(invite(office, Role.REPORTER).content.decode())[0] + "/"
    client.post(link, {"password": factories.PASSWORD, "again": factories.PASSWORD})
    assert User.objects.get(email=EMAIL).has_usable_password()
    client.force_login(officer)
    assert answers(client.get(to("access_requests")).content.decode()) == ["neka"]
    client.post(to("access_confirm", AccessRequest.objects.within(where).get().uid))
    assert not Membership.objects.within(where).filter(user__email=EMAIL, organisation=police)


def test_who_may_object_is_led_to_it(client, to, invite, police, office, where):
    invite(police, Role.REVIEWER)
    assert AccessRequest.objects.within(where).get().noticed_at
    for role in (Role.COORDINATOR, Role.DATA_PROTECTION_OFFICER):
        client.force_login(factories.member(where, role, at=office))
        assert to("access_requests") in client.get(to("start")).content.decode()
        assert answers(client.get(to("access_requests")).content.decode())[0] == "neka"


def test_an_officer_says_no(client, to, invite, police, officer, where):
    invite(police, Role.REVIEWER)
    request = AccessRequest.objects.within(where).get()
    client.force_login(officer)
    client.post(to("access_refuse", request.uid))
    request.refresh_from_db()
    assert request.state == RequestState.REFUSED
    assert not User.objects.filter(email=EMAIL).exists()


def test_who_asked_may_not_answer_and_that_is_logged(client, to, invite, police, officer, where):
    invite(police, Role.REVIEWER)
    request = AccessRequest.objects.within(where).get()
    client.post(to("access_confirm", request.uid))
    request.refresh_from_db()
    assert request.state == RequestState.AWAITED
    assert Entry.rows.filter(act="access.refused").exists()


def test_who_asked_takes_it_back(client, to, invite, police, officer, where):
    invite(police, Role.REVIEWER)
    request = AccessRequest.objects.within(where).get()
    client.post(to("access_withdraw", request.uid))
    assert "Inget väntar" in client.get(to("access_requests")).content.decode()


@pytest.mark.parametrize("mail", ["", "mail.example.org"])
def test_a_link_is_shown_only_where_no_mail_carries_it(invite, office, settings, mail):
    settings.MAIL_HOST = mail
    page = invite(office, Role.REPORTER).content.decode()
    assert bool(LINK.search(page)) == (not mail)


def test_a_link_to_another_organisation_is_shown_to_nobody(invite, where):
    page = invite(factories.organisation(where), Role.REPORTER).content.decode()
    assert not LINK.search(page)


def test_a_new_link_to_an_officer_is_shown_to_nobody(client, to, where, police, coordinator):
    officer = factories.member(where, Role.CONTACT, at=police)
    client.force_login(coordinator)
    page = client.post(to("invite_again", officer.uid), follow=True).content.decode()
    assert not LINK.search(page)
    assert LINK.search(OutgoingMail.rows.get(recipient=officer.email).body)


def test_asks_as_much_however_many_wait(client, to, where, police, coordinator):
    client.force_login(coordinator)
    client.get(to("access_requests"))
    asked = []
    for _ in range(3):
        AccessRequest.objects.within(where).create(
            municipality=where,
            change="role",
            organisation=police,
            role=Role.CONTACT,
            roles=[Role.CONTACT],
            email=EMAIL,
            asked_by=coordinator,
        )
        with CaptureQueriesContext(connection) as queries:
            assert client.get(to("access_requests")).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[2]
