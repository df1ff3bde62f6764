"""How it stands as a whole."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from samsyn.domain.observations.enums import BESIDES, Longer
from samsyn.domain.observations.values.categories import Category, is_sensitive
from samsyn.domain.observations.values.selection import YES
from samsyn.domain.situations import wording
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.reading import NOTHING, Counts, Material, summed
from samsyn.domain.situations.rendering import figures
from samsyn.domain.situations.rules import WEEKS_BACK, compare
from samsyn.domain.situations.sections.registry import OVERALL, Basis, happened_in, section
from samsyn.domain.situations.sections.statistics import linked, of_counts
from samsyn.domain.situations.values.content import (
    Block,
    Comparison,
    Number,
    Numbers,
    Overall,
    Paragraph,
    Section,
    Sentence,
)
from samsyn.domain.situations.values.placing import Placement, Side
from samsyn.drawing.charts import Week, WeeklyBars, weekly_bars
from samsyn.drawing.state import ValueState
from samsyn.foundation import formats

_A_WEEK = timedelta(days=6)


@section("overall", Placement(10, Side.BY_HAND, front=True))
def overall(basis: Basis) -> Section:
    """Judgement, summary, key figures, what they show, and the weeks."""
    blocks: tuple[Block, ...] = (
        Overall(basis.judgements.get(OVERALL)),
        *summary(basis.summary),
        Numbers(tuple(_numbers(basis))),
        Paragraph(tuple(_sentences(basis))),
    )
    made = Section("overall", "Läget som helhet", blocks)
    return made.with_drawing(figures.drawn(weekly_bars, bars(basis)), source=_source(basis))


def summary(text: str) -> Iterator[Paragraph]:
    """People's own summary, a paragraph a line."""
    for line in filter(None, (line.strip() for line in text.splitlines())):
        yield Paragraph((Sentence(line),))


def comparisons(material: Material, counted: tuple[int, ...]) -> tuple[Comparison, Comparison]:
    """A count beside the period before and a year before."""
    period, (before, year) = material.period, material.known(counted)
    return (
        compare(wording.BEFORE, counted[0], period, before, period.before),
        compare(wording.YEAR_BEFORE, counted[0], period, year, period.year_before),
    )


def _numbers(basis: Basis) -> Iterator[Number]:
    material = basis.material
    now = material.total[0]
    label = "rapport" if now == 1 else "rapporter"
    yield Number(formats.number(now), label, str(basis.period), basis.evidence())
    for one in comparisons(material, material.total):
        value = "–" if one.count is None else formats.number(one.count)
        yield Number(value, one.label, wording.shows(one))
    if basis.audience is Audience.GROUP:
        reporting = {key for key, one in material.reporting.items() if one.now}
        heard = len(reporting | material.stating)
        noun = "organisation" if heard == 1 else "organisationer"
        yield Number(formats.number(heard), f"{noun} har rapporterat")


def _sentences(basis: Basis) -> Iterator[Sentence]:
    material = basis.material
    now, evidence = material.total[0], basis.evidence()
    yield Sentence(wording.total(now, basis.period), evidence)
    if material.linked:
        told = linked(material.linked.reports, material.linked.events)
        yield Sentence(told, basis.evidence(linked=YES))
    if material.of_counts:
        yield Sentence(of_counts(material.of_counts, now), evidence)
    for text in wording.compared(comparisons(material, material.total)):
        yield Sentence(text, evidence)
    yield from _long_ones(basis)
    yield from _days_compared(material)
    if material.bands:
        yield Sentence(wording.left_out(len(material.bands)))
    elif (besides := material.besides) > 0:
        yield Sentence(wording.besides(besides), basis.evidence(kind=BESIDES))


def _long_ones(basis: Basis) -> Iterator[Sentence]:
    """What is in no week, and what is in no number, with the reports."""
    material = basis.material
    if n := material.in_no_week:
        evidence = happened_in(material.drawn, longer=Longer.ANY.value)
        yield Sentence(_in_no_week(n), evidence)
    if n := material.beyond:
        yield Sentence(_beyond(n), basis.evidence(longer=Longer.ACROSS.value))


def _days_compared(material: Material) -> Iterator[Sentence]:
    """Which days the comparisons are with, and the reports of those days."""
    period = material.period
    said = (wording.the_period_before, period.before), (wording.a_year_before, period.year_before)
    for sentence, days in said:
        if material.knows(days):
            yield Sentence(sentence(days), happened_in(days))


def areas_of(basis: Basis) -> list[Category]:
    """The areas in force, or that hold reports; readers see those with something to show."""
    period, held = basis.period, {key for key, n in basis.material.categories.items() if any(n)}
    return [
        area
        for area in basis.known.areas
        if _in_force(area, period.first, period.last)
        or held & {one.pk for one in basis.known.within_area(area)}
    ]


def _in_force(area: Category, first: date, last: date) -> bool:
    return area.valid_from <= last and (area.valid_to is None or area.valid_to >= first)


def bars(basis: Basis) -> WeeklyBars:
    """The weeks of the period and those before."""
    counted: Counter[date] = Counter()
    for (monday, _), n in basis.material.weeks.items():
        counted[monday] += n
    mondays = basis.period.mondays(WEEKS_BACK)
    weeks = tuple(_week(basis, monday, counted[monday]) for monday in mondays)
    return WeeklyBars("Rapporter per vecka", weeks, ("Rapporter",))


def counted_in(basis: Basis, area: Category) -> Counts:
    """An area's reports now, in the period before and a year before."""
    categories = basis.material.categories
    return summed(categories.get(one.pk, NOTHING) for one in basis.known.within_area(area))


def shown(basis: Basis, area: Category) -> bool:
    """Whether any of an area's categories is counted for this reader."""
    if basis.audience is Audience.GROUP:
        return True
    return any(not is_sensitive(one) for one in basis.known.within_area(area))


def _week(basis: Basis, monday: date, counted: int) -> Week:
    state = week_state(basis.material, monday)
    if state is ValueState.MISSING:
        return Week(monday, state=state)
    return Week(monday, (counted,), state)


def week_state(material: Material, monday: date) -> ValueState:
    """A week before the data begin is missing; one that is not over is preliminary."""
    if material.first_day is None or monday + _A_WEEK < material.first_day:
        return ValueState.MISSING
    return ValueState.PRELIMINARY if monday + _A_WEEK >= material.today else ValueState.KNOWN


def _source(basis: Basis) -> str:
    return f"Källa: rapporter i Samsyn, {basis.cover.municipality}."


def _in_no_week(n: int) -> str:
    """Reports of more days than a week has: drawn in no week."""
    told = f"{wording.reports(n)} gäller längre tid än en vecka och står inte i veckorna"
    return wording.sentence(told)


def _beyond(n: int) -> str:
    """Those whose days the period does not hold: counted in no number of it."""
    whole = "tiden ligger inte helt i perioden"
    return wording.sentence(
        f"{wording.reports(n)} gäller längre tid än en vecka och räknas inte här: {whole}"
    )
