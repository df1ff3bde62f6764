"""allauth in our house: nobody signs up, each door opened or tried is logged, mail waits."""

import base64
import hashlib
import secrets
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.encoding import force_bytes
from django.utils.translation import gettext_lazy as _

from samsyn.domain.notices.actions import post
from samsyn.domain.organisations.actions.access import record_access, record_unknown_login
from samsyn.domain.organisations.models import User
from samsyn.domain.organisations.queries import municipalities_of
from samsyn.domain.organisations.rules import system_scope
from samsyn.web import second_factor

_PREFIX = "account/email/"
JUST_NOW_SECONDS = 300


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No open sign-up; logins, failures and password changes are logged."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("E-postadressen eller lösenordet stämmer inte. Försök igen."),
        "too_many_login_attempts": _(
            "För många försök. Vänta tio minuter, eller välj Glömt lösenordet."
        ),
        "incorrect_password": _("Lösenordet stämmer inte. Försök igen."),
        "enter_current_password": _("Det nuvarande lösenordet stämmer inte. Försök igen."),
        "rate_limited": _("För många försök. Vänta en stund och försök igen."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: Any) -> str:
        return "/"

    def post_login(self, request: HttpRequest, user: User, **about: Any) -> HttpResponse:
        record_access("login", user)
        response: HttpResponse = super().post_login(request, user, **about)
        return response

    def is_reauthentication_required(self, *, app: str, **about: Any) -> bool:
        """The password is asked for again, but not of one who has just logged in."""
        records = get_authentication_records(self.request, self.request.user)
        fresh = records and time.time() - records[-1]["at"] < JUST_NOW_SECONDS
        return not fresh and super().is_reauthentication_required(app=app, **about)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log the attempt where the account is, or, for an unknown address, nowhere near it."""
        email = str(credentials.get("email", "")).strip().lower()
        user = User.objects.filter(email=email).first()
        if user:
            record_access("login_failed", user)
        else:
            record_unknown_login()

    def logout(self, request: Any) -> None:
        if request.user.is_authenticated:
            record_access("logout", request.user)
        super().logout(request)

    @transaction.atomic
    def set_password(self, user: User, password: str) -> None:
        super().set_password(user, password)
        record_access("password_changed", user)

    @transaction.atomic
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the letter in the outbox of one of the reader's municipalities.

        One without any has nothing to log in to, and gets no letter.
        """
        municipalities = municipalities_of(context["user"])
        if not municipalities:
            return
        letter = self.render_mail(template_prefix, email, context)
        name = template_prefix.removeprefix(_PREFIX)
        post(
            system_scope(municipalities[0]),
            key=f"{name}:{context['user'].uid}:{secrets.token_hex(8)}",
            recipient=email,
            subject=letter.subject,
            body=str(letter.body),
        )

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        record_access("password_reset_asked", user)
        super().send_password_reset_mail(user, email, context)

    def format_email_subject(self, subject: str) -> str:
        return subject


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """TOTP secrets lie encrypted, and those who must have a second factor keep it."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Koden stämmer inte. Skriv den som appen visar just nu."),
        "cannot_delete_authenticator": _(
            "Din roll kräver tvåstegsinloggning. Be samordnaren nollställa den om du bytt telefon."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """The QR code as an SVG element to stand in the page."""
        drawn: str = super().build_totp_svg(url)
        return drawn[drawn.index("<svg") :]

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return not second_factor.is_asked_of(authenticator.user)


def _cipher() -> MultiFernet:
    """Encrypts with the installation's key, reads what an earlier key wrote."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"samsyn.second_factor:" + force_bytes(key)) for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(one.digest())) for one in digests])
