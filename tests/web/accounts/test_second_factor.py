"""The second factor: asked of all but pure reporters, set up, used, lost and kept."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from samsyn.domain.organisations.enums import Role
from tests import factories

pytestmark = pytest.mark.django_db
SET_UP = "mfa_activate_totp"


@pytest.fixture(autouse=True)
def _asked_for(settings):
    settings.SECOND_FACTOR = True
    cache.clear()


def code_of(secret):
    """What the app would show now."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def start(client, where):
    return client.get(reverse("start", args=[where.code]))


@pytest.fixture
def secret(client, coordinator, log_in):
    """A coordinator who has just set it up; the app's secret."""
    log_in(coordinator)
    page = client.get(reverse(SET_UP)).content.decode()
    found = re.search(r'readonly\s+value="([A-Z2-7]+)"', page).group(1)
    answer = client.post(reverse(SET_UP), {"code": code_of(found)})
    assert answer.url == reverse("mfa_view_recovery_codes")
    cache.clear()
    return found


class TestAsked:
    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.REPORTER])
    def test_of_every_role_but_one(self, client, where, role):
        client.force_login(factories.member(where, role))
        assert start(client, where).url == reverse(SET_UP)

    def test_not_of_a_pure_reporter(self, client, where, reporter):
        client.force_login(reporter)
        assert start(client, where).status_code == 200

    def test_of_a_reporter_with_another_role(self, client, where, reporter):
        factories.member(where, Role.READER, who=reporter)
        client.force_login(reporter)
        assert start(client, where).url == reverse(SET_UP)

    def test_not_where_the_installation_does_without(self, client, where, coordinator, settings):
        settings.SECOND_FACTOR = False
        client.force_login(coordinator)
        assert start(client, where).status_code == 200

    def test_before_anything_is_done_by_post(self, client, where, coordinator):
        client.force_login(coordinator)
        answer = client.post(reverse("body_new", args=[where.code]), {"name": "x"})
        assert answer.url == reverse(SET_UP)

    def test_leaves_the_way_out_open(self, client, coordinator):
        client.force_login(coordinator)
        assert client.post(reverse("account_logout")).status_code == 302


class TestSetUp:
    def test_shows_a_code_to_scan_without_style_or_script(self, client, coordinator, log_in):
        log_in(coordinator)
        page = client.get(reverse(SET_UP)).content.decode()
        assert "<svg" in page and "<?xml" not in page
        assert " style=" not in page

    def test_then_lets_through(self, client, where, secret):
        assert start(client, where).status_code == 200

    def test_gives_recovery_codes(self, client, secret):
        page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
        assert len(re.findall(r"<code>\d{8}</code>", page)) == 10
        file = client.get(reverse("mfa_download_recovery_codes"))
        assert file["Content-Disposition"] == 'attachment; filename="samsyn-reservkoder.txt"'
        assert len(re.findall(r"^\d{8}\r?$", file.content.decode(), re.M)) == 10

    def test_keeps_the_secret_encrypted(self, secret):
        kept = Authenticator.objects.get(type="totp").data["secret"]
        assert secret not in kept

    def test_refuses_a_wrong_code(self, client, coordinator, log_in):
        log_in(coordinator)
        client.get(reverse(SET_UP))
        answer = client.post(reverse(SET_UP), {"code": "000000"})
        assert "Koden stämmer inte" in answer.content.decode()
        assert not Authenticator.objects.exists()

    def test_asks_for_the_password_when_the_login_is_old(self, client, coordinator):
        client.force_login(coordinator)
        answer = client.get(reverse(SET_UP))
        assert answer.url.startswith(reverse("account_reauthenticate"))


class TestLogin:
    def enter(self, person):
        client = Client()
        words = {"login": person.email, "password": factories.PASSWORD}
        return client, client.post(reverse("account_login"), words)

    def test_asks_for_the_code(self, secret, coordinator, where, logged):
        client, answer = self.enter(coordinator)
        assert answer.url == reverse("mfa_authenticate")
        assert start(client, where).status_code == 302
        done = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
        assert done.url == "/"
        assert start(client, where).status_code == 200
        assert logged().count("access.login") == 2

    def test_takes_a_recovery_code_once(self, client, secret, coordinator):
        page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
        code = re.search(r"<code>(\d{8})</code>", page).group(1)
        for url in ("/", None):
            browser, _ = self.enter(coordinator)
            answer = browser.post(reverse("mfa_authenticate"), {"code": code})
            assert getattr(answer, "url", None) == url

    def test_a_wrong_code_is_logged(self, secret, coordinator, logged):
        client, _ = self.enter(coordinator)
        answer = client.post(reverse("mfa_authenticate"), {"code": "000000"})
        assert "Koden stämmer inte" in answer.content.decode()
        assert logged()[-1] == "access.second_factor_failed"

    def test_codes_cannot_be_tried_for_long(self, secret, coordinator, where):
        client, _ = self.enter(coordinator)
        for n in range(12):
            client.post(reverse("mfa_authenticate"), {"code": f"{n:06}"})
        client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
        assert start(client, where).status_code == 302

    def test_the_page_cannot_be_reached_without_the_password(self, client):
        assert client.get(reverse("mfa_authenticate")).url == reverse("account_login")


class TestTakenOff:
    def test_not_by_one_whose_role_asks_for_it(self, client, secret):
        answer = client.post(reverse("mfa_deactivate_totp"))
        assert "Din roll kräver tvåstegsinloggning" in answer.content.decode()
        assert Authenticator.objects.filter(type="totp").exists()

    def test_by_one_whose_role_does_not(self, client, secret, settings):
        settings.SECOND_FACTOR = False
        client.post(reverse("mfa_deactivate_totp"))
        assert not Authenticator.objects.exists()

    def test_by_a_coordinator_when_the_phone_is_lost(self, client, secret, where, coordinator):
        other = factories.member(where, Role.COORDINATOR)
        elsewhere = Client()
        elsewhere.force_login(other)
        session = elsewhere.session
        session["second_factor_set_up"] = True
        session.save()
        url = reverse("person_reset_second_factor", args=[where.code, coordinator.uid])
        assert elsewhere.post(url).status_code == 302
        assert start(client, where).url.startswith(reverse("account_login"))
        assert not Authenticator.objects.exists()

    def test_new_recovery_codes_replace_the_old(self, client, secret):
        def codes():
            page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
            return set(re.findall(r"<code>(\d{8})</code>", page))

        old = codes()
        assert client.get(reverse("mfa_generate_recovery_codes")).status_code == 200
        client.post(reverse("mfa_generate_recovery_codes"))
        assert not old & codes()

    def test_the_overview_says_how_it_is(self, client, secret):
        page = client.get(reverse("mfa_index")).content.decode()
        assert "Påslagen" in page and "Reservkoder" in page
