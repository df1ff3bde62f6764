"""Stored values of this room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Ground(TextChoices):
    """Why words are masked."""

    ERASURE = "erasure", _("rätten till radering (dataskyddsförordningen artikel 17)")
    NOT_TO_BE_KEPT = "not_to_be_kept", _("uppgift som inte borde ha registrerats")
    SECRECY = "secrecy", _("sekretess")
    OTHER = "other", _("annan grund")
    TERM = "term", _("gallringsfristen har gått")


CHOSEN = (Ground.ERASURE, Ground.NOT_TO_BE_KEPT, Ground.SECRECY, Ground.OTHER)
"""Those that a person chooses from."""


class MaskedThing(TextChoices):
    """From where words are masked."""

    REPORT = "report", _("rapport")
    PICTURE = "picture", _("lägesbild")
