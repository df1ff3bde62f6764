"""How the installation stands: the last backup, and a municipality's terms."""

from samsyn.domain.operations.enums import BackupState
from samsyn.domain.operations.models import Backup, DisposalTerms
from samsyn.domain.organisations.tenancy import Scope


def last_backup(*, succeeded: bool = False) -> Backup | None:
    """The last backup that was tried, or the last that came to something; None before the first."""
    rows = Backup.objects.order_by("-started_at", "-pk")
    return (rows.exclude(state=BackupState.FAILED) if succeeded else rows).first()


def terms_of(scope: Scope) -> DisposalTerms:
    """The municipality's terms; unsaved, with our proposal, where it has set none."""
    found = DisposalTerms.objects.visible_to(scope).first()
    return found or DisposalTerms(municipality_id=scope.municipality_id, version=0)
