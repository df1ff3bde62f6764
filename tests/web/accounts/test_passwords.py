"""Invitations accepted and gone, passwords forgotten: no word of who has an account."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samsyn.domain.notices.models import OutgoingMail
from samsyn.domain.organisations.actions.invitations import invite_person
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.models import Invitation, User
from tests import factories

pytestmark = pytest.mark.django_db
NEW = "ett-nytt-långt-lösenord"


class TestInvitation:
    @pytest.fixture
    def invited(self, where):
        return invite_person(
            by=factories.scope_as(Role.COORDINATOR, where),
            email="ny@example.org",
            name="Ny Namnsson",
            organisation=factories.organisation(where),
            roles=[Role.REPORTER],
        )

    @pytest.fixture
    def link(self, invited):
        return reverse("invitation", args=[invited.token])

    def test_greets_by_name_and_place(self, client, link):
        page = client.get(link).content.decode()
        assert "Ny Namnsson" in page
        assert "Kommun: Fagersta" in page

    def test_leads_to_login_with_the_chosen_password(self, client, link, log_in, invited, where):
        answer = client.post(link, {"password": NEW, "again": NEW})
        assert answer.url == reverse("account_login")
        assert log_in(invited.person, NEW).url == "/"
        assert client.get(reverse("start", args=[where.code])).status_code == 200

    @pytest.mark.parametrize(
        ("first", "second", "sentence"),
        [
            (NEW, NEW + "x", "inte lika"),
            ("kort", "kort", "minst 12"),
            ("123456789012", "123456789012", "enbart numeriskt"),
            ("", "", "måste fyllas i"),
            ("ny@example.org", "ny@example.org", "alltför likt e-postadress"),
        ],
    )
    def test_a_weak_or_mistyped_password_is_refused(self, client, link, first, second, sentence):
        answer = client.post(link, {"password": first, "again": second})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert client.get(link).status_code == 200

    def test_used_is_gone(self, client, link):
        client.post(link, {"password": NEW, "again": NEW})
        answer = client.get(link)
        assert answer.status_code == 410
        assert "gäller inte längre" in answer.content.decode()
        assert client.post(link, {"password": NEW, "again": NEW}).status_code == 410

    def test_old_is_gone(self, client, link):
        Invitation.rows.update(expires_at=timezone.now() - timedelta(minutes=1))
        assert client.get(link).status_code == 410

    def test_gone_and_made_up_look_the_same(self, client, link):
        client.post(link, {"password": NEW, "again": NEW})
        gone, made_up = (Client().get(url) for url in (link, "/inbjudan/annan/"))
        words = [re.sub(r"\s+", " ", page.content.decode()) for page in (gone, made_up)]
        hidden = [
            re.sub(r'value="[^"]*"|content="[^"]*"|X-CSRFToken[^}]*', "", one) for one in words
        ]
        assert hidden[0] == hidden[1]

    def test_logs_out_whoever_sits_there(self, client, link, reporter, where):
        client.force_login(reporter)
        client.post(link, {"password": NEW, "again": NEW})
        assert client.get(reverse("start", args=[where.code])).status_code == 302


class TestForgotten:
    def ask(self, client, email):
        return client.post(reverse("account_reset_password"), {"email": email})

    def letters(self, where):
        return OutgoingMail.objects.within(where)

    def link(self, where):
        return re.search(r"http://testserver(\S+)", self.letters(where).get().body).group(1)

    def test_a_link_goes_to_the_owner(self, client, reporter, where, logged):
        answer = self.ask(client, reporter.email)
        assert answer.url == reverse("account_reset_password_done")
        letter = self.letters(where).get()
        assert (letter.recipient, letter.subject) == (reporter.email, "Nytt lösenord i Samsyn")
        assert letter.body.startswith(f"Hej {reporter.name}!")
        assert logged() == ["access.password_reset_asked"]

    def test_an_unknown_address_gets_the_same_answer_and_no_letter(self, client, reporter, where):
        known, unknown = self.ask(client, reporter.email), self.ask(client, "ingen@example.org")
        assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
        assert self.letters(where).count() == 1

    def test_one_shut_out_gets_the_same_answer_and_no_letter(self, client, reporter, where):
        User.objects.filter(pk=reporter.pk).update(is_active=False)
        assert self.ask(client, reporter.email).url == reverse("account_reset_password_done")
        assert not self.letters(where).exists()

    def test_the_link_sets_a_password_once(self, client, reporter, where, log_in):
        self.ask(client, reporter.email)
        first = client.get(self.link(where))
        page = client.get(first.url)
        assert "Nytt lösenord" in page.content.decode()
        assert self.link(where) not in page.content.decode()
        done = client.post(first.url, {"password1": NEW, "password2": NEW})
        assert done.url == reverse("account_reset_password_from_key_done")
        assert log_in(reporter, NEW).url == "/"
        client.post(reverse("account_logout"))
        again = client.get(self.link(where))
        assert "Länken fungerar inte längre" in again.content.decode()

    def test_the_link_proves_the_mailbox(self, client, reporter, where):
        EmailAddress.objects.filter(user=reporter).update(verified=False)
        self.ask(client, reporter.email)
        form = client.get(self.link(where)).url
        client.post(form, {"password1": NEW, "password2": NEW})
        assert EmailAddress.objects.get(user=reporter).verified

    def test_the_link_dies_after_an_hour(self, client, reporter, where, settings):
        self.ask(client, reporter.email)
        settings.PASSWORD_RESET_TIMEOUT = -1
        page = client.get(self.link(where))
        assert "Länken fungerar inte längre" in page.content.decode()

    def test_a_weak_password_is_refused(self, client, reporter, where):
        self.ask(client, reporter.email)
        form = client.get(self.link(where)).url
        answer = client.post(form, {"password1": "kort", "password2": "kort"})
        assert "minst 12" in answer.content.decode()
