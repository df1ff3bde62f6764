"""What is coming up in the weeks after the period."""

from datetime import date

from samsyn.domain.observations.enums import Release, ReportKind, Visibility
from samsyn.domain.observations.models import Observation
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.situations import wording
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.rules import COMING_WEEKS
from samsyn.domain.situations.sections.registry import Basis, section
from samsyn.domain.situations.values.content import Paragraph, Rows, Section, Sentence
from samsyn.domain.situations.values.placing import Placement, Side
from samsyn.drawing.table import Cell, Column, Table


@section("coming", Placement(60, Side.LEFT))
def coming(basis: Basis) -> Section:
    """Events by day. Their texts stand here only where they were shared with Lokala BRÅ."""
    found, ahead = basis.material.coming, basis.period.following(COMING_WEEKS)
    evidence = _selected(ahead.first, ahead.last)
    words = Paragraph((Sentence(wording.coming(len(found), ahead), evidence),))
    return Section("coming", "Kommande", (words, _table(basis, found)) if found else (words,))


def _table(basis: Basis, found: tuple[Observation, ...]) -> Rows:
    texts = tuple(_text(one) for one in found) if basis.audience is Audience.GROUP else ()
    columns: tuple[Column, ...] = (Column("Dag"), Column("Vad"), Column("Var"))
    rows = tuple(_row(one) for one in found)
    if any(texts):
        columns += (Column("Beskrivning"),)
        rows = tuple((*row, text) for row, text in zip(rows, texts, strict=True))
    evidence = tuple(_evidence(one) for one in found)
    return Rows(Table("Kommande evenemang", columns, rows), evidence)


def _row(one: Observation) -> tuple[Cell, ...]:
    place = one.place.name if one.place else one.district.name if one.district else ""
    return (wording.weekday(one.day), one.category.name, place)


def _text(one: Observation) -> str:
    """The description, where the council may read it and the police do not hold it."""
    shared = one.visibility == Visibility.COUNCIL and one.release != Release.HELD
    return one.description if shared else ""


def _evidence(one: Observation) -> Selection:
    return _selected(one.day, one.day, category=one.category.key)


def _selected(first: date, last: date, **narrowed: str) -> Selection:
    return Selection.passed_on(first, last, kind=ReportKind.UPCOMING.value, **narrowed)
