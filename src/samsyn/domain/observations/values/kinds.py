"""Which reports tell of what has happened: the one place that says it."""

from django.db.models import Q

from samsyn.domain.observations.enums import HAPPENED, KINDS_TOGETHER


def happened() -> Q:
    """The reports, or the full cells of counts, of what has happened: pictures, maps and the
    early warning count these, and speak of what is coming up and what is done about it apart."""
    return Q(kind__in=KINDS_TOGETHER[HAPPENED])


def shared_happened() -> Q:
    """The same of the shared picture's cells. Said as a list, since SQLite would not look a mere
    truth up in an index."""
    return Q(happened__in=(True,))
