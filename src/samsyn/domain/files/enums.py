"""Stored values of this room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DisposalKind(TextChoices):
    ORIGINAL = "original", _("originalfil")
    STOPPED_TEXT = "stopped_text", _("stoppad text")
    TEXTS = "texts", _("orden i en rapport")
    MASKED = "masked", _("maskerade ord")


class Format(TextChoices):
    """The files that something settled becomes."""

    PDF = "pdf", _("PDF")
    DOCX = "docx", _("Word")


MEDIA_TYPES = {
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
