"""District by district: a table in the order of their codes, and a map. No ranking."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from samsyn.domain.observations.queries.lands import land_of, source_of_land
from samsyn.domain.observations.values.categories import Category
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.places.models import District, DistrictLayer
from samsyn.domain.situations import wording
from samsyn.domain.situations.rendering import figures
from samsyn.domain.situations.sections.overall import areas_of, shown
from samsyn.domain.situations.sections.registry import Basis, section
from samsyn.domain.situations.values.content import Paragraph, Rows, Section, Sentence
from samsyn.domain.situations.values.placing import Placement, Side
from samsyn.drawing.charts import linear_step
from samsyn.drawing.maps import Area, AreaMap, LegendStep, area_map
from samsyn.drawing.table import Cell, CellKind, Column, Table
from samsyn.foundation import formats

_OUTSIDE = 0
_STEPS = 5
_SMALLEST_TOP = 5
"""The darkest step is never reached by fewer than this."""


@section("districts", Placement(70, Side.ACROSS, told=True, width=0.5))
def districts(basis: Basis) -> Section | None:
    """The primary layer's districts; no section where there is no layer."""
    layer, found = basis.known.primary_layer, basis.known.primary_districts
    if layer is None or not found:
        return None
    words = Paragraph(tuple(_sentences(basis, layer)))
    made = Section("districts", layer.name, (words, _table(basis, found)))
    borders = wording.ILLUSTRATIVE if layer.illustrative else layer.attribution
    source = " ".join(filter(None, (borders, source_of_land(basis.known))))
    drawn = figures.drawn(area_map, district_map(basis, layer, found))
    return made.with_drawing(drawn, source)


def _sentences(basis: Basis, layer: DistrictLayer) -> Iterator[Sentence]:
    now = basis.material.by_district()
    inside = sum(n for key, n in now.items() if key != _OUTSIDE)
    yield Sentence(wording.located(inside, basis.material.total[0], layer.name), basis.evidence())


def _table(basis: Basis, found: Sequence[District]) -> Rows:
    areas = [one for one in areas_of(basis) if shown(basis, one)]
    area_of = {one.pk: one.area_id for one in basis.known.categories.values()}
    cells: dict[tuple[int, int | None], int] = defaultdict(int)
    for (district, category), n in basis.material.districts.items():
        cells[district, area_of[category]] += n
    columns = (Column("Område"), *(Column(one.name, CellKind.NUMBER) for one in areas))
    rows = tuple(_row(name, key, areas, cells) for key, name in _named(found))
    title = "Rapporter per område och ämnesområde"
    table = Table(title, (*columns, Column("Totalt", CellKind.NUMBER)), rows)
    return Rows(table, (*(_evidence(basis, one) for one in found), None))


def _named(found: Sequence[District]) -> Iterator[tuple[int, str]]:
    yield from ((one.pk, one.name) for one in found)
    yield _OUTSIDE, "Utanför eller okänt"


def _row(
    name: str, key: int, areas: Sequence[Category], cells: dict[tuple[int, int | None], int]
) -> tuple[Cell, ...]:
    numbers = [cells.get((key, area.pk), 0) for area in areas]
    return (name, *numbers, sum(numbers))


def _evidence(basis: Basis, one: District) -> Selection | None:
    return basis.evidence(district=one.code)


def district_map(basis: Basis, layer: DistrictLayer, found: Sequence[District]) -> AreaMap:
    """The districts painted by the number of reports."""
    now = basis.material.by_district()
    top = max([_SMALLEST_TOP, *(now.get(one.pk, 0) for one in found)])
    drawn = tuple(_area(one, now.get(one.pk, 0), top) for one in found)
    return AreaMap(
        f"Rapporter per {layer.name.lower()}",
        drawn,
        legend=tuple(_legend(top)),
        legend_title="Antal rapporter",
        area_heading=layer.name,
        land=land_of(basis.scope, basis.known),
    )


def _area(one: District, n: int, top: int) -> Area:
    return Area(one.code, one.name, one.geometry, formats.number(n), linear_step(n, top))


def _legend(top: int) -> Iterator[LegendStep]:
    yield LegendStep(0, "0")
    low = 1
    for step in range(1, _STEPS + 1):
        high = top * step // _STEPS
        yield LegendStep(step, f"{low}–{high}" if low < high else f"{high}")
        low = high + 1
