"""Reports of more days than a week has: no week can be said to have them (decision 33).

Such a row has its first day as ``day`` and its last as ``until``, which is empty for others. It
is of some days where all of its own lie among them, and in no series of weeks.
"""

from datetime import date

from django.db.models import Q

from samsyn.domain.observations.enums import Longer

DAYS_IN_A_WEEK = 7


def is_long(first: date, last: date) -> bool:
    """Whether local days, both included, are more than a week has."""
    return (last - first).days >= DAYS_IN_A_WEEK


def within(first: date | None, last: date | None) -> Q:
    """Rows of days between two, both included; None where there is no such end."""
    found = Q(day__gte=first) if first else Q()
    if last:
        found &= Q(day__lte=last) & (Q(until__isnull=True) | Q(until__lte=last))
    return found


def in_a_week() -> Q:
    """Rows that a week has."""
    return Q(until__isnull=True)


def long_ones(longer: str, first: date | None, last: date | None) -> Q:
    """Long rows alone that share a day with those between two: all, or those that go beyond."""
    found = Q(until__isnull=False)
    if first:
        found &= Q(until__gte=first)
    if last:
        found &= Q(day__lte=last)
    return found & ~within(first, last) if longer == Longer.ACROSS else found
