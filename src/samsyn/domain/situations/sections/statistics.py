"""What sources only count: each with its source and period, and whether the picture counts it."""

from collections.abc import Iterator

from samsyn.domain.observations.queries.records import Stated
from samsyn.domain.observations.values.categories import is_sensitive
from samsyn.domain.observations.values.counted import WHOLE_UNIT
from samsyn.domain.situations import wording
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.sections.registry import Basis, section
from samsyn.domain.situations.values.content import Block, Paragraph, Rows, Section, Sentence
from samsyn.domain.situations.values.placing import Placement, Side
from samsyn.drawing.table import Cell, CellKind, Column, Table
from samsyn.foundation import formats

COUNTED, ALONE = "i antalen", "bara här"
STATED = (
    "Statistik per vecka eller dag räknas in i lägesbildens antal. Det som gäller längre tid "
    "står bara här: det går inte att lägga i veckor."
)


def of_counts(n: int, of: int) -> str:
    """How many of the reports are things that a source only counts by the week or day."""
    said = "alla är" if n == of else f"{wording.count(n)} av dem är"
    return wording.sentence(f"{said} ur statistik per vecka eller dag, inte rapporter var för sig")


def linked(n: int, events: int) -> str:
    """That fewer things happened than there are reports, where several tell of the same."""
    told = "en händelse" if events == 1 else f"{wording.count(events)} händelser"
    return wording.sentence(
        f"{wording.reports(n)} är länkade som samma händelse, och gäller {told}"
    )


@section("statistics", Placement(75, Side.LEFT))
def statistics(basis: Basis) -> Section | None:
    """A line for each source and category, and for each longer period; no section without any."""
    found = basis.material.stated
    if not found:
        return None
    blocks: tuple[Block, ...] = (
        Paragraph((Sentence(STATED),), small=True),
        _table(basis, found),
        *_note(basis, found),
    )
    return Section("statistics", "Statistik", blocks)


def _table(basis: Basis, found: tuple[Stated, ...]) -> Rows:
    columns = (
        Column("Källa"),
        Column("Vad"),
        Column("Period"),
        Column("Antal", CellKind.NUMBER),
        Column("Räknas"),
    )
    rows = tuple(_row(basis, one) for one in found)
    known = basis.known.categories
    evidence = tuple(basis.evidence(category=known[one.category_id].key) for one in found)
    return Rows(Table("Statistik från verksamheter", columns, rows), evidence)


def _row(basis: Basis, one: Stated) -> tuple[Cell, ...]:
    what = basis.known.categories[one.category_id].name
    if one.unit != WHOLE_UNIT:
        what = f"{what} ({one.unit})"
    value = int(one.value) if one.value == int(one.value) else float(one.value)
    counted = COUNTED if one.counted else ALONE
    late = ", preliminärt" if one.preliminary else ""
    period = formats.period(one.first, one.last)
    return (one.source_name, what, period, value, f"{counted}{late}")


def _note(basis: Basis, found: tuple[Stated, ...]) -> Iterator[Paragraph]:
    """What the group is shown and must not pass on."""
    of = {one.category_id for one in found if not one.counted and one.value}
    kept = [one.name for key in of if is_sensitive(one := basis.known.categories[key])]
    if kept and basis.audience is Audience.GROUP:
        yield Paragraph((Sentence(wording.kept_within(kept)),), small=True)
