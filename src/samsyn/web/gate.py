"""The gate: every route names the rule that opens it, or stays shut.

    public      anyone
    signed_in   anyone who is logged in
    needs(act)  a member of the municipality in the path whose role grants the act

A route without a rule answers 403 and fails a test. Outside one's municipalities
the answer is 404: it is not told that there is something there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.queries import memberships_in
from samsyn.domain.organisations.rules import make_scope
from samsyn.web.routes import RULES_OF_LIBRARIES

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True)
class Rule:
    """What a route demands."""

    name: str
    act: Act | None = None
    municipal: bool = False


PUBLIC = Rule("public")
SIGNED_IN = Rule("signed_in")


def needs(act: Act) -> Callable[[View], View]:
    """Open a municipality's page to the roles that the matrix grants the act."""
    return _named(Rule(f"needs {act.value}", act, municipal=True))


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
        return self.get_response(request)

    def process_view(
        self,
        request: Any,
        view: Callable[..., Any],
        args: tuple[object, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Apply the route's rule; None lets the request through."""
        match = request.resolver_match
        rule = rule_of(view, match.view_name if match else None)
        if rule is None:
            raise PermissionDenied("Sidan saknar åtkomstregel.")
        if rule is PUBLIC:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if rule.municipal:
            _enter(request, kwargs.pop("code"), rule)
        return None


def _enter(request: Any, code: str, rule: Rule) -> None:
    """Put municipality and scope on the request, or refuse."""
    held = memberships_in(request.user, code)
    if not held:
        raise Http404
    municipality = held[0].municipality
    request.municipality = municipality
    request.scope = make_scope(request.user, municipality, held)
    if rule.act and not request.scope.may(rule.act):
        raise PermissionDenied(f"Din roll ger inte rätt att {rule.act.label}.")


def _named(rule: Rule) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.rule = rule  # type: ignore[attr-defined]
        return view

    return mark
