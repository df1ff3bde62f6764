"""Documents that were made of settled things, kept byte for byte."""

from django.db import models

from samsyn.domain.files.models import StoredFile
from samsyn.domain.organisations.tenancy import MunicipalityRow
from samsyn.domain.publishing.enums import MEDIA_TYPES, Format
from samsyn.domain.situations.enums import Audience
from samsyn.domain.situations.models import OfAudienceQuerySet, SituationPicture
from samsyn.foundation.rows import choice_field


class PictureDocument(MunicipalityRow):
    """The PDF or Word file of a settled picture, for one audience."""

    picture = models.ForeignKey(
        SituationPicture, on_delete=models.PROTECT, related_name="documents"
    )
    audience = choice_field(Audience)
    media_type = models.CharField(max_length=100)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    objects = OfAudienceQuerySet.as_manager()  # type: ignore[misc]

    class Meta(MunicipalityRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["picture", "audience", "media_type"], name="picture_document_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.picture_id} {self.media_type}"

    @property
    def kind(self) -> Format:
        """Which of the formats it is."""
        return next(kind for kind, media in MEDIA_TYPES.items() if media == self.media_type)
