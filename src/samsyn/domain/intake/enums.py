"""Stored values of this room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BatchState(TextChoices):
    UPLOADED = "uploaded", _("uppladdad")
    CHECKING = "checking", _("provläses")
    CHECKED = "checked", _("provläst")
    IMPORTING = "importing", _("läses in")
    IMPORTED = "imported", _("inläst")
    UNDONE = "undone", _("ångrad")
    FAILED = "failed", _("misslyckades")


# which state may follow which; tested for totality
TRANSITIONS: dict[BatchState, frozenset[BatchState]] = {
    BatchState.UPLOADED: frozenset({BatchState.CHECKING}),
    BatchState.CHECKING: frozenset({BatchState.CHECKED, BatchState.FAILED}),
    BatchState.CHECKED: frozenset({BatchState.CHECKING, BatchState.IMPORTING}),
    BatchState.IMPORTING: frozenset({BatchState.IMPORTED, BatchState.FAILED}),
    BatchState.IMPORTED: frozenset({BatchState.UNDONE}),
    BatchState.UNDONE: frozenset(),
    BatchState.FAILED: frozenset({BatchState.CHECKING}),
}
