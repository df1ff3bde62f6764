"""Who asks: the session and its person, read on every page with SQL that is made once."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from samsyn.domain.organisations.models import User
from samsyn.domain.organisations.queries import user_with
from samsyn.foundation.compiled import Compiled, Given

_SESSION = Compiled(
    lambda: Session.objects.filter(
        session_key=Given("key", CharField()), expire_date__gt=Given("now", DateTimeField())
    ).values_list("session_data")
)


class SessionStore(db.SessionStore):
    """Django's sessions in the database."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and no key, where it has ended or never was."""
        for (data,) in _SESSION.rows(key=self.session_key, now=timezone.now()):
            return self.decode(data)
        self._session_key = None
        return {}


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """The login library's way in."""

    def get_user(self, user_id: int) -> User | None:
        """The person with a key, while the account is open."""
        user = user_with(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
