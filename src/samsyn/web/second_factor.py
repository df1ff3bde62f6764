"""Whether a person has proved who they are twice, where that is asked for."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from samsyn.domain.organisations.models import User
from samsyn.domain.organisations.queries import holds_more_than
from samsyn.domain.organisations.rules import WITHOUT_SECOND_FACTOR

_SET_UP = "second_factor_set_up"


def is_missing(request: Any) -> bool:
    """Whether the scope's roles ask for a second factor that this person has not set up.

    One who has is always asked for it at login. The session remembers the answer yes.
    """
    if not settings.SECOND_FACTOR or request.scope.roles <= WITHOUT_SECOND_FACTOR:
        return False
    records = get_authentication_records(request, request.user)
    if request.session.get(_SET_UP) or any(one["method"] == "mfa" for one in records):
        return False
    if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
        request.session[_SET_UP] = True
        return False
    return True


def is_asked_of(user: User) -> bool:
    """Whether a person may not be without it."""
    return bool(settings.SECOND_FACTOR) and holds_more_than(user, WITHOUT_SECOND_FACTOR)
