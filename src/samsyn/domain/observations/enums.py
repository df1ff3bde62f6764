"""Stored values of this room: a report's kinds, states and answers."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReportKind(TextChoices):
    EVENT = "event", _("händelse")
    UNSAFE_PLACE = "unsafe_place", _("otrygg plats")
    UPCOMING = "upcoming", _("kommande evenemang")
    ONLINE = "online", _("rykten och hot på nätet")
    ACTIVITY = "activity", _("aktivitet")


HAPPENED, BESIDES = "happened", "besides"
KINDS_TOGETHER = {
    HAPPENED: (ReportKind.EVENT, ReportKind.UNSAFE_PLACE, ReportKind.ONLINE),
    BESIDES: (ReportKind.UPCOMING, ReportKind.ACTIVITY),
}
"""What is counted as having happened, and what is coming up or done about it."""


class Precision(TextChoices):
    EXACT = "exact", _("exakt tid")
    PART_OF_DAY = "part_of_day", _("del av dygnet")
    DAY = "day", _("dygnet")
    WEEK = "week", _("veckan")
    MONTH = "month", _("månaden")


class Longer(TextChoices):
    """Which reports of more days than a week has: those that are of some days or touch them, and of
    those the ones that go beyond the days and so are in none of their numbers."""

    ANY = "any", _("Bara månad eller annan tid längre än en vecka")
    ACROSS = "across", _("Bara månad eller annan lång tid, som går utanför dagarna")


class SaidTime(TextChoices):
    """How a reporter says when it was; another day is told with its part or its hour."""

    JUST_NOW = "just_now", _("Nyss")
    TODAY = "today", _("I dag")
    LAST_EVENING = "last_evening", _("I går kväll")
    LAST_NIGHT = "last_night", _("I natt")
    OTHER_DAY = "other_day", _("Annan dag")


class Setting(TextChoices):
    INDOORS = "indoors", _("inomhus")
    OUTDOORS = "outdoors", _("utomhus")
    SEMI_PUBLIC = "semi_public", _("trapphus, garage och liknande")


class Informant(TextChoices):
    OWN = "own", _("egen iakttagelse")
    COLLEAGUE = "colleague", _("kollega")
    RESIDENT = "resident", _("boende, elev eller besökare")
    ALARM = "alarm", _("larm eller logg")
    MEDIA = "media", _("medier")
    POLICE = "police", _("polisen")


class Certainty(TextChoices):
    CERTAIN = "certain", _("säkert")
    PROBABLE = "probable", _("troligt")
    UNCONFIRMED = "unconfirmed", _("obekräftat")


class Repetition(TextChoices):
    FIRST = "first", _("första gången")
    RECURRING = "recurring", _("återkommande")
    ONGOING = "ongoing", _("pågår under längre tid")


class Affected(TextChoices):
    NONE = "none", _("ingen")
    ONE = "one", _("1")
    FEW = "few", _("2–5")
    SOME = "some", _("6–20")
    MANY = "many", _("fler än 20")


class Answer(TextChoices):
    YES = "yes", _("ja")
    NO = "no", _("nej")
    UNKNOWN = "unknown", _("vet inte")


class Visibility(TextChoices):
    OWN_ORGANISATION = "own_organisation", _("den egna organisationen")
    GROUP = "group", _("EST-gruppen")
    COUNCIL = "council", _("EST-gruppen och Lokala BRÅ")


class ReportState(TextChoices):
    SUBMITTED = "submitted", _("att granska")
    PASSING = "passing", _("på väg vidare")
    RETURNED = "returned", _("återlämnad")
    PASSED_ON = "passed_on", _("släppt vidare")
    WITHDRAWN = "withdrawn", _("återtagen")


NOT_REVIEWED = (ReportState.SUBMITTED, ReportState.PASSING, ReportState.RETURNED)
"""Reports that may still come into the shared picture: nobody outside the review reads or counts
them."""


# which state may follow which; tested for totality
TRANSITIONS: dict[ReportState, frozenset[ReportState]] = {
    ReportState.SUBMITTED: frozenset(
        {
            ReportState.PASSING,
            ReportState.PASSED_ON,
            ReportState.RETURNED,
            ReportState.WITHDRAWN,
        }
    ),
    ReportState.PASSING: frozenset(
        {ReportState.SUBMITTED, ReportState.PASSED_ON, ReportState.WITHDRAWN}
    ),
    ReportState.RETURNED: frozenset({ReportState.SUBMITTED, ReportState.WITHDRAWN}),
    ReportState.PASSED_ON: frozenset({ReportState.RETURNED, ReportState.WITHDRAWN}),
    ReportState.WITHDRAWN: frozenset(),
}


class Release(TextChoices):
    """Police text may be secret though it names nobody: it needs a step of its own."""

    NOT_NEEDED = "not_needed", _("behövs inte")
    HELD = "held", _("texten visas bara för polisen")
    RELEASED = "released", _("texten är släppt")


class ExportState(TextChoices):
    """What has become of the wish to take many reports out as a file."""

    AWAITED = "awaited", _("väntar på någon annans prövning")
    APPROVED = "approved", _("godkänt")
    REFUSED = "refused", _("nekat")


class Nature(TextChoices):
    CRIME = "crime", _("brott")
    UNSAFETY = "unsafety", _("otrygghet")
    OTHER = "other", _("övrigt")
