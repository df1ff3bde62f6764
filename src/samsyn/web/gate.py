"""The gate: every route names the rule that opens it, or stays shut.

    public      anyone
    signed_in   anyone who is logged in
    member      anyone with a role in the municipality in the path
    needs(act)  a member whose role grants the act, or one of several acts

A route without a rule answers 403 and fails a test. Outside one's municipalities
the answer is 404: it is not told that there is something there. A refused member is
told why, and the log says so. Where a second factor is asked for, all but pure
reporters set it up before they get further.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
)
from django.middleware.csrf import get_token
from django.shortcuts import redirect

from samsyn.domain.organisations.actions.access import is_entry, record_refusal
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.queries import standing
from samsyn.domain.organisations.rules import make_scope, principals
from samsyn.foundation.formats import swedish
from samsyn.foundation.refusals import Refusal
from samsyn.web import errors, resending, second_factor
from samsyn.web.request import address_for_the_log
from samsyn.web.routes import RULES_OF_LIBRARIES

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True)
class Rule:
    """What a route demands; one of the acts, where there are any."""

    name: str
    acts: tuple[Act, ...] = ()
    municipal: bool = False


PUBLIC = Rule("public")
SIGNED_IN = Rule("signed_in")
METHODS = ("GET", "HEAD", "POST")
# what a page asks with: OPTIONS, made for it, is stopped on the way by many a proxy
ASKS = "X-May-Send"
ANYBODY = "?"


def needs(*acts: Act) -> Callable[[View], View]:
    """Open a municipality's page to the roles that the matrix grants one of the acts."""
    name = " or ".join(act.value for act in acts)
    return _named(Rule(f"needs {name}", acts, municipal=True))


def member(view: View) -> View:
    """Open a municipality's page to each of its members."""
    return _named(Rule("member", municipal=True))(view)


def public(view: View) -> View:
    """Open a page to anyone."""
    return _named(PUBLIC)(view)


def signed_in(view: View) -> View:
    """Open a page to anyone who is logged in."""
    return _named(SIGNED_IN)(view)


def rule_of(view: Callable[..., Any], name: str | None) -> Rule | None:
    """The rule that a route's view carries, or that stands for a library's view."""
    rule = getattr(view, "rule", None)
    if isinstance(rule, Rule):
        return rule
    return {"public": PUBLIC, "signed_in": SIGNED_IN}.get(RULES_OF_LIBRARIES.get(name or "", ""))


class Gate:
    """Middleware that lets a request through to its view, or does not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return errors.too_long(request) or errors.said(request, self.get_response(request))

    def process_view(
        self,
        request: Any,
        view: Callable[..., Any],
        args: tuple[object, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Apply the route's rule; None lets the request through."""
        if any("\0" in value for _, values in request.GET.lists() for value in values):
            raise BadRequest("En parameter innehåller tecken som ingen skriver.")
        match = request.resolver_match
        rule = rule_of(view, match.view_name if match else None)
        if rule is None:
            raise PermissionDenied("Sidan saknar åtkomstregel.")
        return _let_in(request, rule, kwargs) or _by_method(request)

    def process_exception(self, request: Any, exception: Exception) -> HttpResponseBase | None:
        """Answer a refusal that no form could show with its sentence."""
        if not isinstance(exception, Refusal):
            return None
        if is_entry(exception) and hasattr(request, "scope"):
            record_refusal(request.scope, address_for_the_log(request))
        return errors.refused(request, exception)


def _let_in(request: Any, rule: Rule, kwargs: dict[str, Any]) -> HttpResponseBase | None:
    """Apply a rule; what somebody who is logged out has typed comes back in the answer."""
    if rule is PUBLIC:
        return None
    if not request.user.is_authenticated:
        return resending.logged_out(request) or redirect_to_login(request.get_full_path())
    return _enter(request, kwargs.pop("code"), rule) if rule.municipal else None


def _by_method(request: Any) -> HttpResponseBase | None:
    """Pages are read and forms are sent. A page asks before it sends whether it still may, and
    is given a token that holds for the session as it is now. It says whose it is: what one
    person has typed is never sent in another's name."""
    if request.method not in METHODS:
        return HttpResponseNotAllowed(METHODS)
    if request.method == "HEAD" and ASKS in request.headers:
        if request.headers[ASKS] not in (ANYBODY, str(getattr(request.user, "uid", ANYBODY))):
            return HttpResponse(status=409)
        return HttpResponse(status=204, headers={"X-CSRF-Token": get_token(request)})
    return None


def acting_key(code: str) -> str:
    """Where the session keeps in whose place a person acts in a municipality."""
    return f"acting_for:{code}"


def _enter(request: Any, code: str, rule: Rule) -> HttpResponseBase | None:
    """Put municipality and scope on the request, or refuse."""
    found = standing(request.user, code)
    if found is None:
        raise Http404
    municipality, held = found
    request.municipality = municipality
    request.principals = principals(held)
    acting_for = request.session.get(acting_key(code), "")
    request.scope = make_scope(request.user, municipality, held, acting_for)
    if second_factor.is_missing(request):
        return redirect("mfa_activate_totp")
    if rule.acts and not any(request.scope.may(act) for act in rule.acts):
        record_refusal(request.scope, address_for_the_log(request))
        raise PermissionDenied(f"Din roll ger inte rätt att {swedish(rule.acts[0])}.")
    return None


def _named(rule: Rule) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.rule = rule  # type: ignore[attr-defined]
        return view

    return mark
