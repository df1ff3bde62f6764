"""Deviations for the draft picture: the strongest of a period, in frozen rows."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import translation

from samsyn.domain.monitoring import wording
from samsyn.domain.monitoring.enums import Confidence, DeviationKind, RunState, Triage, Word
from samsyn.domain.monitoring.models import Deviation, Run, Verdict
from samsyn.domain.monitoring.rules import MOST_AT_A_MEETING
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation.clock import monday


@dataclass(frozen=True)
class PictureDeviation:
    """One deviation, in Swedish: ``title``, what was seen (``sentence``), how often chance
    does that (``chance``), and the word for how sure it is with what the word means.

    ``area`` and ``category`` are keys, ``district`` a code, empty for all. ``sensitive``:
    small counts of it stay with the group and Lokala BRÅ. ``first_week`` and ``last_week``
    are Mondays; ``low``–``high`` is what 95 weeks of a hundred hold.
    """

    uid: UUID
    kind: DeviationKind
    title: str
    sentence: str
    chance: str
    confidence: Confidence
    confidence_says: str
    first_week: date
    last_week: date
    observed: int
    expected: float
    low: int
    high: int
    area: str
    category: str
    district: str
    sensitive: bool
    preliminary: bool
    state: Triage
    reference: str


@dataclass(frozen=True)
class ForPicture:
    """The strongest deviations of a period, how many more there are, the day of the latest
    run (None in a municipality without one), and how many false ones to expect."""

    rows: tuple[PictureDeviation, ...]
    more: int
    last_run: date | None
    false_says: str


def for_picture(scope: Scope, first: date, last: date, most: int = MOST_AT_A_MEETING) -> ForPicture:
    """Deviations of weeks that share a day with ``first``–``last``, strongest first.

    What is dismissed, or was judged as chance, is left out. Sentences are in Swedish
    whoever asks, as the picture's other texts.
    """
    runs = Run.objects.visible_to(scope).filter(state=RunState.DONE, as_of__gte=first)
    run = runs.defer("results").order_by("-as_of", "-id").first()
    if run is None:
        return ForPicture((), 0, None, "")
    chance = Verdict.objects.visible_to(scope).filter(current=True, word=Word.CHANCE)
    rows = (
        Deviation.objects.visible_to(scope)
        .filter(last_week__gte=monday(first), first_week__lte=last)
        .exclude(state=Triage.DISMISSED)
        .exclude(pk__in=chance.values("deviation_id"))
        .select_related("area", "category", "district")
        .order_by("-strength", "id")
    )
    found = list(rows)
    with translation.override("sv"):
        return ForPicture(
            rows=tuple(_row(one) for one in found[:most]),
            more=max(len(found) - most, 0),
            last_run=run.as_of,
            false_says=wording.expected_false(run.tested, run.expected_false),
        )


def _row(one: Deviation) -> PictureDeviation:
    return PictureDeviation(
        uid=one.uid,
        kind=DeviationKind(one.kind),
        title=wording.title(one),
        sentence=wording.sentence(one),
        chance=wording.chance(one),
        confidence=Confidence(one.confidence),
        confidence_says=wording.confidence(one),
        first_week=one.first_week,
        last_week=one.last_week,
        observed=one.observed,
        expected=one.expected,
        low=round(one.low_95),
        high=round(one.high_95),
        area=one.area.key if one.area else "",
        category=one.category.key if one.category else "",
        district=one.district.code if one.district else "",
        sensitive=one.sensitive,
        preliminary=one.preliminary,
        state=Triage(one.state),
        reference=one.reference,
    )
