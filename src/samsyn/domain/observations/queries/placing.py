"""Where the reports of a list lie: at named places, at positions of their own, or nowhere."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from samsyn.domain.observations.queries.listing import MOST_COUNTED, latest
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.organisations.tenancy import Scope

MOST_ALONE = 300
"""Reports with a position and no named place that a map shows, the latest."""


@dataclass
class AtPlace:
    """How many reports at a named place, and of how many events."""

    reports: int = 0
    events: int = 0


@dataclass
class Placed:
    """The latest reports of a selection, up to ``MOST_COUNTED``, each in one of these:
    ``at_places`` by the place's key, ``alone`` by the report's, ``more_alone`` and ``nowhere``."""

    at_places: dict[int, AtPlace] = field(default_factory=dict)
    alone: list[int] = field(default_factory=list)
    more_alone: int = 0
    nowhere: int = 0


def placed(scope: Scope, selection: Selection) -> Placed:
    """Where the reports that match lie, in one query."""
    found = Placed()
    names = "pk", "place_id", "latitude", "events"
    rows: Iterable[tuple[int, int | None, float | None, int]]
    rows = latest(scope, selection).values_list(*names)[:MOST_COUNTED]
    for key, place, latitude, events in rows:
        if place is not None:
            there = found.at_places.setdefault(place, AtPlace())
            there.reports += 1
            there.events += events
        elif latitude is None:
            found.nowhere += 1
        elif len(found.alone) < MOST_ALONE:
            found.alone.append(key)
        else:
            found.more_alone += 1
    return found
