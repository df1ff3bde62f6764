"""Content-addressed files: the bytes lie in ``var/files``, the rows here."""

from django.db import models
from django.db.models import Q

from samsyn.domain.files.enums import DisposalKind
from samsyn.domain.organisations.tenancy import MunicipalityRow
from samsyn.foundation.rows import choice_field


class StoredFile(MunicipalityRow):
    """Bytes by their SHA-256; equal bytes of one municipality are one file.

    With ``disposed_at`` the bytes are gone for good; the row goes on telling what they were.
    """

    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    disposed_at = models.DateTimeField(null=True, blank=True)

    class Meta(MunicipalityRow.Meta):
        constraints = [
            # what comes in once more after its disposal is another file
            models.UniqueConstraint(
                fields=["municipality", "digest", "name"],
                condition=Q(disposed_at__isnull=True),
                name="file_once_while_kept",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Disposal(MunicipalityRow):
    """A decision that something is gone: what, by uid, and the digest of what it was.

    The same is written to a ledger beside the database, so that a backup that is older than the
    decision does not bring back what was disposed of.
    """

    kind = choice_field(DisposalKind)
    subject = models.CharField(max_length=36)
    digest = models.CharField(max_length=64)

    class Meta(MunicipalityRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject"], name="disposal_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
