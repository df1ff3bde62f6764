"""When it happens: weekday by part of day."""

from collections.abc import Iterator

from samsyn.domain.situations import wording
from samsyn.domain.situations.rendering import figures
from samsyn.domain.situations.sections.registry import Basis, section
from samsyn.domain.situations.values.content import Paragraph, Section, Sentence
from samsyn.domain.situations.values.placing import Placement
from samsyn.drawing.charts import HeatCell, HeatGrid, heat_grid
from samsyn.foundation.clock import HOURED_PARTS, PartOfDay
from samsyn.foundation.formats import WEEKDAYS

_SPEAKS_FROM = 5
"""A time of the week is named when it has at least so many reports."""


@section("times", Placement(50, told=True))
def times(basis: Basis) -> Section:
    """The reports whose time of day is known, over the week."""
    made = Section("times", "Tider", (Paragraph(tuple(_sentences(basis))),))
    known = sum(n for (_, part), n in basis.material.hours.items() if part in HOURED_PARTS)
    return made.with_drawing(figures.drawn(heat_grid, grid(basis))) if known else made


def grid(basis: Basis) -> HeatGrid:
    """Parts of the day as rows, weekdays as columns."""
    hours = basis.material.hours
    cells = tuple(
        tuple(HeatCell(hours.get((weekday, part), 0)) for weekday in range(len(WEEKDAYS)))
        for part in HOURED_PARTS
    )
    rows = tuple(wording.HOURS[part] for part in HOURED_PARTS)
    columns = tuple(day.capitalize() for day in WEEKDAYS)
    return HeatGrid("Rapporter per veckodag och tid på dygnet", rows, columns, cells)


def _sentences(basis: Basis) -> Iterator[Sentence]:
    hours, evidence = basis.material.hours, basis.evidence()
    known = {cell: n for cell, n in hours.items() if cell[1] in HOURED_PARTS}
    of = sum(known.values())
    if not of:
        yield Sentence(wording.no_hours(), evidence)
    elif max(known.values()) < _SPEAKS_FROM:
        yield Sentence(wording.spread(of), evidence)
    else:
        most = max(known.values())
        when = [(weekday, PartOfDay(part)) for (weekday, part), n in known.items() if n == most]
        when.sort(key=lambda one: (one[0], HOURED_PARTS.index(one[1])))
        yield Sentence(wording.busiest(when, most, of), evidence)
    unknown = sum(hours.values()) - of
    if unknown:
        yield Sentence(wording.hour_unknown(unknown), evidence)
