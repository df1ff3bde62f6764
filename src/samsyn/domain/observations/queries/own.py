"""A person's own reports: what was chosen last, and what has come of each."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db.models import Q, QuerySet

from samsyn.domain.observations.models import NilReport, Observation
from samsyn.domain.observations.queries.listing import named
from samsyn.domain.observations.queries.words import says
from samsyn.domain.observations.reference import reference
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation.refusals import Mistaken

LOOKED_BACK = 40
"""How many of the latest reports tell what is chosen often."""
MOST_RECENT = 4
MOST_SHOWN = 50
MOST_PLACES = 20


@dataclass(frozen=True)
class RecentChoices:
    """Categories and places by their keys, those that were chosen last first."""

    categories: tuple[int, ...] = ()
    places: tuple[int, ...] = ()


def recent_choices(scope: Scope) -> RecentChoices:
    """What the person's own latest reports were about, in one query."""
    rows = _own(scope).order_by("-id").values_list("category_id", "place_id")[:LOOKED_BACK]
    found = list(rows)
    return RecentChoices(
        _first_of(category for category, _ in found),
        _first_of(place for _, place in found if place is not None),
    )


def _first_of(keys: Iterable[int]) -> tuple[int, ...]:
    return tuple(islice(dict.fromkeys(keys), MOST_RECENT))


@dataclass(frozen=True)
class OwnReports:
    """The own reports that a search gives, the latest first; ``more``: there are others still."""

    rows: list[Observation]
    more: bool


def own_reports(scope: Scope, asked: str = "") -> OwnReports:
    """The own reports by number (``R123``), or by words in them or in what their category or place
    is called; one query."""
    asked = asked.strip()
    rows = _own(scope).filter(_holding(scope, asked)) if asked else _own(scope)
    found = list(rows.order_by("-id")[: MOST_SHOWN + 1])
    return OwnReports(named(scope, found[:MOST_SHOWN]), len(found) > MOST_SHOWN)


def _holding(scope: Scope, asked: str) -> Q:
    known = reference(scope)
    places = [one.key.split(":") for one in known.finder.find(asked, MOST_PLACES)]
    wanted = Q(place__in=[int(key) for kind, key in places if kind == "place"])
    wanted |= Q(
        category__in=[
            key for key, one in known.categories.items() if asked.casefold() in one.name.casefold()
        ]
    )
    with suppress(Mistaken):  # a word too short for the texts may be of a place or a category
        wanted |= says(scope, asked)
    return wanted


def _own(scope: Scope) -> QuerySet[Observation]:
    rows: QuerySet[Observation] = Observation.objects.visible_to(scope)
    return rows.filter(reporter__user=scope.user_id)


def nil_reports(scope: Scope, first: date, last: date) -> dict[int, NilReport]:
    """What the person's own organisations have said of a period, by their keys."""
    rows = NilReport.objects.visible_to(scope).filter(withdrawn_at=None)
    own = rows.filter(organisation__in=scope.organisations)
    return {one.organisation_id: one for one in own.filter(period_from=first, period_to=last)}
