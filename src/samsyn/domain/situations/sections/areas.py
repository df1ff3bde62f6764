"""Each area: how many, more or fewer than before, of what, and how people judge it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from samsyn.domain.observations.values.categories import Category, is_sensitive
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.situations import wording
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.reading import NOTHING
from samsyn.domain.situations.rendering import figures
from samsyn.domain.situations.rules import WEEKS_BACK, band
from samsyn.domain.situations.sections.overall import (
    areas_of,
    comparisons,
    counted_in,
    shown,
    week_state,
)
from samsyn.domain.situations.sections.registry import Basis, section
from samsyn.domain.situations.values.content import (
    AreaFigures,
    Areas,
    Block,
    Comparison,
    Judgement,
    Paragraph,
    Rows,
    Section,
    Sentence,
)
from samsyn.domain.situations.values.placing import Placement, Side
from samsyn.drawing.charts import Panel, SmallMultiples, small_multiples
from samsyn.drawing.state import ValueState
from samsyn.drawing.table import Cell, CellKind, Column, Table

_A_YEAR = timedelta(weeks=52)
Row = tuple[tuple[Cell, ...], Selection | None]


@section("areas", Placement(20, Side.BY_HAND, front=True))
def areas(basis: Basis) -> Section:
    """The areas in their order, each with its weeks as a line."""
    found = areas_of(basis)
    blocks: tuple[Block, ...] = (
        Areas(tuple(area_figures(basis, area) for area in found)),
        *_note(basis),
    )
    made = Section("areas", "Ämnesområdena", blocks)
    panels = multiples(basis, [area for area in found if shown(basis, area)])
    return made.with_drawing(figures.drawn(small_multiples, panels)) if panels.panels else made


def area_figures(basis: Basis, area: Category) -> AreaFigures:
    """One area's numbers, words and judgement."""
    counted = counted_in(basis, area)
    visible = shown(basis, area)
    compared = comparisons(basis.material, counted) if visible else ()
    return AreaFigures(
        key=area.key,
        name=area.name,
        count=counted[0] if visible else None,
        comparisons=compared,
        sentences=tuple(_sentences(basis, area, counted[0], compared)),
        categories=categories_of(basis, area),
        judgement=_judgement(basis, area, visible),
    )


def _judgement(basis: Basis, area: Category, visible: bool) -> Judgement | None:
    """How people judge it; why only for whoever sees its numbers, since reasons speak of them."""
    judged = basis.judgements.get(area.key)
    if judged is None or visible:
        return judged
    return replace(judged, motivation=wording.WHY_KEPT)


def _sentences(
    basis: Basis, area: Category, n: int, compared: tuple[Comparison, ...]
) -> Iterator[Sentence]:
    if not compared:
        yield Sentence(wording.ONLY_SENSITIVE)
        return
    evidence = basis.evidence(area=area.key)
    yield Sentence(wording.sentence(wording.reports(n)), evidence)
    for text in wording.compared(compared):
        yield Sentence(text, evidence)


def categories_of(basis: Basis, area: Category) -> Rows | None:
    """The area's categories with reports; for readers the sensitive ones as bands, always."""
    columns = (
        Column("Kategori"),
        Column(wording.PERIOD_HEADING, CellKind.NUMBER),
        Column(wording.BEFORE_HEADING, CellKind.NUMBER),
        Column(wording.YEAR_HEADING, CellKind.NUMBER),
    )
    rows = [*_exact_rows(basis, area), *_band_rows(basis, area)]
    if not rows:
        return None
    table = Table(area.name, columns, tuple(row for row, _ in rows))
    return Rows(table, tuple(evidence for _, evidence in rows))


def _exact_rows(basis: Basis, area: Category) -> Iterator[Row]:
    material = basis.material
    for one in basis.known.within_area(area):
        counted = material.categories.get(one.pk, NOTHING)
        if any(counted):
            row = (one.name, counted[0], *material.known(counted))
            yield row, basis.evidence(category=one.key)


def _band_rows(basis: Basis, area: Category) -> Iterator[Row]:
    """Bands above the lowest by name; all in the lowest together, whether nothing or a few."""
    bands, lowest = basis.material.bands, band(0)
    mine = [one for one in basis.known.within_area(area) if one.pk in bands]
    above = [one for one in mine if bands[one.pk] != lowest]
    for one in above:
        yield (one.name, bands[one.pk], None, None), None
    if len(above) < len(mine):
        yield (wording.OTHER_SENSITIVE, lowest, None, None), None


def _note(basis: Basis) -> Iterator[Paragraph]:
    kept = [one.name for one in basis.known.categories.values() if _kept(basis, one)]
    if kept:
        yield Paragraph((Sentence(wording.kept_within(kept)),), small=True)


def _kept(basis: Basis, one: Category) -> bool:
    """What the group is shown and must not pass on: small counts of sensitive categories."""
    counted = basis.material.categories.get(one.pk, NOTHING)
    group = basis.audience is Audience.GROUP
    return group and one.area is not None and is_sensitive(one) and any(counted)


def multiples(basis: Basis, found: list[Category]) -> SmallMultiples:
    """Each area's weeks, with those of the year before."""
    mondays = basis.period.mondays(WEEKS_BACK)
    panels = tuple(_panel(basis, area, mondays) for area in found)
    return SmallMultiples("Rapporter per vecka och ämnesområde", mondays, panels, value_label="Nu")


def _panel(basis: Basis, area: Category, mondays: tuple[date, ...]) -> Panel:
    keys = [one.pk for one in basis.known.within_area(area)]
    weeks = basis.material.weeks
    year_ago = [monday - _A_YEAR for monday in mondays]
    reference = tuple(_value(basis, weeks, keys, monday) for monday in year_ago)
    return Panel(
        area.name,
        tuple(_value(basis, weeks, keys, monday) for monday in mondays),
        reference if any(value is not None for value in reference) else (),
    )


def _value(
    basis: Basis, weeks: Mapping[tuple[date, int], int], keys: list[int], monday: date
) -> float | None:
    if week_state(basis.material, monday) is ValueState.MISSING:
        return None
    return float(sum(weeks.get((monday, key), 0) for key in keys))
