"""The request as pages know it: with a scope, in a municipality."""

from django.http import HttpRequest

from samsyn.domain.organisations.models import Municipality, User
from samsyn.domain.organisations.tenancy import Scope


class ScopedRequest(HttpRequest):
    """A request that the gate has let through to a municipality's page."""

    user: User
    scope: Scope
    municipality: Municipality
    # in whose place the person may act here: names by uid
    principals: dict[str, str]
