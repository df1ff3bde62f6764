"""A report as it is handed in, and what its words about time come to."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from samsyn.domain.observations.enums import (
    Affected,
    Answer,
    Certainty,
    Informant,
    Precision,
    Repetition,
    ReportKind,
    SaidTime,
    Setting,
    Visibility,
)
from samsyn.domain.observations.values.fields import (
    At,
    Beside,
    Elsewhere,
    FreeText,
    in_order,
    table_of,
    told,
)
from samsyn.domain.observations.values.lasting import is_long
from samsyn.foundation.clock import (
    HOURED_PARTS,
    STOCKHOLM,
    PartOfDay,
    local_day,
    monday,
    part_of_day,
)

_A_DAY = timedelta(days=1)
# as long ago as "just now" reaches
_JUST_NOW = timedelta(minutes=30)
HOURS_IN_PART = 6
# the key of the category for what is coming up
UPCOMING_CATEGORY = "evenemang"
# events that one report may speak of
MOST_EVENTS = 500
# a named place is known to within its surroundings
PLACE_PRECISION_M = 100
# the Monday from which fortnights are counted until the meeting calendar says otherwise
_A_MEETING_WEEK = date(2026, 1, 5)


@dataclass(frozen=True)
class TimeSpan:
    """When something happened: two UTC instants and how sharp they are."""

    start: datetime
    end: datetime
    precision: Precision

    @cached_property
    def day(self) -> date:
        """The local day it is counted on: of some days the middle; the first of more than a week
        has, which are counted as a whole (``until``)."""
        if self.end - self.start <= _A_DAY or self.until:
            return local_day(self.start)
        return local_day(self.start + (self.end - self.start) / 2)

    @cached_property
    def until(self) -> date | None:
        """The last local day of more than a week has; None where a week has it."""
        if self.end - self.start <= _A_DAY:  # the usual case
            return None
        first, last = local_day(self.start), local_day(self.end)
        return last if is_long(first, last) else None

    @cached_property
    def part_of_day(self) -> PartOfDay:
        """The quarter of the day, where it is known."""
        if self.precision in (Precision.EXACT, Precision.PART_OF_DAY):
            return part_of_day(self.start)
        return PartOfDay.UNKNOWN


def at_time(day: date, clock_time: time) -> TimeSpan:
    """An instant of local time."""
    instant = datetime.combine(day, clock_time, STOCKHOLM).astimezone(UTC)
    return TimeSpan(instant, instant, Precision.EXACT)


def in_part(day: date, part: PartOfDay) -> TimeSpan:
    """A quarter of a local day; the whole day where the part is unknown."""
    if part is PartOfDay.UNKNOWN:
        return whole_days(day, day, Precision.DAY)
    hour = HOURED_PARTS.index(part) * HOURS_IN_PART
    start = datetime.combine(day, time(hour), STOCKHOLM)
    end = datetime.combine(day, time(hour + HOURS_IN_PART - 1, 59, 59), STOCKHOLM)
    return TimeSpan(start.astimezone(UTC), end.astimezone(UTC), Precision.PART_OF_DAY)


def said_time(said: SaidTime, now: datetime) -> TimeSpan:
    """What a word of time comes to when it is said at ``now``; of another day, ``ValueError``.

    The night is the one that ends on the day itself: at one o'clock it goes on, in the evening it
    has been. "Just now" is the last half hour, since nobody looks at the clock while it happens.
    """
    today = local_day(now)
    if said is SaidTime.JUST_NOW:
        end = now.replace(second=0, microsecond=0)
        return TimeSpan(end - _JUST_NOW, end, Precision.EXACT)
    if said is SaidTime.TODAY:
        return whole_days(today, today, Precision.DAY)
    if said is SaidTime.LAST_EVENING:
        return in_part(today - _A_DAY, PartOfDay.EVENING)
    if said is SaidTime.LAST_NIGHT:
        return in_part(today, PartOfDay.NIGHT)
    raise ValueError(said)


def whole_days(first: date, last: date, precision: Precision) -> TimeSpan:
    """Local days, both included."""
    start = datetime.combine(first, time.min, STOCKHOLM)
    end = datetime.combine(last, time(23, 59, 59), STOCKHOLM)
    return TimeSpan(start.astimezone(UTC), end.astimezone(UTC), precision)


def fortnight(day: date) -> tuple[date, date]:
    """The two ISO weeks between two meetings that hold a day, Monday to Sunday."""
    start = monday(day)
    if (start - _A_MEETING_WEEK).days % 14:
        start -= timedelta(weeks=1)
    return start, start + timedelta(days=13)


def due_fortnight(day: date) -> tuple[date, date]:
    """The fortnight that is prepared: the last until a week into the next."""
    return fortnight(day - timedelta(weeks=1))


def ended_fortnight(day: date) -> tuple[date, date]:
    """The last fortnight that has ended: one can say that there was nothing in it."""
    return fortnight(day - timedelta(weeks=2))


_TIME = Elsewhere("the columns and the line of its time")
_PLACE = Elsewhere("the line of where it happened")
_HEAD = Elsewhere("the page's heading")


@dataclass(frozen=True, kw_only=True)
class NewReport:
    """What a reporter hands in. Keys are primary keys within the municipality.

    The place is a named place, a position in WGS84 degrees, or a district; or not known.
    This is the one table of a report's fields: what is stored, shown, taken out, kept in
    revisions, guarded and held is read from it (``values.fields``).
    """

    organisation_id: int = field(metadata=told(file=At(190, "Organisation"), page=_HEAD))
    category_id: int = field(metadata=told(file=At(120, "Kategori"), page=_HEAD))
    period: TimeSpan = field(
        metadata=told(file=_TIME, page=_TIME, asked=("when", "day", "part", "time"), copied=False)
    )
    kind: ReportKind = field(
        default=ReportKind.EVENT, metadata=told(file=At(100, "Slag"), page=At(10, _("Slag")))
    )
    place_id: int | None = field(
        default=None,
        metadata=told(
            file=Elsewhere("the column Plats, which has the note where none is named"),
            page=_PLACE,
            asked=("where", "listed", "searched"),
        ),
    )
    latitude: float | None = field(
        default=None,
        metadata=told(file=At(150, "Latitud", number=True), page=_PLACE, copied=False),
    )
    longitude: float | None = field(
        default=None,
        metadata=told(file=At(160, "Longitud", number=True), page=_PLACE, copied=False),
    )
    position_precision_m: int | None = field(
        default=None,
        metadata=told(
            file=At(170, "Lägets noggrannhet (m)", number=True),
            page=_PLACE,
            asked=Elsewhere("who marks a position does not say how sharp it is"),
            copied=False,
        ),
    )
    district_id: int | None = field(
        default=None,
        metadata=told(
            file=Elsewhere("the column Område, of the district that the row lies in"),
            page=_PLACE,
            asked=("where",),
            copied=False,
        ),
    )
    place_note: str = field(
        default="",
        metadata=told(
            file=Elsewhere("the column Plats, where no place is named"),
            page=_PLACE,
            words=FreeText(20, longest=120),
        ),
    )
    setting: Setting | str = field(
        default="",
        metadata=told(file=At(180, "Inne eller ute"), page=At(30, _("Inne eller ute"))),
    )
    description: str = field(
        default="",
        metadata=told(
            file=At(210, "Beskrivning"),
            page=Elsewhere("the words that the page begins with"),
            words=FreeText(10, longest=500),
        ),
    )
    informant: Informant = field(
        default=Informant.OWN,
        metadata=told(file=At(220, "Uppgift från"), page=At(40, _("Källa"))),
    )
    oral_reporter: str = field(
        default="",
        metadata=told(
            file=Elsewhere("who told it by word of mouth is no business of a file's readers"),
            page=Beside("informant"),
            words=FreeText(40, longest=80, review=_("Berättat av")),
        ),
    )
    certainty: Certainty = field(
        default=Certainty.CERTAIN,
        metadata=told(file=At(230, "Säkerhet"), page=At(50, _("Hur säkert"))),
    )
    repetition: Repetition | str = field(
        default="",
        metadata=told(file=At(240, "Upprepning"), page=At(60, _("Har det hänt förut"))),
    )
    earlier_id: int | None = field(
        default=None,
        metadata=told(
            file=At(250, "Tidigare rapport"),
            page=Elsewhere("not shown yet"),
            asked=Elsewhere("no form asks for it yet; mending keeps it"),
        ),
    )
    severity: int | None = field(
        default=None,
        metadata=told(file=At(260, "Allvar", number=True), page=At(70, _("Allvar"))),
    )
    affected: Affected | str = field(
        default="", metadata=told(file=At(270, "Berörda"), page=At(80, _("Drabbade")))
    )
    action_taken: str = field(
        default="",
        metadata=told(
            file=At(280, "Vad som gjordes"),
            page=At(90, _("Åtgärd")),
            words=FreeText(30, longest=200),
        ),
    )
    reported_to_police: Answer = field(
        default=Answer.UNKNOWN,
        metadata=told(file=At(290, "Polisanmält"), page=At(100, _("Polisanmält"))),
    )
    visibility: Visibility = field(
        default=Visibility.GROUP,
        metadata=told(file=At(310, "Får läsas av"), page=At(110, _("Får läsas av"))),
    )
    events: int = field(
        default=1,
        metadata=told(
            file=At(200, "Antal händelser", number=True), page=At(20, _("Antal händelser"))
        ),
    )
    discovered: bool = field(
        default=False,
        metadata=told(
            file=At(320, "Upptäckt av patrull"),
            page=Elsewhere("it is said of the whole list that a report came in with"),
            asked=Elsewhere("it is said of the whole list that a report came in with"),
        ),
    )

    @property
    def position(self) -> tuple[object, ...]:
        """All that is said of where it happened, but for the note."""
        return (self.place_id, self.latitude, self.longitude, self.district_id)

    @property
    def texts(self) -> dict[str, str]:
        """The free texts by field, for the personal-data guard."""
        return {name: getattr(self, name) for name in TEXTS}


TABLE = table_of(NewReport)
COPIED = tuple(name for name, one in TABLE.items() if one.copied)
"""What is stored as it was handed in, in the column of its name."""
_WORDS = {name: one.words for name, one in TABLE.items() if one.words is not None}
TEXTS = tuple(in_order({name: At(one.order, name) for name, one in _WORDS.items()}))
"""The free texts, in the order in which the guard reads them."""


def longest(text: str) -> int:
    """How many characters a free text may have."""
    return _WORDS[text].longest
