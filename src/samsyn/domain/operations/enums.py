"""Stored values of this room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BackupState(TextChoices):
    WHOLE = "whole", _("hel")
    INCOMPLETE = "incomplete", _("utan skadade filer")
    FAILED = "failed", _("misslyckades")


class AlertKind(TextChoices):
    """What somebody must be told of at once."""

    SPRAY = "spray", _("många misslyckade inloggningar på olika konton")
    GUESSING = "guessing", _("många misslyckade inloggningar på ett konto")
    SECOND_FACTOR = "second_factor", _("många fel koder i tvåstegsinloggningen")
    PROBING = "probing", _("många nekade sidor eller knappar för en person")
    BULK_READ = "bulk_read", _("någon har läst många av polisens texter på kort tid")
    NIGHT_EXPORT = "night_export", _("rapporter togs ut som fil på natten")
    MANY_EXPORTS = "many_exports", _("någon har tagit ut många filer på ett dygn")
    ACCESS_BY_OPERATOR = "access_by_operator", _("driften bekräftade en behörighet")
    CHAIN = "chain", _("loggens kedja håller inte")
    DISK = "disk", _("disken är nästan full")
    BACKUP = "backup", _("säkerhetskopian är gammal eller misslyckades")
    QUEUE = "queue", _("arbete i kön har misslyckats eller står still")
    MAIL = "mail", _("brev kommer inte fram")


class DutyName(TextChoices):
    BACKUP = "backup", _("säkerhetskopiering")
    DISPOSAL = "disposal", _("gallring")
