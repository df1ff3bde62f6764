"""Whether what a file brings is counted already: one agency's events and its statistics of them."""

from collections.abc import Iterable
from datetime import date, timedelta

from samsyn.domain.intake.models import Source
from samsyn.domain.observations.actions.comparing import NEW, stored_key
from samsyn.domain.observations.actions.tried import TriedRow
from samsyn.domain.observations.enums import ReportState
from samsyn.domain.observations.models import CountRecord, Observation
from samsyn.domain.observations.reference import Reference, reference
from samsyn.domain.observations.values.counted import WHOLE_UNIT, day_of
from samsyn.domain.observations.values.kinds import happened
from samsyn.domain.observations.values.lasting import in_a_week
from samsyn.domain.observations.values.report import TimeSpan
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation import formats
from samsyn.foundation.clock import local_day, monday

Cell = tuple[int, date]
"""A category's key and a Monday."""


def counted_twice(by: Scope, source: Source, entries: Iterable[TriedRow], *, counts: bool) -> str:
    """Why the new rows of a file should not come in unasked: for their weeks and categories the
    same organisation's things are counted already, in the other way or in another list; empty
    where none are."""
    if not source.organisation_id:
        return ""
    known = reference(by)
    cells = _cells(entries, known, counts=counts)
    if not cells:
        return ""
    first, last = min(week for _, week in cells), max(week for _, week in cells)
    there = _stated(by, source, first, last, counts=counts)
    if counts:
        there |= _reported(by, source, first, last)
    both = sorted(cells & there, key=lambda cell: (cell[1], cell[0]))
    return _sentence(both, source, known) if both else ""


def _cells(entries: Iterable[TriedRow], known: Reference, *, counts: bool) -> set[Cell]:
    """Where new rows would be counted, but for those that no week has."""
    day = _stated_day if counts else _day
    days = {
        (one.category.pk, day(one.report.period))
        for one in entries
        if one.category and one.change == NEW
    }
    # each day and category once: a file has far fewer of them than rows
    placed = ((known.by_key.get(stored_key(known.categories[key])), on) for key, on in days)
    return {(category.pk, monday(on)) for category, on in placed if category and on}


def _day(period: TimeSpan) -> date | None:
    return None if period.until else period.day


def _stated_day(period: TimeSpan) -> date | None:
    return day_of(local_day(period.start), local_day(period.end), WHOLE_UNIT)


def _stated(by: Scope, source: Source, first: date, last: date, *, counts: bool) -> set[Cell]:
    """What the organisation has stated in the weeks from one Monday to another; where the file
    states too, only what it did in other lists."""
    rows = CountRecord.objects.within(by.municipality_id).filter(
        organisation_id=source.organisation_id,
        day__gte=first,
        day__lt=last + timedelta(weeks=1),
        value__gt=0,
    )
    own = source.pk if counts else None
    asked = rows.values_list("category_id", "day", "batch__source_id").distinct()
    return {
        (category, monday(day)) for category, day, of in asked if day and (own is None or of != own)
    }


def _reported(by: Scope, source: Source, first: date, last: date) -> set[Cell]:
    rows = Observation.objects.within(by.municipality_id).filter(
        happened(), in_a_week(), organisation_id=source.organisation_id, week__range=(first, last)
    )
    cells = rows.exclude(state=ReportState.WITHDRAWN).values_list("category_id", "week")
    return set(cells.distinct().order_by())


def _sentence(both: list[Cell], source: Source, known: Reference) -> str:
    names = list(dict.fromkeys(known.categories[key].name for key, _ in both))
    weeks = list(
        dict.fromkeys(f"{formats.week(week)} {week.isocalendar().year}" for _, week in both)
    )
    return (
        f"{source.organisation.name} har redan lämnat {formats.listing(_few(names))} för "
        f"{formats.listing(_few(weeks))}. Samma händelser räknas två gånger om de kommer både som "
        "rader och som statistik, eller i två listor. Läs in filen ändå om det är andra händelser."
    )


_MOST_NAMED = 4


def _few(words: list[str]) -> list[str]:
    more = len(words) - _MOST_NAMED
    return words if more <= 1 else [*words[:_MOST_NAMED], f"{more} till"]
