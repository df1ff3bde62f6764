"""A deviation as pages show it: its sentences, and what may be done."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from samsyn.domain.monitoring import wording
from samsyn.domain.monitoring.enums import Cause, DeviationKind, Triage, Word
from samsyn.domain.monitoring.models import Deviation
from samsyn.domain.monitoring.rules import may_step
from samsyn.domain.observations.reference import Reference
from samsyn.domain.observations.values.selection import Selection
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation import formats

# certainty is no alarm: none of the colours that say bad
COLOURS = {"clear": "accent", "likely": "info", "uncertain": "neutral"}
STATES = {"new": "info", "acknowledged": "neutral", "linked": "success", "dismissed": "neutral"}


@dataclass(frozen=True)
class Card:
    """A deviation with the sentences of its card."""

    row: Deviation
    title: str
    sentence: str
    chance: str
    confidence: str
    colour: str
    state_colour: str
    when: str
    verdict: str
    steps: frozenset[str]


def card(scope: Scope, row: Deviation) -> Card:
    """The card of a deviation that was read with its verdicts."""
    judged = row.judged[0].get_word_display() if row.judged else ""  # type: ignore[attr-defined]
    return Card(
        row=row,
        title=wording.title(row),
        sentence=wording.sentence(row),
        chance=wording.chance(row),
        confidence=wording.confidence(row),
        colour=COLOURS[row.confidence],
        state_colour=STATES[row.state],
        when=wording.weeks(row.first_week, row.last_week),
        verdict=str(judged),
        steps=frozenset(to.value for to in Triage if may_step(scope, row, to)),
    )


@dataclass(frozen=True)
class Fact:
    """A heading and what is said under it."""

    label: str
    texts: tuple[str, ...]


def why(row: Deviation, known: Reference) -> list[Fact]:
    """The answer to "Varför?", line by line."""
    band = _("%(expected)s. 80 av 100: %(inner)s. 95 av 100: %(outer)s.") % {
        "expected": wording.about(row.expected),
        "inner": wording.span(row.low_80, row.high_80),
        "outer": wording.span(row.low_95, row.high_95),
    }
    facts = [
        Fact(_("Såg vi"), (wording.reports(row.observed),)),
        Fact(_("Väntade vi"), (band,)),
        Fact(_("Slump?"), (wording.chance(row),)),
        Fact(_("Jämfört med"), (wording.compared(row),)),
    ]
    if row.kind in (DeviationKind.RISE, DeviationKind.SLOW_RISE):
        facts += _about_series(row, known)
    elif row.kind == DeviationKind.CLUSTER:
        facts.append(_sources(row))
    return facts


def _sources(row: Deviation) -> Fact:
    sources = [f"{name} {formats.number(n)}" for name, n in row.evidence.get("sources", [])]
    return Fact(_("Vilka rapporterade"), (formats.listing(sources) or "–",))


def _about_series(row: Deviation, known: Reference) -> list[Fact]:
    return [
        Fact(_("Rör sig också"), _others(row, known)),
        _sources(row),
        Fact(_("Mer rapportering?"), (wording.effort(row),)),
        Fact(_("Uppgifternas kvalitet"), tuple(wording.quality(row))),
    ]


def _others(row: Deviation, known: Reference) -> tuple[str, ...]:
    districts = {one.code: one.name for one in known.primary_districts}
    names = {key: one.name for key, one in known.by_key.items()}
    said = tuple(
        _("%(name)s: %(n)s, väntat %(expected)s")
        % {
            "name": wording.series_name(
                names.get(one["area"], ""),
                names.get(one["category"], ""),
                districts.get(one["district"], ""),
            ),
            "n": formats.number(one["observed"]),
            "expected": wording.about(one["expected"]),
        }
        for one in row.evidence.get("others", [])
    )
    return said or (_("Inget annat rörde sig samma vecka."),)


@dataclass(frozen=True)
class Doubt:
    """Another cause: the question, the answer, and whether it could be so."""

    question: str
    answer: str
    found: bool


def doubts(row: Deviation) -> list[Doubt]:
    """The answers to "Kan det vara något annat?", those that could be so first."""
    told = [
        Doubt(str(wording.CAUSES[Cause(one["cause"]).value]), wording.doubt(one), one["found"])
        for one in row.evidence.get("doubts", [])
    ]
    return sorted(told, key=lambda one: not one.found)


def compared_weeks(row: Deviation) -> list[tuple[str, int]]:
    """The weeks compared with, and their counts."""
    past = row.evidence.get("compared", [])
    return [(_week(date.fromisoformat(one["monday"])), one["count"]) for one in past]


def _week(monday: date) -> str:
    return f"{formats.week(monday)} {monday.isocalendar().year}"


def evidence(row: Deviation) -> Selection | None:
    """The reports behind a deviation, as the list of reports takes them."""
    if row.kind == DeviationKind.NEAR_REPEAT:
        return None
    return Selection.passed_on(
        row.first_week,
        row.last_week + timedelta(days=6),
        area=row.area.key if row.area else "",
        category=row.category.key if row.category else "",
        district=row.district.code if row.district else "",
        deviation=str(row.uid),
    )


VERDICTS = (
    (Word.TRUE, "tick"),
    (Word.CHANCE, "minus"),
    (Word.REPORTING, "people"),
)
