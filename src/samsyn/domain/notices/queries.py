"""Reads of the outbox, for who looks after the installation."""

from django.db.models import Count, QuerySet

from samsyn.domain.notices.enums import LetterState
from samsyn.domain.notices.models import OutgoingMail


def letters_by_state() -> dict[str, int]:
    """How many letters stand in each state that has any."""
    rows = OutgoingMail.rows.values_list("state").annotate(n=Count("pk")).order_by("state")
    return dict(rows)


def stranded() -> QuerySet[OutgoingMail]:
    """Letters that were given up or may not have come, oldest first."""
    states = (LetterState.FAILED, LetterState.UNSURE)
    return OutgoingMail.rows.select_related("municipality").filter(state__in=states).order_by("pk")
