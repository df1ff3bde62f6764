"""The files that a picture becomes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Format(TextChoices):
    PDF = "pdf", _("PDF")
    DOCX = "docx", _("Word")


MEDIA_TYPES = {
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
