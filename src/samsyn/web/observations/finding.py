"""Places for the report form: by what is typed, and by where the phone is."""

from math import isfinite

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from samsyn.domain.observations.queries.own import recent_choices
from samsyn.domain.observations.reference import reference
from samsyn.domain.organisations.enums import Act
from samsyn.domain.places.computing import nearest
from samsyn.web.gate import needs
from samsyn.web.request import ScopedRequest

MOST_FOUND, MOST_STREETS, MOST_NEAR = 7, 4, 5
# a phone that knows no better cannot choose between two places in a town
SHARP_ENOUGH_M = 200
# farther away than this nobody is at the place
FARTHEST_M = 5_000


@require_safe
@needs(Act.REPORT)
def search(request: ScopedRequest) -> HttpResponse:
    """The places that what is typed may mean, as options of a list box."""
    typed = request.GET.get("searched", "")[:120]
    recent = [f"place:{key}" for key in recent_choices(request.scope).places]
    found = reference(request.scope).finder.find(typed, MOST_FOUND, recent)
    streets = _streets(request, typed) if len(found) < MOST_FOUND else []
    context = {"found": found, "streets": streets, "typed": typed.strip()}
    return render(request, "observations/found_places.html", context)


def _streets(request: ScopedRequest, typed: str) -> list[tuple[str, float, float]]:
    """The streets that what is typed may mean: they are no places of the municipality's, but
    where on the map to point."""
    known = reference(request.scope)
    found = known.street_finder.find(typed, MOST_STREETS) if known.background else []
    return [known.background.streets[int(one.key)] for one in found] if known.background else []


@require_POST
@needs(Act.REPORT)
def near(request: ScopedRequest) -> HttpResponse:
    """The named places nearest the phone. The position is sent in the body, so that no log of
    addresses holds where somebody was, and is kept nowhere."""
    latitude, longitude, accuracy = (
        _number(request.POST.get(name, "")) for name in ("latitude", "longitude", "accuracy")
    )
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return HttpResponse(status=422)
    places = nearest(reference(request.scope).places.values(), latitude, longitude, MOST_NEAR)
    context = {
        "near": [one for one in places if one.metres <= FARTHEST_M],
        "accuracy": round(accuracy or 0),
        "sharp": accuracy is not None and accuracy <= SHARP_ENOUGH_M,
    }
    return render(request, "observations/near_places.html", context)


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) else None
