"""What the group raises in Lokala BRÅ."""

from samsyn.domain.situations import wording
from samsyn.domain.situations.enums import Colour
from samsyn.domain.situations.sections.registry import Basis, section
from samsyn.domain.situations.values.content import Points, Section, Sentence
from samsyn.domain.situations.values.placing import Placement, Side


@section("raised", Placement(30, Side.BY_HAND, front=True))
def raised(basis: Basis) -> Section:
    """People's own points, a line each, and the areas they judge red."""
    lines = filter(None, (line.strip(" \t-•*") for line in basis.raised.splitlines()))
    points = [Sentence(line) for line in lines]
    red = [
        area
        for area in basis.known.areas
        if area.key in basis.judgements and basis.judgements[area.key].colour is Colour.RED
    ]
    points += [Sentence(wording.red([one.name]), basis.evidence(area=one.key)) for one in red]
    blocks = (Points(tuple(points)),) if points else ()
    return Section("raised", "Att ta upp i Lokala BRÅ", blocks)
