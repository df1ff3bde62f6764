"""What maps in the browser are drawn of: the land, and the named places."""

import gzip

from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from samsyn.domain.observations.reference import reference
from samsyn.domain.places import queries
from samsyn.web.gate import member
from samsyn.web.request import ScopedRequest

MOST_PLACES = 400
"""Named places in one view; the nearest its middle where there are more."""
_A_YEAR = "private, max-age=31536000, immutable"
_A_MINUTE = "private, max-age=60"
_ANYWHERE = (-180.0, -90.0, 180.0, 90.0)


@require_safe
@member
def tile(request: ScopedRequest, digest: str, zoom: int, x: int, y: int) -> HttpResponse:
    """A square of the land. Its address holds a digest of all of it, so that browsers keep it;
    where there is nothing to draw it is empty."""
    known = reference(request.scope).background
    if known is None or known.digest != digest:
        raise Http404
    content = queries.tile(request.scope, digest, zoom, x, y) or "{}"
    packed = gzip.compress(content.encode(), compresslevel=6, mtime=0)
    headers = {"Content-Encoding": "gzip", "Cache-Control": _A_YEAR, "Vary": "Cookie"}
    return HttpResponse(packed, content_type="application/json", headers=headers)


@require_safe
@member
def places(request: ScopedRequest) -> HttpResponse:
    """The named places within ``w``, ``s``, ``e`` and ``n`` in degrees, as key, name, latitude and
    longitude; ``more`` says how many there are beside."""
    west, south, east, north = _bounds(request)
    found = [
        one
        for one in reference(request.scope).places.values()
        if west <= one.longitude <= east and south <= one.latitude <= north
    ]
    middle = (south + north) / 2, (west + east) / 2
    found.sort(key=lambda one: abs(one.latitude - middle[0]) + abs(one.longitude - middle[1]) / 2)
    shown = [[one.pk, one.name, one.latitude, one.longitude] for one in found[:MOST_PLACES]]
    answer = JsonResponse({"places": shown, "more": max(0, len(found) - MOST_PLACES)})
    answer.headers["Cache-Control"] = _A_MINUTE
    return answer


def _bounds(request: ScopedRequest) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(request.GET[name]) for name in ("w", "s", "e", "n"))
    except (KeyError, ValueError):
        return _ANYWHERE
    return west, south, east, north
