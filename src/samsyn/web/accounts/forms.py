"""Forms of one's own account."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm
from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.utils.translation import gettext_lazy as _

from samsyn.domain.organisations.actions.access import record_access
from samsyn.domain.organisations.models import User


class CodeForm(AuthenticateForm):  # type: ignore[misc]
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
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("password") and cleaned.get("again") not in (None, cleaned["password"]):
            self.add_error("again", _("Lösenorden är inte lika. Skriv samma två gånger."))
        return cleaned
