"""Login, password and second factor: the library's views that we use, and no others."""

from allauth.account import views as account
from allauth.account.decorators import reauthentication_required
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path, register_converter

from samsyn.web.accounts import views


class MunicipalityCode:
    """Four digits, always text."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(MunicipalityCode, "code")
password_again = reauthentication_required(app="allauth.mfa")

urlpatterns = [
    path("konto/logga-in/", account.login, name="account_login"),
    path("konto/logga-ut/", account.logout, name="account_logout"),
    path("konto/inaktivt/", account.account_inactive, name="account_inactive"),
    path("konto/losenord/byt/", account.password_change, name="account_change_password"),
    path("konto/losenord/glomt/", account.password_reset, name="account_reset_password"),
    path(
        "konto/losenord/glomt/skickat/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    # the key holds hyphens, the user's number none
    re_path(
        r"^konto/losenord/nytt/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "konto/losenord/nytt/klart/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("konto/bekrafta/", account.reauthenticate, name="account_reauthenticate"),
    path("konto/tvasteg/", mfa.index, name="mfa_index"),
    path("konto/tvasteg/logga-in/", mfa.authenticate, name="mfa_authenticate"),
    path("konto/tvasteg/bekrafta/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("konto/tvasteg/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("konto/tvasteg/app/ta-bort/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "konto/tvasteg/reservkoder/",
        password_again(views.recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "konto/tvasteg/reservkoder/nya/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "konto/tvasteg/reservkoder/fil/",
        password_again(views.recovery_codes_file),
        name="mfa_download_recovery_codes",
    ),
    path("inbjudan/<str:token>/", views.invitation, name="invitation"),
]
