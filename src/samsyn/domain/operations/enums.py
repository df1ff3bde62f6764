"""Stored values of this room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BackupState(TextChoices):
    WHOLE = "whole", _("hel")
    INCOMPLETE = "incomplete", _("utan skadade filer")
    FAILED = "failed", _("misslyckades")


class DutyName(TextChoices):
    BACKUP = "backup", _("säkerhetskopiering")
    DISPOSAL = "disposal", _("gallring")
