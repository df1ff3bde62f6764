"""What seldom changes is read once a process and version, not once a page.

``Municipality.reference_version`` moves with every change of organisations,
categories, districts or places; what is cached by it is never stale.
"""

from django.db.models import F

from samsyn.domain.organisations.models import Municipality


def moved(municipality_id: int) -> None:
    """Say that reference data changed; call it in the transaction of the change."""
    Municipality.objects.filter(pk=municipality_id).update(
        reference_version=F("reference_version") + 1
    )
