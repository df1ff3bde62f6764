"""What a comparison shows, what is too small to show, and who may do what with a picture."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from math import copysign, isfinite

from samsyn.analysis.rates import rate_ratio
from samsyn.domain.organisations.enums import Act
from samsyn.domain.organisations.tenancy import Scope
from samsyn.domain.situations.enums import TRANSITIONS, Direction, PictureState
from samsyn.domain.situations.models import MOTIVATION_LENGTH, SituationPicture
from samsyn.domain.situations.values.content import AreaFigures, Comparison
from samsyn.domain.situations.values.periods import Period
from samsyn.foundation import formats
from samsyn.foundation.refusals import Mistaken, NotNow, Refusal

FEWEST = 10
"""Fewer reports than this in both periods together settle nothing. Of nine in two periods
alike, at least eight must fall in one of them before the exact 95 % interval leaves 1."""
ALIKE_WITHIN = 2.0
"""Periods are called alike only when the interval shuts out a doubling and a halving."""
LEVEL = 0.95
RATIO_DECIMALS = 4
BAND = 5
"""Counts below this of sensitive categories never leave the group and Lokala BRÅ; larger
ones leave in bands this wide, so that two overlapping periods do not tell them apart."""
WEEKS_BACK = 12
"""How far back the weekly series goes, and where recurrence of a place is looked for."""
RECURRING_WEEKS = 4
"""A place recurs when it was reported in at least so many of the weeks before."""
COMING_WEEKS = 4
"""How far ahead the picture looks for what is coming up."""
LONGEST_DAYS = 366
EARLIEST = date(2000, 1, 1)


def compare(label: str, n: int, period: Period, before: int | None, other: Period) -> Comparison:
    """A count beside that of another period, and what the difference shows.

    The ratio of reports per day has the exact interval that holds given the sum of both
    (``analysis.rates.rate_ratio``; Przyborowski & Wilenski, Biometrika 31, 1940). More or
    fewer: the 95 % interval lies on one side of 1. Alike: it lies between a half and two.
    All else, and fewer than ``FEWEST`` reports in all, is too few to tell.
    """
    if before is None:
        unknown = (None, None, None, None)
        return Comparison(label, other.first, other.last, *unknown, Direction.NO_HISTORY)
    found = rate_ratio(n, period.days, before, other.days, LEVEL)
    low, high = float(found.low), float(found.high)
    ends = (_rounded(float(found.ratio)), _rounded(low), _rounded(high))
    shows = direction(n + before, low, high)
    return Comparison(label, other.first, other.last, before, *ends, shows)


def direction(total: int, low: float, high: float) -> Direction:
    """What an interval of a ratio shows, with so many reports behind it."""
    if total < FEWEST:
        return Direction.TOO_FEW
    if low > 1:
        return Direction.MORE
    if high < 1:
        return Direction.FEWER
    if low >= 1 / ALIKE_WITHIN and high <= ALIKE_WITHIN:
        return Direction.ALIKE
    return Direction.TOO_FEW


def _rounded(value: float) -> float | None:
    """Enough decimals to read, the same text on every machine, and 1 only for what is 1."""
    if not isfinite(value):
        return None
    kept = round(value, RATIO_DECIMALS)
    if kept != 1 or value == 1:
        return kept
    return round(kept + copysign(10**-RATIO_DECIMALS, value - 1), RATIO_DECIMALS)


def band(n: int) -> str:
    """A sensitive count as it may leave the group: ``0–4``, ``5–9``, ``10–14`` …"""
    low = n // BAND * BAND
    return f"{formats.number(low)}–{formats.number(low + BAND - 1)}"


def recurs(weeks_before: int) -> bool:
    """Whether a place that is reported now has been so before."""
    return weeks_before >= RECURRING_WEEKS


def check_period(period: Period, today: date) -> None:
    """Refuse days that no picture can be made of."""
    if period.first < EARLIEST:
        raise Mistaken(f"Välj en första dag från {EARLIEST.year} eller senare.", "first")
    if period.last < period.first:
        raise Mistaken("Sista dagen ligger före första dagen.", "last")
    if period.first > today:
        raise Mistaken("Perioden har inte börjat än. Välj en tidigare första dag.", "first")
    if period.days > LONGEST_DAYS:
        raise Mistaken("Perioden är längre än ett år. Välj en kortare.", "last")


def check_length(text: str, longest: int, field: str) -> None:
    """Refuse a text that does not fit."""
    if len(text) > longest:
        raise Mistaken(f"Texten är {len(text) - longest} tecken för lång. Korta den.", field)


def check_motivation(text: str) -> None:
    """A judgement says why, briefly."""
    if not text.strip():
        raise Mistaken("Skriv varför läget bedöms så.", "motivation")
    check_length(text, MOTIVATION_LENGTH, "motivation")


def check_may_edit(scope: Scope, picture: SituationPicture) -> None:
    """Those who draft change texts and title, while it is a draft."""
    scope.check(Act.DRAFT)
    _check_is_draft(picture)


def check_may_assess(scope: Scope, picture: SituationPicture) -> None:
    """Those who assess do so while it is a draft."""
    scope.check(Act.ASSESS)
    _check_is_draft(picture)


def check_may_settle(scope: Scope, picture: SituationPicture, today: date) -> None:
    """The coordinator settles a draft when its period is over."""
    scope.check(Act.SETTLE)
    if PictureState.SETTLED not in TRANSITIONS[PictureState(picture.state)]:
        raise NotNow("Lägesbilden är redan fastställd.")
    if picture.period_to > today:
        raise NotNow(
            f"Perioden slutar {formats.day(picture.period_to)}. Fastställ när den är slut."
        )


def _check_is_draft(picture: SituationPicture) -> None:
    if picture.state != PictureState.DRAFT:
        raise NotNow("Lägesbilden är fastställd och ändras inte mer.")


def unassessed(overall: bool, areas: Iterable[AreaFigures]) -> list[str]:
    """The names of what still waits to be judged, the whole last."""
    waiting = [area.name for area in areas if area.judgement is None]
    return waiting if overall else [*waiting, "Läget som helhet"]


def check_complete(waiting: Sequence[str]) -> None:
    """Refuse to settle what is not judged in full."""
    if waiting:
        raise NotNow(f"Bedömning saknas: {formats.listing(list(waiting))}.")


def _may(check: Callable[[], None]) -> bool:
    try:
        check()
    except Refusal:
        return False
    return True


def may_edit(scope: Scope, picture: SituationPicture) -> bool:
    """Whether texts can be changed."""
    return _may(lambda: check_may_edit(scope, picture))


def may_assess(scope: Scope, picture: SituationPicture) -> bool:
    """Whether the assessment forms are there."""
    return _may(lambda: check_may_assess(scope, picture))


def may_settle(scope: Scope, picture: SituationPicture, today: date) -> bool:
    """Whether the button to settle works."""
    return _may(lambda: check_may_settle(scope, picture, today))
