"""What is done to the whole installation stands in the log of each of its municipalities."""

from samsyn.domain.audit.actions import Plain, record
from samsyn.domain.organisations.models import Municipality
from samsyn.domain.organisations.rules import system_scope


def record_everywhere(act: str, plain: Plain) -> None:
    """An entry of the system's in every municipality's chain."""
    for municipality in Municipality.objects.order_by("pk"):
        record(system_scope(municipality), act, municipality, plain=plain)
