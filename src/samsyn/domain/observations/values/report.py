"""A report as it is handed in, and what its words about time come to."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from samsyn.domain.observations.enums import (
    Affected,
    Answer,
    Certainty,
    Informant,
    Kind,
    Precision,
    Repetition,
    Setting,
    Visibility,
)
from samsyn.foundation.clock import (
    HOURED_PARTS,
    STOCKHOLM,
    PartOfDay,
    local_day,
    monday,
    part_of_day,
)

_A_DAY = timedelta(days=1)
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
class Period:
    """When something happened: two UTC instants and how sharp they are."""

    start: datetime
    end: datetime
    precision: Precision

    @property
    def day(self) -> date:
        """The local day it is counted on: the first, or of a longer span the middle."""
        if self.end - self.start <= _A_DAY:
            return local_day(self.start)
        return local_day(self.start + (self.end - self.start) / 2)

    @property
    def part_of_day(self) -> PartOfDay:
        """The quarter of the day, where it is known."""
        if self.precision in (Precision.EXACT, Precision.PART_OF_DAY):
            return part_of_day(self.start)
        return PartOfDay.UNKNOWN


def at_time(day: date, clock_time: time) -> Period:
    """An instant of local time."""
    instant = datetime.combine(day, clock_time, STOCKHOLM).astimezone(UTC)
    return Period(instant, instant, Precision.EXACT)


def in_part(day: date, part: PartOfDay) -> Period:
    """A quarter of a local day; the whole day where the part is unknown."""
    if part is PartOfDay.UNKNOWN:
        return whole_days(day, day, Precision.DAY)
    hour = HOURED_PARTS.index(part) * HOURS_IN_PART
    start = datetime.combine(day, time(hour), STOCKHOLM)
    end = datetime.combine(day, time(hour + HOURS_IN_PART - 1, 59, 59), STOCKHOLM)
    return Period(start.astimezone(UTC), end.astimezone(UTC), Precision.PART_OF_DAY)


def whole_days(first: date, last: date, precision: Precision) -> Period:
    """Local days, both included."""
    start = datetime.combine(first, time.min, STOCKHOLM)
    end = datetime.combine(last, time(23, 59, 59), STOCKHOLM)
    return Period(start.astimezone(UTC), end.astimezone(UTC), precision)


def fortnight(day: date) -> tuple[date, date]:
    """The two ISO weeks between two meetings that hold a day, Monday to Sunday."""
    start = monday(day)
    if (start - _A_MEETING_WEEK).days % 14:
        start -= timedelta(weeks=1)
    return start, start + timedelta(days=13)


def due_fortnight(day: date) -> tuple[date, date]:
    """The fortnight that one says "nothing to report" for: the last until a week into the next."""
    return fortnight(day - timedelta(weeks=1))


@dataclass(frozen=True, kw_only=True)
class NewReport:
    """What a reporter hands in. Keys are primary keys within the municipality.

    The place is a named place, a position in WGS84 degrees, or a district; or not known.
    """

    organisation_id: int
    category_id: int
    period: Period
    kind: Kind = Kind.EVENT
    place_id: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    position_precision_m: int | None = None
    district_id: int | None = None
    place_note: str = ""
    setting: Setting | str = ""
    description: str = ""
    informant: Informant = Informant.OWN
    oral_reporter: str = ""
    certainty: Certainty = Certainty.CERTAIN
    repetition: Repetition | str = ""
    earlier_id: int | None = None
    severity: int | None = None
    affected: Affected | str = ""
    action_taken: str = ""
    reported_to_police: Answer = Answer.UNKNOWN
    visibility: Visibility = Visibility.GROUP
    events: int = 1
    discovered: bool = False

    @property
    def position(self) -> tuple[object, ...]:
        """All that is said of where it happened, but for the note."""
        return (self.place_id, self.latitude, self.longitude, self.district_id)

    @property
    def texts(self) -> dict[str, str]:
        """The free texts by field, for the personal-data guard."""
        return {
            "description": self.description,
            "place_note": self.place_note,
            "action_taken": self.action_taken,
            "oral_reporter": self.oral_reporter,
        }
