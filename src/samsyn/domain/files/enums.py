"""Stored values of this room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DisposalKind(TextChoices):
    ORIGINAL = "original", _("originalfil")
