"""What the analysis noticed in the period: proposals to talk about, never a judgement."""

from collections.abc import Iterator
from datetime import timedelta

from samsyn.domain.monitoring.queries import PictureDeviation, for_picture
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.sections.registry import Basis, section
from samsyn.domain.situations.values.content import Paragraph, Points, Section, Sentence
from samsyn.domain.situations.values.placing import Placement, Side

NOTHING = "Inget stack ut mot samma årstid tidigare, eller så är det avskrivet."
MORE = "Fler avvikelser finns, svagare än dessa: {}."
PROPOSALS = "Avvikelser är förslag att tala om. Bara det som har rapporterats räknas."


@section("deviations", Placement(25, Side.LEFT))
def deviations(basis: Basis) -> Section | None:
    """At most five, strongest first; no section in a municipality without a run.

    For readers outside the group what holds a sensitive category is left out.
    """
    found = for_picture(basis.scope, basis.period.first, basis.period.last)
    if found.last_run is None:
        return None
    group = basis.audience is Audience.GROUP
    rows = [one for one in found.rows if group or not one.sensitive]
    points = Points(tuple(_sentences(rows))) if rows else Paragraph((Sentence(NOTHING),))
    notes = (found.false_says, MORE.format(found.more) if found.more and group else "", PROPOSALS)
    small = Paragraph(tuple(Sentence(text) for text in notes if text), small=True)
    return Section("deviations", "Avvikelser", (points, small))


def _sentences(rows: list[PictureDeviation]) -> Iterator[Sentence]:
    for one in rows:
        word = str(one.confidence.label)
        late = " Preliminärt." if one.preliminary else ""
        yield Sentence(f"{one.title} ({word}): {one.sentence}{late}", _evidence(one))


def _evidence(one: PictureDeviation) -> Selection:
    until = one.last_week + timedelta(days=6)
    return Selection.passed_on(
        one.first_week,
        until,
        area=one.area,
        category=one.category,
        district=one.district,
        deviation=str(one.uid),
    )
