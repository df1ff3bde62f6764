"""Stored values of this room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PictureState(TextChoices):
    DRAFT = "draft", _("utkast")
    SETTLED = "settled", _("fastställd")


# which state may follow which; a settled picture stays settled
TRANSITIONS: dict[PictureState, frozenset[PictureState]] = {
    PictureState.DRAFT: frozenset({PictureState.SETTLED}),
    PictureState.SETTLED: frozenset(),
}


class Audience(TextChoices):
    """For whom a picture is drawn up: two snapshots are frozen, never one cut to size."""

    GROUP = "group", _("EST-gruppen och Lokala BRÅ")
    PUBLIC = "public", _("läsare utanför gruppen")


class Colour(TextChoices):
    """The level of an area; always shown with its word and an icon."""

    GREEN = "green", _("grönt läge")
    YELLOW = "yellow", _("gult läge")
    RED = "red", _("rött läge")


class Trend(TextChoices):
    RISING = "rising", _("ökar")
    STEADY = "steady", _("oförändrat")
    FALLING = "falling", _("minskar")
    UNCLEAR = "unclear", _("kan inte avgöras")


class Direction(TextChoices):
    """What a comparison of two periods shows."""

    MORE = "more", _("fler")
    FEWER = "fewer", _("färre")
    ALIKE = "alike", _("ingen tydlig skillnad")
    TOO_FEW = "too_few", _("för få för att avgöra")
    NO_HISTORY = "no_history", _("saknar underlag")
