"""What the page shell needs on every page: navigation by role, municipality, user."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from samsyn.domain.organisations.tenancy import Scope
from samsyn.web.rooms import navigation


@dataclass(frozen=True)
class NavItem:
    """An entry of the navigation."""

    label: str
    url: str
    icon: str
    current: bool


def shell(request: HttpRequest) -> dict[str, object]:
    """The context of base.html."""
    scope: Scope | None = getattr(request, "scope", None)
    municipality = getattr(request, "municipality", None)
    return {
        "municipality": municipality,
        "navigation": _navigation(request, scope, municipality.code)
        if scope and municipality
        else [],
        "scope": scope,
        "acting_for": _acting_for(request, scope),
        "may_stand_in": bool(getattr(request, "principals", None)),
        "signed_in_user": _user(request),
        "demo": bool(settings.DEMO or (municipality and municipality.demo)),
        "demo_installation": settings.DEMO,
        "colour_scheme": _colour_scheme(request),
        "languages": settings.LANGUAGES,
    }


def _acting_for(request: HttpRequest, scope: Scope | None) -> str:
    """The name of the one in whose place the person acts, or nothing."""
    return getattr(request, "principals", {}).get(scope.acting_for, "") if scope else ""


def _user(request: HttpRequest) -> object:
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def _colour_scheme(request: HttpRequest) -> str:
    chosen = request.COOKIES.get("samsyn_colours", "auto")
    return chosen if chosen in ("light", "dark") else "auto"


def _navigation(request: HttpRequest, scope: Scope, code: str) -> list[NavItem]:
    items = [
        (reverse(entry.route, args=[code]), entry.label, entry.icon)
        for entry in navigation()
        if scope.may(entry.act)
    ]
    best = max((url for url, _, _ in items if request.path.startswith(url)), key=len, default="")
    return [NavItem(str(label), url, icon, url == best) for url, label, icon in items]
