"""The numbers behind the words, what counts as growth, and who may do what."""

from collections.abc import Callable
from datetime import date, timedelta

from samsyn.domain.monitoring.enums import TRANSITIONS, Confidence, Triage
from samsyn.domain.monitoring.models import Deviation
from samsyn.domain.organisations.enums import Act, Role
from samsyn.domain.organisations.tenancy import Scope
from samsyn.foundation.refusals import Mistaken, NotNow, Refusal
from samsyn.foundation.rows import check_fits

CLEAR_Q, LIKELY_Q = 0.01, 0.10
"""Expected share of false ones among those called so: one in a hundred, one in ten."""
CLEAR_EVENTS = 10
"""Fewer events than this are never called clear."""
MOST_AT_A_MEETING = 5
CARD_WEEKS = 4
"""A deviation stays on the cards for as many weeks after its last week."""
GROWN_BY, GROWN_EVENTS = 1.5, 2.0
"""A dismissed deviation returns when its excess is half as large again, by two events."""
FEWEST_SHOWN_OUTSIDE = 5
"""Events in a cell of a map below which only the working group sees it."""
_WORKING_GROUP = frozenset({Role.CONTACT, Role.COORDINATOR, Role.ANALYST})


def confidence_of(q: float, events: float) -> Confidence:
    """Clear: q at most 0.01 and ten events or more. Likely: q at most 0.10. Else uncertain.

    ``q``: the expected share of false ones among everything at least as unlikely, which a
    missing test (NaN) never passes.
    """
    if q <= CLEAR_Q and events >= CLEAR_EVENTS:
        return Confidence.CLEAR
    return Confidence.LIKELY if q <= LIKELY_Q else Confidence.UNCERTAIN


def has_grown(excess: float, before: float) -> bool:
    """Whether an excess is so much larger than before that it is worth seeing again."""
    return excess >= GROWN_BY * before and excess >= before + GROWN_EVENTS


def still_on_the_cards(last_week: date, today: date) -> bool:
    """Whether a deviation is recent enough for the next meeting."""
    return last_week >= today - timedelta(weeks=CARD_WEEKS + 1)


def is_in_working_group(scope: Scope) -> bool:
    """Whether the person sees small numbers of places: the EST group, not the council."""
    return scope.everything or bool(scope.roles & _WORKING_GROUP)


def check_may_triage(scope: Scope) -> None:
    """Coordinators and analysts judge deviations."""
    scope.check(Act.TRIAGE)


def check_step(row: Deviation, to: Triage) -> None:
    """Refuse a step that the deviation's state does not permit."""
    if to not in TRANSITIONS[Triage(row.state)]:
        raise NotNow(f"Avvikelsen är {Triage(row.state).label} och kan inte bli {to.label}.")


def check_reason(reason: str) -> None:
    """A dismissal says why, since it hides something."""
    if not reason.strip():
        raise Mistaken("Skriv varför avvikelsen avskrivs, så att andra kan följa det.", "reason")
    check_fits(Deviation, reason=reason.strip())


def check_reference(reference: str) -> None:
    """A link names what it leads to."""
    if not reference.strip():
        raise Mistaken("Skriv vilket problem eller ärende avvikelsen hör till.", "reference")
    check_fits(Deviation, reference=reference.strip())


def may(check: Callable[[], object]) -> bool:
    """Whether a check would pass."""
    try:
        check()
    except Refusal:
        return False
    return True


def may_step(scope: Scope, row: Deviation, to: Triage) -> bool:
    """Whether the button is there."""
    return may(lambda: check_may_triage(scope)) and may(lambda: check_step(row, to))
