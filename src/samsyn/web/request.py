"""The request as pages know it: with a scope, in a municipality."""

import re

from django.http import HttpRequest

from samsyn.domain.organisations.models import Municipality, User
from samsyn.domain.organisations.tenancy import Scope

# what an address may hold that is nobody's writing
_KEYS = frozenset({"uuid", "int", "code"})
_PART = re.compile(r"<(\w+):(\w+)>")
MASKED = "…"


def address_for_the_log(request: "ScopedRequest") -> str:
    """The page's address with keys alone: what else stands in it anybody may have written, and
    the log keeps it for ever."""
    match = request.resolver_match
    route = match.route if match else ""
    values = {**match.kwargs, "code": request.municipality.code} if match else {}
    return "/" + _PART.sub(
        lambda part: str(values.get(part[2], MASKED)) if part[1] in _KEYS else MASKED, route
    )


class ScopedRequest(HttpRequest):
    """A request that the gate has let through to a municipality's page."""

    user: User
    scope: Scope
    municipality: Municipality
    # in whose place the person may act here: names by uid
    principals: dict[str, str]
