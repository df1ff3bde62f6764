"""Stored values of this room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class WritePath(TextChoices):
    """Where a text was being written when the guard stopped it."""

    REPORT = "report", _("rapport")
    REVIEW = "review", _("granskning")
    COUNT = "count", _("statistikuppgift")
    PICTURE = "picture", _("lägesbild")
    DEVIATION = "deviation", _("avvikelse")
    PLACE = "place", _("plats eller område")
    LIST = "list", _("lista att läsa in")
    FILE = "file", _("inläst fil")
    ORGANISATION = "organisation", _("organisation")
    WORDS = "words", _("spärrens ord")
    EXPORT = "export", _("uttag")
    OTHER = "other", _("annat")


class TakeOutPurpose(TextChoices):
    """What judged texts are taken out for; chosen, so that no words stand in the log."""

    BUILD = "build", _("förbättra spärren: texterna blir prov som den mäts på")
    OVERSEE = "oversee", _("dataskyddsombudets egen tillsyn")


class StopState(TextChoices):
    """What has become of a stop that was said to be false."""

    AWAITED = "awaited", _("väntar på bedömning")
    RIGHT = "right", _("rätt stopp")
    FALSE = "false", _("fel stopp")


TRANSITIONS: dict[StopState, frozenset[StopState]] = {
    StopState.AWAITED: frozenset({StopState.RIGHT, StopState.FALSE}),
    StopState.RIGHT: frozenset({StopState.AWAITED}),
    StopState.FALSE: frozenset({StopState.AWAITED}),
}
