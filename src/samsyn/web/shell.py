"""What the page shell needs on every page: navigation by role, municipality, user."""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.tenancy import Scope

# (route, label, icon, act): the order is the order of the work
NAVIGATION: tuple[tuple[str, Promise, str, Act], ...] = (
    ("report", _("Rapportera"), "pencil", Act.REPORT),
    ("reports", _("Rapporter"), "list", Act.READ_REPORTS),
    ("review", _("Granska"), "check", Act.REVIEW),
    ("batches", _("Läs in"), "upload", Act.IMPORT),
    ("deviations", _("Avvikelser"), "signal", Act.WATCH),
    ("pictures", _("Lägesbilder"), "picture", Act.READ_SETTLED),
    ("places", _("Platser"), "pin", Act.ADMINISTER),
    ("organisation", _("Organisation"), "people", Act.ADMINISTER),
    ("log", _("Logg"), "history", Act.READ_LOG),
    ("operations", _("Drift"), "cog", Act.OPERATE),
)


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
        (reverse(route, args=[code]), label, icon)
        for route, label, icon, act in NAVIGATION
        if scope.may(act) and _exists(route)
    ]
    best = max((url for url, _, _ in items if request.path.startswith(url)), key=len, default="")
    return [NavItem(str(label), url, icon, url == best) for url, label, icon in items]


@lru_cache
def _exists(route: str) -> bool:
    """Whether a room is built; one that is not has no place in the navigation."""
    try:
        reverse(route, args=["0000"])
    except NoReverseMatch:
        return False
    return True
