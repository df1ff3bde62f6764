"""How often the guard is wrong here, for the page of its words."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from samsyn.domain.organisations.enums import Act
from samsyn.domain.stops.queries import Figure, figures, summed
from samsyn.domain.stops.wording import KINDS
from samsyn.web.request import ScopedRequest


@dataclass(frozen=True)
class Line:
    """A figure by name; ``rows`` is the address of the stops it counts, for who may see them."""

    name: object
    figure: Figure
    rows: str
    low: str = ""
    high: str = ""
    share: str = ""


@dataclass(frozen=True)
class Figures:
    """Whole, by kind and by month; ``whole`` is None before the first stop."""

    whole: Line | None
    kinds: list[Line]
    months: list[Line]


def accuracy(request: ScopedRequest) -> Figures:
    """The figures of the municipality."""
    found = figures(request.scope)
    kinds = summed(found, lambda key: key[2])
    months = summed(found, lambda key: key[0])
    whole = summed(found, lambda _key: "").get("")
    most_first = sorted(kinds.items(), key=lambda one: (-one[1].stops, one[0]))
    return Figures(
        whole=_line(request, "", whole, "") if whole else None,
        kinds=[_line(request, KINDS.get(key, key), one, f"kind={key}") for key, one in most_first],
        months=[_line(request, key, one, f"month={_month(key)}") for key, one in months.items()],
    )


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def _line(request: ScopedRequest, name: object, figure: Figure, query: str) -> Line:
    rows = ""
    if request.scope.may(Act.JUDGE_STOPS):
        rows = f"{reverse('stops', args=[request.municipality.code])}?{query}"
    if figure.interval is None:
        return Line(name, figure, rows)
    low, high = figure.interval
    share = figure.false / figure.judged
    return Line(name, figure, rows, _per_cent(low), _per_cent(high), _per_cent(share))


def _per_cent(share: float) -> str:
    return f"{round(100 * share)}\u00a0%"
