"""Documents that were made of settled things, kept byte for byte."""

from django.db import models

from samsyn.domain.files.models import StoredFile
from samsyn.domain.organisations.tenancy import MunicipalityRow
from samsyn.domain.situations.models import SituationPicture


class PictureDocument(MunicipalityRow):
    """The PDF or Word file of a settled picture."""

    picture = models.ForeignKey(
        SituationPicture, on_delete=models.PROTECT, related_name="documents"
    )
    media_type = models.CharField(max_length=100)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta(MunicipalityRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["picture", "media_type"], name="picture_document_once")
        ]

    def __str__(self) -> str:
        return f"{self.picture_id} {self.media_type}"
