"""Forms of one's own account."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samsyn.domain.organisations.actions.access import record_access
from samsyn.domain.organisations.actions.links import prove_mailbox
from samsyn.domain.organisations.models import User


class Plain:
    """A library's form without words inside its fields or a link between label and field."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            if field.widget.attrs.get("autocomplete") == "current-password":
                field.help_text = ""


class LoginForm(Plain, account.LoginForm):  # type: ignore[misc]
    """E-mail address and password."""


class ResetPasswordForm(Plain, account.ResetPasswordForm):  # type: ignore[misc]
    """The address that a reset link goes to."""


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password by a reset link, which only the mailbox has had."""

    @transaction.atomic
    def save(self) -> None:
        super().save()
        prove_mailbox(self.user)


class ChangePasswordForm(Plain, account.ChangePasswordForm):  # type: ignore[misc]
    """A new password beside the old."""


class PasswordAgainForm(Plain, account.ReauthenticateForm):  # type: ignore[misc]
    """The password of one who is already in."""


class ActivateForm(Plain, ActivateTOTPForm):  # type: ignore[misc]
    """The first code that the app shows."""


class CodeAgainForm(Plain, ReauthenticateForm):  # type: ignore[misc]
    """A code of one who is already in."""


class CodeForm(Plain, AuthenticateForm):  # type: ignore[misc]
    """The second factor's code at login; a wrong one is logged."""

    def clean_code(self) -> str:
        try:
            code: str = super().clean_code()
        except forms.ValidationError:
            record_access("second_factor_failed", self.user)
            raise
        return code


class PasswordForm(forms.Form):
    """A password chosen, typed twice."""

    password = forms.CharField(
        label=_("Lösenord"),
        strip=False,
        help_text=_(
            "Minst 12 tecken, inte bara siffror, inte ett vanligt lösenord "
            "och inte likt ditt namn eller din adress."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Lösenordet en gång till"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("password") and cleaned.get("again") not in (None, cleaned["password"]):
            self.add_error("again", _("Lösenorden är inte lika. Skriv samma två gånger."))
        return cleaned
