"""Reports near another in time and place: those that may tell of the same event, with why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import DurationField, F, Q, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.domain.observations.enums import Precision, ReportState
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.queries.listing import named
from samsyn.domain.observations.rules import may_read_text
from samsyn.domain.observations.values.same_event import SameEvent
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.places.rules import distance
from samsyn.foundation import formats
from samsyn.foundation.clock import PartOfDay

NEAR_DAYS = timedelta(days=3)
NEAR_DAYS_UNSURE = timedelta(days=7)
"""The same as in ``analysis.grouping``: further apart none are candidates."""
NEAR_DEGREES = 0.006
"""Some 300 m along a parallel at 60 degrees north, and twice that along a meridian."""
MOST_COMPARED = 60
SAME_SPOT = 30
"""Metres within which two marks are the same place."""
A_MINUTE, AN_HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True)
class Repeat:
    """Another report that may tell of the same event, or is said to (``linked``), and why."""

    report: Observation
    likely: bool
    linked: bool
    reasons: tuple[str, ...]
    readable: bool


@dataclass(frozen=True)
class Repeats:
    """Those of a report; ``uncompared``: more lie near it than were compared, further away in
    time."""

    found: tuple[Repeat, ...] = ()
    uncompared: bool = False


def event_of(row: Observation) -> UUID | None:
    """The event that a report is said to tell of together with others."""
    link: SameEvent | None = getattr(row, "same_event", None)
    return link.event if link else None


def repeats_of(scope: Scope, row: Observation) -> Repeats:
    """The reports that the person may read and that may tell of the same event as one, or are
    said to; those first, then the most alike. One statement."""
    # SciPy is read when it is first needed, not when the pages start
    from samsyn.analysis.grouping_text import shared_phrases
    from samsyn.domain.observations.computing import likenesses

    near, uncompared = _near(scope, row)
    rows = [row, *near]
    of = {one.pk: one for one in near}
    pairs = [
        pair
        for pair in likenesses(rows, [_words(scope, one) for one in rows])
        if row.pk in (pair.one, pair.other)
    ]
    event, found = event_of(row), []
    for pair in pairs:
        other = of.pop(pair.other if pair.one == row.pk else pair.one)
        linked = event is not None and event_of(other) == event
        both = shared_phrases(_words(scope, row), _words(scope, other))
        reasons = (*reasons_for(row, other), *_quoted(both))
        found.append(Repeat(other, pair.likely, linked, reasons, may_read_text(scope, other)))
    for other in of.values():
        if event is not None and event_of(other) == event:
            said = tuple(reasons_for(row, other))
            found.append(Repeat(other, True, True, said, may_read_text(scope, other)))
    return Repeats(tuple(sorted(found, key=lambda one: not one.linked)), uncompared)


def alike_in(scope: Scope, rows: Sequence[Observation]) -> dict[int, Observation]:
    """Of some reports, those that are like another of them: the most alike by key."""
    from samsyn.domain.observations.computing import likenesses

    of = {row.pk: row for row in rows}
    found: dict[int, Observation] = {}
    for pair in likenesses(rows, [_words(scope, one) for one in rows]):
        found.setdefault(pair.one, of[pair.other])
        found.setdefault(pair.other, of[pair.one])
    return found


def _words(scope: Scope, row: Observation) -> str:
    return row.description if may_read_text(scope, row) else ""


def _near(scope: Scope, row: Observation) -> tuple[list[Observation], bool]:
    """What is linked already, then what began at about the same time near by, the nearest in time
    first, and whether there is more of it than is compared; one statement.

    By when it began, so that the index of the list is entered there: what has lasted for weeks is
    found by what it began with.
    """
    unsure = row.precision in (Precision.WEEK, Precision.MONTH)
    days = NEAR_DAYS_UNSURE if unsure else NEAR_DAYS
    rows = Observation.objects.visible_to(scope).exclude(pk=row.pk)
    rows = rows.exclude(state=ReportState.WITHDRAWN).select_related("same_event")
    close = rows.filter(
        _at(row) or Q(category=row.category_id),
        occurred_from__range=(row.occurred_from - days, row.occurred_to + days),
    )
    found: QuerySet[Any] = close.annotate(apart=_apart(row))
    if event := event_of(row):
        linked = rows.filter(same_event__event=event)
        others = found.exclude(pk__in=linked.values("pk"))
        found = linked.annotate(apart=Value(timedelta(0), DurationField())).union(others)
    nearest = list(found.order_by("apart", "-id")[: MOST_COMPARED + 1])
    return named(scope, nearest[:MOST_COMPARED]), len(nearest) > MOST_COMPARED


def _apart(row: Observation) -> Greatest:
    """How long before or after a report another began, never nothing: what is linked goes first."""
    began, own = F("occurred_from"), Value(row.occurred_from)
    apart = (began - own, own - began, Value(timedelta(microseconds=1)))
    return Greatest(*apart, output_field=DurationField())


def _at(row: Observation) -> Q:
    """Where another is near enough to be looked at; nothing where no place is known."""
    there = Q(district=row.district_id) if row.district_id else Q()
    if row.latitude is None or row.longitude is None:
        return there
    return there | Q(
        latitude__range=(row.latitude - NEAR_DEGREES, row.latitude + NEAR_DEGREES),
        longitude__range=(row.longitude - NEAR_DEGREES, row.longitude + NEAR_DEGREES),
    )


def reasons_for(row: Observation, other: Observation) -> list[str]:
    """Why two reports may tell of the same event: place, time, category, as people say it."""
    said = [_place(row, other), _time(row, other)]
    if row.category_id == other.category_id:
        said.append(_("samma kategori"))
    return [one for one in said if one]


def _place(row: Observation, other: Observation) -> str:
    if row.place_id and row.place_id == other.place_id:
        return _("samma plats")
    marks = (row.latitude, row.longitude, other.latitude, other.longitude)
    if all(value is not None for value in marks):
        metres = distance(*marks)  # type: ignore[arg-type]
        if metres <= SAME_SPOT:
            return _("samma plats")
        return _("%(n)s m isär") % {"n": formats.number(round(metres, -1))}
    same = row.district_id is not None and row.district_id == other.district_id
    return _("samma område") if same else ""


def _time(row: Observation, other: Observation) -> str:
    exact = row.precision == other.precision == Precision.EXACT
    apart = abs(row.occurred_from - other.occurred_from)
    if not exact:
        if row.day == other.day:
            known = row.part_of_day != PartOfDay.UNKNOWN
            part = known and row.part_of_day == other.part_of_day
            return _("samma del av dygnet") if part else _("samma dag")
        days = abs((row.day - other.day).days)
        return ngettext("%(n)s dag isär", "%(n)s dagar isär", days) % {"n": days}
    if apart < A_MINUTE:
        return _("samma tid")
    if apart < 2 * AN_HOUR:
        minutes = round(apart / A_MINUTE)
        return ngettext("%(n)s minut isär", "%(n)s minuter isär", minutes) % {"n": minutes}
    hours = round(apart / AN_HOUR)
    return ngettext("%(n)s timme isär", "%(n)s timmar isär", hours) % {"n": hours}


def _quoted(phrases: Sequence[str]) -> list[str]:
    return [_("båda skriver ”%s”") % one for one in phrases]
