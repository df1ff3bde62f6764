"""Stored values of this room: runs, what they notice, and what people make of it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RunState(TextChoices):
    QUEUED = "queued", _("väntar")
    RUNNING = "running", _("pågår")
    DONE = "done", _("klar")
    FAILED = "failed", _("misslyckades")


class Trigger(TextChoices):
    NIGHTLY = "nightly", _("varje natt")
    BY_HAND = "by_hand", _("på begäran")


class DeviationKind(TextChoices):
    """What sort of thing was noticed."""

    RISE = "rise", _("ökning")
    SLOW_RISE = "slow_rise", _("långsam ökning")
    CLUSTER = "cluster", _("anhopning")
    NEAR_REPEAT = "near_repeat", _("upprepning i närheten")
    HOT_SPOT = "hot_spot", _("plats som sticker ut")


class Level(TextChoices):
    """How wide a series is, from the whole to one category in one district."""

    TOWN = "town", _("hela kommunen")
    AREA = "area", _("ämnesområde")
    CATEGORY = "category", _("kategori")
    DISTRICT_AREA = "district_area", _("ämnesområde i ett område")
    DISTRICT_CATEGORY = "district_category", _("kategori i ett område")


class Confidence(TextChoices):
    """Three words bound to numbers (``rules.confidence_of``)."""

    CLEAR = "clear", _("tydligt")
    LIKELY = "likely", _("troligt")
    UNCERTAIN = "uncertain", _("osäkert")


class Triage(TextChoices):
    NEW = "new", _("ny")
    ACKNOWLEDGED = "acknowledged", _("noterad")
    LINKED = "linked", _("kopplad")
    DISMISSED = "dismissed", _("avskriven")


# which state may follow which; tested for totality
TRANSITIONS: dict[Triage, frozenset[Triage]] = {
    Triage.NEW: frozenset({Triage.ACKNOWLEDGED, Triage.LINKED, Triage.DISMISSED}),
    Triage.ACKNOWLEDGED: frozenset({Triage.LINKED, Triage.DISMISSED}),
    Triage.LINKED: frozenset({Triage.ACKNOWLEDGED, Triage.DISMISSED}),
    # it comes back by growing, or because somebody takes it up again
    Triage.DISMISSED: frozenset({Triage.NEW, Triage.ACKNOWLEDGED}),
}


class Word(TextChoices):
    """What people found that a deviation was."""

    TRUE = "true", _("stämmer")
    CHANCE = "chance", _("tillfällighet")
    REPORTING = "reporting", _("fler rapporterar")


class WeekState(TextChoices):
    """What a week of a series is worth."""

    KNOWN = "known", _("känd")
    PRELIMINARY = "preliminary", _("preliminär")
    MISSING = "missing", _("uppgift saknas")


class Cause(TextChoices):
    """What else a deviation could be."""

    HOLIDAY = "holiday", _("helg eller lov")
    NEW_SOURCE = "new_source", _("ny källa")
    ONE_SOURCE = "one_source", _("en enda källa")
    DUPLICATES = "duplicates", _("samma sak rapporterad flera gånger")
    ONE_DAY = "one_day", _("allt på en dag")
    CATEGORY_CHANGED = "category_changed", _("ändrad kategori")
    MORE_REPORTING = "more_reporting", _("fler rapporterar")
