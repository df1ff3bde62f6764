"""Stored values of this room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LetterState(TextChoices):
    """How far a letter has come. Unsure is one whose sending was cut off after the mail server
    may have taken it: it is not sent again unless somebody says so."""

    WAITING = "waiting", _("väntar")
    SENDING = "sending", _("skickas")
    SENT = "sent", _("skickat")
    FAILED = "failed", _("gick inte att skicka")
    UNSURE = "unsure", _("osäkert om det kom fram")
