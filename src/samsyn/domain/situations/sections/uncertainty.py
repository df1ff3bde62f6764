"""What is missing, what is preliminary, and how to read the comparisons."""

from collections.abc import Iterator
from datetime import timedelta

from samsyn.domain.observations.enums import ReportState
from samsyn.domain.situations import wording
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.reading import Material
from samsyn.domain.situations.rules import FEWEST
from samsyn.domain.situations.sections.coverage import heard
from samsyn.domain.situations.sections.overall import areas_of, counted_in, shown
from samsyn.domain.situations.sections.registry import Basis, section
from samsyn.domain.situations.values.content import Paragraph, Points, Section, Sentence
from samsyn.domain.situations.values.placing import Placement
from samsyn.foundation.clock import HOURED_PARTS

_COMES_IN_FOR = timedelta(days=7)
"""How long reports from a period usually go on coming in."""


@section("uncertainty", Placement(90))
def uncertainty(basis: Basis) -> Section:
    """Points about these very numbers, then the method."""
    points = Points(tuple(_points(basis)))
    method = Paragraph((Sentence(wording.method(FEWEST)),), small=True)
    return Section("uncertainty", "Osäkerhet", (points, method))


def _points(basis: Basis) -> Iterator[Sentence]:
    yield from _time(basis.material)
    yield from _reporting(basis)
    yield from _precision(basis)
    made = _comparisons(basis)
    if made:
        yield Sentence(wording.chance(made))
    layer = basis.known.primary_layer
    if layer is not None and layer.illustrative:
        yield Sentence(wording.ILLUSTRATIVE)


def _time(material: Material) -> Iterator[Sentence]:
    if material.period.last >= material.today:
        yield Sentence(wording.not_over(material.period))
    elif material.period.last + _COMES_IN_FOR >= material.today:
        yield Sentence(wording.still_coming_in())


def _reporting(basis: Basis) -> Iterator[Sentence]:
    reporting = basis.material.reporting.values()
    waiting = sum(one.waiting for one in reporting)
    if waiting and basis.audience is Audience.GROUP:
        evidence = basis.evidence(state=ReportState.SUBMITTED.value)
        yield Sentence(wording.waiting(waiting), evidence)
    silent = heard(basis).silent
    if silent:
        yield Sentence(wording.silent_number(len(silent)))
    now = sum(1 for one in reporting if one.now)
    before = sum(1 for one in reporting if one.before)
    if now != before and basis.material.knows(basis.period.before) and _is_group(basis):
        yield Sentence(wording.more_organisations(now, before), basis.evidence())


def _is_group(basis: Basis) -> bool:
    return basis.audience is Audience.GROUP


def _precision(basis: Basis) -> Iterator[Sentence]:
    material, evidence = basis.material, basis.evidence()
    of = material.total[0]
    hours = sum(n for (_, part), n in material.hours.items() if part not in HOURED_PARTS)
    if hours:
        yield Sentence(wording.unknown("tid på dygnet", hours, of), evidence)
    outside = material.by_district().get(0, 0)
    if outside:
        yield Sentence(wording.unknown("plats inom områdena", outside, of), evidence)


def _comparisons(basis: Basis) -> int:
    """How many comparisons the picture makes with enough reports to show a difference."""
    material = basis.material
    areas = (counted_in(basis, area) for area in areas_of(basis) if shown(basis, area))
    return sum(
        other is not None and counted[0] + other >= FEWEST
        for counted in (material.total, *areas)
        for other in material.known(counted)
    )
