"""When, where and in which districts: looked at, never ranked."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samsyn.domain.monitoring import wording
from samsyn.domain.monitoring.queries import cells as cell_queries
from samsyn.domain.monitoring.queries import deviations
from samsyn.domain.monitoring.queries import districts as district_queries
from samsyn.domain.monitoring.queries import times as time_queries
from samsyn.domain.monitoring.queries.runs import last_results
from samsyn.domain.monitoring.reading import named_places
from samsyn.domain.monitoring.rules import is_in_working_group
from samsyn.domain.observations.queries.lands import land_of
from samsyn.domain.observations.reference import reference
from samsyn.domain.organisations.enums import Act
from samsyn.web.gate import needs
from samsyn.web.monitoring import cards, charts
from samsyn.web.monitoring.forms import LookForm
from samsyn.web.request import ScopedRequest


@require_safe
@needs(Act.WATCH)
def times(request: ScopedRequest) -> HttpResponse:
    """Weekday by part of day."""
    known = reference(request.scope)
    form = LookForm(request.GET or None, known=known, inside=is_in_working_group(request.scope))
    view = form.view()
    without = frozenset(known.categories) - view.categories
    found = time_queries.hot_times(request.scope, view.first, view.last, without)
    context = {"form": form, "view": view, "found": found, "few": time_queries.FEWEST}
    context["chart"] = charts.times(found, view.what) if found.total else None
    return render(request, "monitoring/times.html", context)


@require_safe
@needs(Act.WATCH)
def cells(request: ScopedRequest) -> HttpResponse:
    """Squares of 200 m or more, by the rules of the reader's group."""
    scope, known = request.scope, reference(request.scope)
    form = LookForm(request.GET or None, known=known, inside=is_in_working_group(request.scope))
    view = form.view()
    spots = cell_queries.on_the_map(deviations.every(scope))
    spots = [one for one in spots if one.last_week >= view.first and one.state != "dismissed"]
    inside = is_in_working_group(scope)
    found = cell_queries.cell_map(
        scope, view.first, view.last, view.categories, spots, working_group=inside
    )
    borders = [one.geometry for one in known.primary_districts]
    context = {
        "form": form,
        "view": view,
        "found": found,
        "chart": charts.cells(
            found, view.what, [*named_places(known)], borders, land_of(scope, known)
        ),
        "map": known.background,
        "cards": [cards.card(scope, one) for one in spots],
        "inside": inside,
        "needed": cell_queries.FEWEST_FOR_HEAT,
        "methods": _methods(request),
    }
    return render(request, "monitoring/cells.html", context)


def _methods(request: ScopedRequest) -> list[tuple[str, str, bool]]:
    """Each method on places: its name, whether it is used and why, in words."""
    results = last_results(request.scope) or {}
    return [
        (str(wording.METHODS[one["name"]]), wording.method(one), one["shown"])
        for one in results.get("methods", [])
    ]


@require_safe
@needs(Act.WATCH)
def districts(request: ScopedRequest) -> HttpResponse:
    """Districts beside the municipality, in the order of their codes."""
    known = reference(request.scope)
    form = LookForm(request.GET or None, known=known, inside=is_in_working_group(request.scope))
    view = form.view()
    found = district_queries.compare(request.scope, known, view.first, view.last, view.categories)
    few = district_queries.too_few(found)
    context = {
        "form": form,
        "view": view,
        "found": found,
        "layer": known.primary_layer,
        "few": few,
        "chart": None if few else charts.dots(found, view.what),
        "no_rate": [one.name for one in found.rows if one.raw is None],
    }
    return render(request, "monitoring/districts.html", context)
