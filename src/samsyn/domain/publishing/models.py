"""Documents that were made of settled things, kept byte for byte."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from samsyn.domain.files.enums import MEDIA_TYPES, Format
from samsyn.domain.files.models import StoredFile
from samsyn.domain.organisations.tenancy import MunicipalityRow, Scope, ScopedQuerySet
from samsyn.domain.publishing.values import subjects


class DocumentQuerySet(ScopedQuerySet[Any]):
    """Documents within a scope: of each subject, those for the audiences that one may read."""

    def visible_to(self, scope: Scope) -> Self:
        readable = Q(pk__in=())
        for one in subjects().values():
            readable |= Q(subject=one.key, audience__in=one.readable(scope))
        return super().visible_to(scope).filter(readable)


class PublishedDocument(MunicipalityRow):
    """The PDF or Word file of a settled thing, for one audience.

    ``subject`` is the key of what kind of thing it is (``files.values.Subject``), ``subject_uid``
    which one: things that are settled never go, and no room below is known here by a table.
    """

    subject = models.CharField(max_length=40)
    subject_uid = models.UUIDField()
    audience = models.CharField(max_length=24)
    media_type = models.CharField(max_length=100)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    objects = DocumentQuerySet.as_manager()  # type: ignore[misc]

    class Meta(MunicipalityRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "subject_uid", "audience", "media_type"], name="document_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_uid} {self.media_type}"

    @property
    def kind(self) -> Format:
        """Which of the formats it is."""
        return next(kind for kind, media in MEDIA_TYPES.items() if media == self.media_type)

    @property
    def made_anew_at(self) -> datetime | None:
        """When it was made anew because words in it were masked; None where it is as it was."""
        at = self.file.created_at
        return at if at > self.created_at else None

    @property
    def audience_label(self) -> str:
        """For whom it is, in words."""
        return str(subjects()[self.subject].audiences(self.audience).label)
