"""Where it happens: the named places with most reports, and those that come back."""

from collections.abc import Iterator

from samsyn.domain.observations.queries.counts import PlaceCount
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.situations import wording
from samsyn.domain.situations.rules import RECURRING_WEEKS, WEEKS_BACK, recurs
from samsyn.domain.situations.sections.registry import Basis, section
from samsyn.domain.situations.values.content import Paragraph, Rows, Section, Sentence
from samsyn.domain.situations.values.placing import Placement
from samsyn.drawing.table import CellKind, Column, Table

AT_LEAST_TWO = "Platser med minst två rapporter"


@section("places", Placement(40))
def places(basis: Basis) -> Section:
    """Places with at least two reports."""
    found = basis.material.places.rows
    words = Paragraph(tuple(_sentences(basis)))
    blocks = (words, _table(basis, found)) if found else (words,)
    return Section("places", "Platser", blocks)


def _sentences(basis: Basis) -> Iterator[Sentence]:
    found, more = basis.material.places.rows, basis.material.places.more
    if not found:
        yield Sentence(wording.no_place(), basis.evidence())
        return
    most = found[0].reports
    first = [one for one in found if one.reports == most]
    evidence = _evidence(basis, first[0]) if len(first) == 1 else basis.evidence()
    yield Sentence(wording.top_places([one.name for one in first], most), evidence)
    again = [one.name for one in found if recurs(one.weeks_before)]
    if more:
        yield Sentence(wording.more_places(len(found), more), basis.evidence())
    if again:
        yield Sentence(wording.recurring(again, RECURRING_WEEKS, WEEKS_BACK), basis.evidence())


def _table(basis: Basis, found: tuple[PlaceCount, ...]) -> Rows:
    columns = (
        Column("Plats"),
        Column("Rapporter", CellKind.NUMBER),
        Column(f"Veckor med rapport, av {WEEKS_BACK} före", CellKind.NUMBER),
        Column("Anmärkning"),
    )
    rows = tuple(
        (
            one.name,
            one.reports,
            one.weeks_before,
            "återkommande" if recurs(one.weeks_before) else "",
        )
        for one in found
    )
    title = "Platser med flest rapporter" if basis.material.places.more else AT_LEAST_TWO
    return Rows(Table(title, columns, rows), tuple(_evidence(basis, one) for one in found))


def _evidence(basis: Basis, one: PlaceCount) -> Selection:
    return basis.evidence(place=str(basis.known.places[one.place_id].uid))
