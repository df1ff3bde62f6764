"""Content-addressed files: the bytes lie in ``var/files``, the rows here."""

from django.db import models

from samsyn.domain.organisations.tenancy import MunicipalityRow


class StoredFile(MunicipalityRow):
    """Bytes by their SHA-256; equal bytes of one municipality are one file."""

    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()

    class Meta(MunicipalityRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "digest", "name"], name="file_once")
        ]

    def __str__(self) -> str:
        return self.name
